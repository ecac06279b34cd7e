// Private tabs, which store nothing. A tab is private once the reader erases everything that the site stored, and while
// another tab of the site is. It asks the others while the core of the app is still on its way.

import { storageName } from "./lib/storage.js";

// The name of a private tab. Only the tab keeps it, and it survives a reload.
const PRIVATE = "private";

// The question of a new tab to the others, and the answer of a private tab.
const QUESTION = "private?";
const ANSWER = "private";
// The message of a tab in which the reader erases everything.
const ERASED = "forget";

// The longest wait of a new tab for an answer, in milliseconds.
const ANSWER_TIMEOUT = 60;

const name = storageName(new URL(document.documentElement.dataset.root || "./", location).pathname);

let channel, asked;
// Called for the answer of a private tab, as long as this tab asks.
let onAnswer;
// Called when another tab erases everything. The core of the app replaces this function.
let onErase = becomePrivate;

// Returns the beginning of all names that this site uses in the browser's storage.
export const siteName = () => name;

// Returns the names of the databases. Fails in browsers that do not list them, such as Firefox of 2023.
export const databaseNames = async () => (await indexedDB.databases()).map((database) => database.name);

// Returns whether this tab is private, as far as it knows.
export const isPrivate = () => self.name === PRIVATE;

// Makes this tab private.
export function becomePrivate() {
  self.name = PRIVATE;
}

// Returns whether this tab is private, once the other tabs had the time to answer.
export async function askedPrivate() {
  await asked;
  onAnswer = undefined;
  return isPrivate();
}

// Calls a function when another tab erases everything.
export function whenErased(listener) {
  onErase = listener;
  // It happened while the core started.
  if (isPrivate()) listener();
}

// Tells all other tabs to store nothing more.
export const tellErased = () => channel?.postMessage(ERASED);

// Listens to the other tabs of the site, and asks them whether one is private.
export function joinTabs() {
  // Safari of 2020 has no channels.
  if (!self.BroadcastChannel) return;
  channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    if (data === QUESTION && isPrivate()) channel.postMessage(ANSWER);
    else if (data === ANSWER) onAnswer?.();
    else if (data === ERASED && !isPrivate()) onErase();
  };
  asked = isPrivate() || ask();
}

async function ask() {
  const names = await databaseNames().catch(() => []);
  // A private tab would have erased the database.
  if (names.includes(name)) return;
  await new Promise((resolve) => {
    onAnswer = () => {
      becomePrivate();
      resolve();
    };
    setTimeout(resolve, ANSWER_TIMEOUT);
    channel.postMessage(QUESTION);
  });
}
