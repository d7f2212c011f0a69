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

/** The clock of AWS, as its answers tell it: that of a person's machine may be days ahead, and would end what lasts. */
export function clockOfAws(clients: readonly { readonly config: { readonly systemClockOffset: number } }[], clock = systemClock): Clock {
  return {
    ...clock,
    // The SDK measures it with every answer, and leaves alone what is less than minutes.
    now: () => clock.now() + (clients.map(({ config }) => config.systemClockOffset).find((offset) => offset !== 0) ?? 0),
  };
}
