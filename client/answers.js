// Requests the small files that the core needs first, while the core itself is still on its way.

import { HEAD_PATH, MANIFEST_FOLDER } from "offprint:constants";
import { isPrivate } from "./private.js";

// The time for which the answers count, in milliseconds.
const EARLY_TIME = 30000;

const { root, key, offline } = document.documentElement.dataset;
const answers = {};

function ask(path, options) {
  const answer = fetch(root + path, options);
  answers[path] = answer;
  // The core reports what fails, once it needs the file.
  answer.catch(() => {});
  return answer;
}

// Requests the messages in a file, and what says which edition is newest.
export function askEarly(messages) {
  // The browser must not store what a private tab fetches.
  ask(messages, { cache: isPrivate() ? "no-store" : "default" });
  setTimeout(() => Object.keys(answers).forEach(takeAnswer), EARLY_TIME);
  // The offline page opens the edition on the device. The head of a signed newspaper needs proof from several sources.
  if (offline !== undefined || key) return;
  ask(HEAD_PATH, { cache: "no-store" })
    .then((answer) => answer.clone().json())
    .then(({ manifest: { hash } }) => {
      // Once the core has the head, it requests the manifest itself.
      if (answers[HEAD_PATH]) ask(`${MANIFEST_FOLDER}${hash}.json`, { cache: "no-store" });
    })
    // A network may have answered with a page of its own. The core asks again.
    .catch(() => takeAnswer(HEAD_PATH));
}

// Returns the answer to the request for a path, once.
export function takeAnswer(path) {
  const answer = answers[path];
  delete answers[path];
  return answer;
}
