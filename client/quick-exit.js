// Leaves the newspaper at once: by the button at the top of each page, or when the reader presses Escape twice.

import { siteName } from "./private.js";

// The longest time between the two presses, in milliseconds. One press closes a dialog, or stops something else.
const TWICE = 700;

let last;

// The name of the setting that turns the key off. The device keeps the choice with the others; this copy is there before the app is, and in
// every tab.
const setting = () => `${siteName()}no-escape`;

function isOff() {
  try {
    return localStorage.getItem(setting()) !== null;
  } catch {
    // The browser stores nothing.
    return false;
  }
}

// Sets whether pressing Escape twice leaves the newspaper.
export function setEscape(leaves) {
  try {
    if (leaves) localStorage.removeItem(setting());
    else localStorage.setItem(setting(), "yes");
  } catch {
    // The browser stores nothing.
  }
}

// Goes to another address, and removes this page from the tab's history. Hides the page first: the other page may load slowly.
function leave(address) {
  document.title = "";
  document.documentElement.hidden = true;
  location.replace(address);
}

function clicked(event) {
  const button = event.target.closest?.("[data-leave]");
  // Any other click opens another tab or window.
  if (!button || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  leave(button.href);
}

function pressed(event) {
  // While the reader composes a word, Escape belongs to the input method.
  if (event.key !== "Escape" || event.repeat || event.isComposing || event.defaultPrevented) return;
  const button = document.querySelector("[data-leave]");
  if (!button || isOff()) return;
  // The browser closes an open dialog.
  if (document.querySelector("dialog[open]")) last = undefined;
  else if (event.timeStamp - last < TWICE) leave(button.href);
  else last = event.timeStamp;
}

// Listens to the button and the key.
export function listenToLeave() {
  addEventListener("click", clicked);
  addEventListener("keydown", pressed);
}
