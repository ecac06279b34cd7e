// Limits the time of requests.

// Returns a signal that aborts a request after some milliseconds. Browsers of 2020 have no AbortSignal.timeout.
export function limit(milliseconds) {
  const aborter = new AbortController();
  abortAfter(milliseconds, aborter);
  return aborter.signal;
}

// Aborts a request after some milliseconds.
export const abortAfter = (milliseconds, aborter) => setTimeout(() => aborter.abort(), milliseconds);
