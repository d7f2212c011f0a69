import { hasColours } from './colours';
import { main } from './main';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
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
