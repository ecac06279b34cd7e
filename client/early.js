// Requests what the app needs first, while the browser still loads the page and the app's script. Each page contains this
// script after the element of the app's script, so it is small, and the same on every page of a site.

import { HEAD_PATH, MANIFEST_FOLDER } from "offprint:constants";

const { root, key, offline } = document.documentElement.dataset;
const { src, dataset } = document.currentScript.previousElementSibling;
const answers = {};

// The longest wait for the picture in view, and for the core, in milliseconds.
const PICTURE_TIMEOUT = 4000;
const CORE_TIMEOUT = 240000;

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

function ask(path, options) {
  const answer = fetch(root + path, options);
  answers[path] = answer;
  return answer;
}

function askForRest() {
  const all = [ask(dataset.messages)];
  // The offline page opens the edition on the device. The head of a signed newspaper needs proof from several sources.
  if (offline === undefined && !key) {
    const head = ask(HEAD_PATH, { cache: "no-store" });
    const manifest = head
      .then((answer) => answer.clone().json())
      .then(({ manifest: { hash } }) => ask(`${MANIFEST_FOLDER}${hash}.json`, { cache: "no-store" }));
    all.push(head, manifest);
  }
  all.forEach(ignore);
}

// The app reports what fails, once it needs the file.
const ignore = (answer) => answer.catch(() => {});

if (self.WebAssembly) {
  const fetchCore = () =>
    fetch(src.replace(/js$/, "wasm"), { priority: "low", signal: AbortSignal.timeout?.(CORE_TIMEOUT) });
  const core = dataset.picture === undefined ? fetchCore() : pictureShown().then(fetchCore);
  ignore(core);
  self.offprint = { core, answers };
  // The core is by far the longest. The rest is small, so the first paint comes before it.
  requestAnimationFrame(() => setTimeout(askForRest));
}
