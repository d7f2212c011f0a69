// Runs the handler of a custom resource: node custom-resource.cjs FOLDER FILE.HANDLER, the event on standard input. What the
// handler sends to CloudFormation's URL is printed after a line of `===`.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const [folder, handler] = process.argv.slice(2);
const [file, name] = handler.split('.');

async function main() {
  const code = require(join(folder, file));
  let sent;
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      // The signature of CloudFormation's URL covers an empty content type only.
      const fine = request.method === 'PUT' && !request.headers['content-type'];
      sent = fine ? Buffer.concat(chunks).toString() : sent;
      response.writeHead(fine ? 200 : 403).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const event = { ...JSON.parse(readFileSync(0, 'utf8')), ResponseURL: `http://127.0.0.1:${server.address().port}/response` };
  if (code.external) {
    // CDK's framework sends its answer over HTTPS through this one function.
    code.external.sendHttpRequest = async (_, body) => {
      sent = body;
    };
  }
  await code[name](event, { getRemainingTimeInMillis: () => 60_000 });
  server.closeAllConnections();
  server.close();
  process.stdout.write(`\n===\n${sent}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
