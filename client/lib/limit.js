// Limits the time of requests.

// The longest time for the core of the app, in milliseconds.
export const CORE_TIMEOUT = 240000;

// Returns a signal that aborts a request after some milliseconds. Browsers of 2020 have no AbortSignal.timeout.
export function limit(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
