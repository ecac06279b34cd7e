// Builds dialogs.

import { SHARE_WORDS } from "offprint:constants";
import style from "../../style/dialog.css" with { type: "text" };
import { inLanguage } from "../lib/language.js";

// Makes an element.
export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// Returns the messages in the page's language.
export const words = () => inLanguage(SHARE_WORDS, document.documentElement.lang);

// A page's policy does not affect a sheet that a script makes.
let sheet;
const addStyle = () => {
  if (sheet) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

// Shows a dialog over the page and removes it when it closes. The button that closes it stays where it is, whatever is added
// below.
export const dialog = (title, ...children) => {
  addStyle();
  const status = element("p");
  const close = element("button", { type: "button", className: "plain dialog-close", textContent: words().close });
  // The focus on the heading lets a screen reader begin there.
  const heading = element("h2", { id: "dialog-title", textContent: title, tabIndex: -1, autofocus: true });
  const top = element("div", { className: "dialog-top" }, heading, close);
  const made = element("dialog", { className: "dialog" }, top, ...children, status);
  made.setAttribute("aria-labelledby", heading.id);
  status.setAttribute("role", "status");
  close.onclick = () => made.close();
  made.onclose = () => made.remove();
  document.body.append(made);
  made.showModal();
  return { made, add: (...more) => status.before(...more), say: (text) => (status.textContent = text) };
};

// Makes a button.
export const button = (text, className, onclick) => element("button", { type: "button", className, textContent: text, onclick });

// Makes a checkbox with a label.
export const check = (text, checked) => {
  const input = element("input", { type: "checkbox", checked });
  return { input, label: element("label", {}, input, element("span", { textContent: text })) };
};

// Returns the newsroom's warnings.
export const warningOf = (sharing) => (sharing?.warning ?? []).map((text) => element("p", { className: "warning", textContent: text }));

// Returns whether the system can share a file.
export const canShare = (file) => Boolean(navigator.canShare?.({ files: [file] }));

// Saves a file.
export const save = (file) => {
  const address = URL.createObjectURL(file);
  element("a", { href: address, download: file.name }).click();
  // By then the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
};

// Copies text.
export const copyText = async (text, dialog) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https there is no clipboard, but the browser can copy a selection.
  const field = element("textarea", { value: text });
  dialog.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
};
