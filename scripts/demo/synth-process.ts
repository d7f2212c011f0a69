import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Facts, SynthMessage } from './facts';

/**
 * Synthesizes the example in a process of its own.
 *
 * @param folder the example's, where `cdk.out` will be
 * @throws Error with everything that the process printed, if it fails
 */
export function synthesizeExample(folder: string, onStep: (step: string, at: number) => void): Promise<Facts> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'synth.ts'), {
      cwd: folder, // examples/tsconfig.json says where cdk-private-api is
      env: { ...process.env, CDK_VALIDATION: 'true' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const printed: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
    let facts: Facts | undefined;
    child.on('message', (message: SynthMessage) => {
      if (message.kind === 'started') {
        onStep(message.step, message.at);
      } else {
        facts = message.facts;
      }
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (facts) {
        resolve(facts);
      } else {
        reject(new Error(`The synth of the example failed (exit code ${code}):\n\n${Buffer.concat(printed).toString()}`));
      }
    });
  });
}
