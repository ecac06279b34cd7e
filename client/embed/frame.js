// Fits the frame of an article to its content: the page inside reports its height, the page outside applies it.

import { SECTIONS } from "offprint:constants";
import { hostOf } from "../lib/address.js";
import { make } from "./blocks.js";

const MESSAGE = "offprint-embed";
const VERSION = 1;
// The limits for a height that a frame may report.
const MIN_HEIGHT = 80;
const MAX_HEIGHT = 20000;

// Applies the height that a frame reports.
export function resizeFrame({ source, data }) {
  if (!source || !data || typeof data !== "object" || data.type !== MESSAGE || data.version !== VERSION) return;
  if (!Number.isInteger(data.height)) return;
  for (const frame of document.querySelectorAll("iframe[data-offprint]")) {
    // A sandboxed frame has no origin, but its window identifies it.
    if (frame.contentWindow === source) {
      frame.style.height = `${Math.min(Math.max(data.height, MIN_HEIGHT), MAX_HEIGHT)}px`;
    }
  }
}

// Fills the page `embed.html` with the element that the fragment of its address describes.
export function fillFrame() {
  const requested = new URLSearchParams(location.hash.slice(1));
  const page = new URL(requested.get("src") || "", location.href);
  const root = new URL("./", location.href).href;
  // Only pages of the site itself are shown.
  if (!page.href.startsWith(root)) return;
  const path = page.pathname.slice(new URL(root).pathname.length);
  const name = path.includes(`${SECTIONS}/`) ? "offprint-list" : "offprint-article";
  const attributes = { src: root + path, root: "../".repeat(path.split("/").length - 1), open: "" };
  for (const key of ["bundle", "month", "edition", "theme", "newsroom"]) attributes[key] = requested.get(key);
  const link = make("a", { href: root + path, target: "_blank", rel: "noopener noreferrer" }, hostOf(root));
  document.body.replaceChildren(make(name, attributes, make("p", null, link)));
  if (parent === self || !self.ResizeObserver) return;
  let sent;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // The message holds only a number, so any host may receive it.
    if (height !== sent) parent.postMessage({ type: MESSAGE, version: VERSION, height }, "*");
    sent = height;
  }).observe(document.body);
}
