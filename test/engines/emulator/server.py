"""moto's server with this project's CloudFormation.

Usage: server.py -H 127.0.0.1 -p PORT, with EMULATOR_SCHEMA naming the resource schema, EMULATOR_NODE the Node.js that runs custom
resources and EMULATOR_NODE_PATH the modules they find there, as they find the AWS SDK in Lambda.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# Before botocore is imported: the server's own clients take nothing from the machine's AWS configuration.
for name in [name for name in os.environ if name.startswith('AWS_')]:
    del os.environ[name]
os.environ.update(AWS_EC2_METADATA_DISABLED='true', AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)

from cloudformation import api, provider  # noqa: E402
import providers  # noqa: E402,F401
import services  # noqa: E402
from moto.server import main  # noqa: E402

provider.use_server(f'http://127.0.0.1:{sys.argv[sys.argv.index("-p") + 1]}')
api.install()
services.install()

if __name__ == '__main__':
    main()
