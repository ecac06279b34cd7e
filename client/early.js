// Requests the core of the app while the browser still loads the page and the app's script. Each page contains this script after
// the element of the app's script, so it is small, and the same on every page of a site.

import { CORE_TIMEOUT, limit } from "./lib/limit.js";

const { src, dataset } = document.currentScript.previousElementSibling;

// The longest wait for the picture in view, in milliseconds.
const PICTURE_TIMEOUT = 4000;

// Waits until the picture in view has loaded.
const pictureShown = () =>
  new Promise((resolve) => {
    setTimeout(resolve, PICTURE_TIMEOUT);
    addEventListener("DOMContentLoaded", () => {
      const picture = document.querySelector("img:not([loading])");
      if (!picture || picture.complete) resolve();
      else for (const event of ["load", "error"]) picture.addEventListener(event, resolve);
    });
  });

if (self.WebAssembly) {
  const fetchCore = () => fetch(src.replace(/js$/, "wasm"), { priority: "low", signal: limit(CORE_TIMEOUT) });
  const core = dataset.picture === undefined ? fetchCore() : pictureShown().then(fetchCore);
  // The app's script reports what fails.
  core.catch(() => {});
  self.offprint = { core };
}
