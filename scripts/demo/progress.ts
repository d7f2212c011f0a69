import { paint } from './text';

/** Shows what is being done, and how long it took. On a terminal the seconds run. */
export class Progress {
  private step?: { readonly name: string; readonly since: number };
  private timer?: NodeJS.Timeout;

  public constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** Ends the step before and begins one. */
  public start(name: string, now = Date.now()): void {
    this.finish(now);
    this.step = { name, since: now };
    if (this.out.isTTY) {
      this.redraw();
      this.timer = setInterval(() => this.redraw(), 100);
    }
  }

  /** Ends the step, if there is one. */
  public finish(now = Date.now(), done = true): void {
    clearInterval(this.timer);
    if (this.step) {
      const mark = done ? paint('green', '✓') : paint('red', '✗');
      this.out.write(`${this.out.isTTY ? '\r' : ''}${stepLine(mark, this.step.name, now - this.step.since)}\n`);
    }
    this.step = undefined;
  }

  private redraw(): void {
    if (this.step) {
      this.out.write(`\r${stepLine(paint('cyan', '·'), this.step.name, Date.now() - this.step.since)}`);
    }
  }
}

/** A step with its seconds, narrower than any terminal: a line that wraps can't be drawn again. */
export function stepLine(mark: string, name: string, milliseconds: number): string {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  return `  ${mark} ${name.padEnd(66)} ${seconds.padStart(8)}`;
}
