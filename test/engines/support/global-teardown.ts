/** Prints what the whole level took. */
export default function tearDown(): void {
  const { enginesStarted } = globalThis as unknown as { enginesStarted: number };
  process.stdout.write(`\nengine tests: ${((Date.now() - enginesStarted) / 1000).toFixed(1)} s, installation included\n`);
}
