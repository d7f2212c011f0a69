/** Requests a second that an account has in a Region by default, for all of its APIs together: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const ACCOUNT_RATE = 10_000;
/** Requests at one moment that an account has in a Region by default. */
export const ACCOUNT_BURST = 5_000;
