import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpacked } from './debian';
import { cacheDirectory, engine } from './engines';
import { resourceSchema } from './schema';

const VERSION = '5.2.4-2';
const LIBRARIES: Record<string, [string, string]> = {
  x64: ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2'],
  arm64: ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'],
};

/** The account and Region that everything is deployed to. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** Installs moto with a Python of its own into the cache. */
export function installMoto(): Promise<string> {
  return unpacked({
    name: `moto-${VERSION}`,
    suites: ['sid'],
    packages: [`python3-moto=${VERSION}`, ...['flask-cors', 'joserfc', 'docker', 'graphql-core', 'jsondiff', 'jsonpath-ng', 'openapi-spec-validator',
      'pyparsing', 'yaml', 'aws-xray-sdk'].map((name) => `python3-${name}`)],
  });
}

/** Starts a moto, with the emulator of this project in it, on a free port of 127.0.0.1, and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const root = join(engine('moto').path!, 'root');
  const [triplet, loader] = LIBRARIES[process.arch]!;
  const libraries = join(root, 'usr/lib', triplet);
  const python = readdirSync(join(root, 'usr/bin')).find((name) => /^python3\.\d+$/.test(name))!;
  const port = await freePort();
  mkdirSync(join(cacheDirectory(), 'logs'), { recursive: true });
  const log = join(cacheDirectory(), 'logs', `moto-${process.pid}-${port}.log`);
  const output = openSync(log, 'w');
  const child = spawn(join(libraries, loader), [
    '--library-path', libraries, join(root, 'usr/bin', python), join(__dirname, '../emulator/server.py'), '-H', '127.0.0.1', '-p', String(port),
  ], {
    stdio: ['ignore', output, output],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: tmpdir(),
      LANG: 'C.UTF-8',
      PYTHONHOME: join(root, 'usr'),
      PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
      PYTHONPYCACHEPREFIX: join(cacheDirectory(), 'pycache'),
      EMULATOR_SCHEMA: resourceSchema(),
      EMULATOR_NODE: process.execPath,
      EMULATOR_NODE_PATH: join(__dirname, '../../../node_modules'),
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    },
  });
  closeSync(output);
  const moto = new Moto(child, port, log);
  await moto.untilReady();
  return moto;
}

/** A running moto. */
export class Moto {
  public constructor(private readonly child: ChildProcess, private readonly port: number, private readonly log: string) {}

  /** `localhost`, since moto finds buckets by host name and does not take an address for one. */
  public get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** What a client of the AWS SDK needs. */
  public get client(): { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } } {
    return { endpoint: this.url, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }

  /** What a command of the AWS tools needs, and nothing of this machine's AWS configuration. */
  public get environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('npm_'));
    return {
      ...Object.fromEntries(inherited),
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NO_PROXY: 'localhost,127.0.0.1',
    };
  }

  /** What the server printed. */
  public get output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Stops this process and no other. */
  public async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL'); // it has nothing to save
      await ended;
    }
    rmSync(this.log, { force: true });
  }

  /** Waits until it answers. */
  public async untilReady(): Promise<void> {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
      if (this.child.exitCode !== null) {
        throw new Error(`moto ended at once:\n${this.output.slice(-3000)}`);
      }
      const answer = await fetch(`http://127.0.0.1:${this.port}/moto-api/data.json`).catch(() => undefined);
      if (answer?.ok) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`moto did not answer within a minute:\n${this.output.slice(-3000)}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
