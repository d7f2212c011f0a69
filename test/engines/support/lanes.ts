/**
 * Tests whose steps depend on each other in lanes, the lanes side by side: the CDK CLI waits a lot and uses one core. Jest still
 * reports every step as a test of its own.
 */
export class Lanes {
  private readonly lanes = new Map<string, Step[]>();

  /** Adds a step to a lane, and a test that passes when the step does. A step runs even if the one before it failed. */
  public test(lane: string, title: string, run: () => Promise<void>, timeout = 300_000): void {
    const step = new Step(run);
    this.lanes.set(lane, [...this.lanes.get(lane) ?? [], step]);
    test(title, () => step.done, timeout);
  }

  /** Starts every lane, `atOnce` at a time, in the order in which they were added. */
  public start(atOnce: number): void {
    const waiting = [...this.lanes.values()];
    const worker = async (): Promise<void> => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
        for (const step of lane) {
          await step.start();
        }
      }
    };
    Array.from({ length: atOnce }, worker);
  }
}

class Step {
  public readonly done: Promise<void>;
  private settle!: (result: Promise<void>) => void;

  public constructor(private readonly run: () => Promise<void>) {
    this.done = new Promise((resolve) => (this.settle = resolve));
    this.done.catch(() => {}); // reported when its test waits for it
  }

  /** Runs the step; never throws. */
  public async start(): Promise<void> {
    this.settle(this.run());
    await this.done.catch(() => {});
  }
}
