// Requests the core of the app, after the picture in view.

import { abortAfter, limit } from "./lib/limit.js";

// The longest time for the core, in milliseconds.
const CORE_TIMEOUT = 240000;

// The longest wait for the picture in view, in milliseconds.
const PICTURE_TIMEOUT = 4000;

// Waits until the picture in view has loaded.
const pictureShown = () =>
  new Promise((resolve) => {
    const picture = document.querySelector("img:not([loading])");
    if (!picture || picture.complete) resolve();
    else for (const event of ["load", "error"]) picture.addEventListener(event, resolve);
    setTimeout(resolve, PICTURE_TIMEOUT);
  });

// Requests the core. The wasm has the same name as this script.
const fetchCore = (options) =>
  fetch(import.meta.url.replace(/js$/, "wasm"), { ...options, signal: limit(CORE_TIMEOUT) });

// Returns the answer to the early request of the page, or requests the core once the picture in view has loaded.
export async function firstCore() {
  const { core } = self.offprint;
  if (core) {
    abortAfter(CORE_TIMEOUT, core.aborter);
    return core.answer;
  }
  await pictureShown();
  return fetchCore({ priority: "low" });
}

// Requests the core from the site itself: the browser's cached copy may be damaged.
export const freshCore = () => fetchCore({ cache: "reload" });
