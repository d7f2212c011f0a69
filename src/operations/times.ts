/** How long a client of the SDK waits, in milliseconds. An answer that takes longer, or stops in the middle, is lost: a function is not to wait for one until it ends itself. */
export const TIMES = { connectionTimeout: 2000, requestTimeout: 8000, socketTimeout: 8000, throwOnRequestTimeout: true };
