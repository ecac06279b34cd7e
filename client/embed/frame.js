// The two sides of a frame that shows an article apart from its host: inside it tells its height, outside it is given it.

import { SECTIONS } from "offprint:constants";
import { hostOf } from "../lib/address.js";
import { make } from "./blocks.js";

const MESSAGE = "offprint-embed";
const VERSION = 1;
// A frame that says that it has no height, or that of a tower, is not believed.
const LOWEST = 80;
const HIGHEST = 20000;

// Gives a frame the height that it tells.
export function hear({ source, data }) {
  if (!source || !data || typeof data !== "object" || data.type !== MESSAGE || data.version !== VERSION) return;
  if (!Number.isInteger(data.height)) return;
  for (const frame of document.querySelectorAll("iframe[data-offprint]")) {
    // The origin of a sandboxed frame is nobody's; its window is its own.
    if (frame.contentWindow === source) {
      frame.style.height = `${Math.min(Math.max(data.height, LOWEST), HIGHEST)}px`;
    }
  }
}

// Fills the page `embed.html`: what it shows is named after the `#` of its address.
export function fillFrame() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const page = new URL(asked.get("src") || "", location.href);
  const root = new URL("./", location.href).href;
  // Only what the site itself has.
  if (!page.href.startsWith(root)) return;
  const path = page.pathname.slice(new URL(root).pathname.length);
  const name = path.includes(`${SECTIONS}/`) ? "offprint-list" : "offprint-article";
  const attributes = { src: root + path, root: "../".repeat(path.split("/").length - 1), open: "" };
  for (const key of ["bundle", "month", "edition", "theme", "newsroom"]) attributes[key] = asked.get(key);
  const link = make("a", { href: root + path, target: "_blank", rel: "noopener noreferrer" }, hostOf(root));
  document.body.replaceChildren(make(name, attributes, make("p", null, link)));
  if (parent === self || !self.ResizeObserver) return;
  let told;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // It holds nothing but a number, so it may be heard by any host.
    if (height !== told) parent.postMessage({ type: MESSAGE, version: VERSION, height }, "*");
    told = height;
  }).observe(document.body);
}
