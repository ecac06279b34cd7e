// Requests the small files that the core needs first, while the core itself is still on its way.

import { HEAD_PATH, MANIFEST_FOLDER } from "offprint:constants";

// The time for which the answers count, in milliseconds.
const EARLY_TIME = 30000;

// The name of a private tab, whose browser must not store what it fetches; see src/browser/device/erase.rs.
const PRIVATE = "private";

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
  ask(messages, { cache: self.name === PRIVATE ? "no-store" : "default" });
  setTimeout(() => Object.keys(answers).forEach(takeAnswer), EARLY_TIME);
  // The offline page opens the edition on the device. The head of a signed newspaper needs proof from several sources.
  if (offline !== undefined || key) return;
  ask(HEAD_PATH, { cache: "no-store" })
    .then((answer) => answer.clone().json())
    .then(({ manifest: { hash } }) => ask(`${MANIFEST_FOLDER}${hash}.json`, { cache: "no-store" }))
    .catch(() => {});
}

// Returns the answer to the request for a path, once.
export function takeAnswer(path) {
  const answer = answers[path];
  delete answers[path];
  return answer;
}
