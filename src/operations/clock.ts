/** Time and chance, so that tests can run both faster. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits some milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** A number from 0 to below 1. */
  random(): number;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  }),
  random: () => Math.random(),
};
