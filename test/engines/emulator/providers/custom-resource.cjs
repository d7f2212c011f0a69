// Runs the handler of a custom resource: node custom-resource.cjs FOLDER FILE.HANDLER, the event on standard input. What the
// handler would send to CloudFormation's URL is printed after a line of `===`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [folder, handler] = process.argv.slice(2);
const [file, name] = handler.split('.');
const event = { ...JSON.parse(readFileSync(0, 'utf8')), ResponseURL: 'https://cloudformation.invalid/response' };

async function main() {
  const code = require(join(folder, file));
  let sent;
  if (!code.external) {
    throw new Error('only handlers of CDK\'s own provider framework are run here');
  }
  // CDK's framework sends its answer over HTTPS through this one function.
  code.external.sendHttpRequest = async (_, body) => {
    sent = body;
  };
  await code[name](event, { getRemainingTimeInMillis: () => 60_000 });
  process.stdout.write(`\n===\n${sent}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
