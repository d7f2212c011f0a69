import { hasColours } from './colours';
import { main } from './main';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    process.stderr.write(`cdk-private-api: a report can be written, received: ${error.code ?? error.message}\n`);
    process.exit(2); // no report is no clean report
  }
});

void main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colours: hasColours(process.stdout, process.env),
  columns: process.stdout.columns,
  now: Date.now,
}).then((code) => {
  process.exitCode = code;
});
