// Offers the snippets with which other pages embed an article. `embed::snippets` makes the same from the same
// templates.

import { CARD_HEIGHT, EMBED_FOLDER, EMBED_FRAME, SHARE_WORDS } from "offprint:constants";
import { hostOf } from "../lib/address.js";
import { escape, fill } from "../lib/html.js";
import { directionOf, inLanguage } from "../lib/language.js";
import { message } from "../lib/messages.js";
import { button, check, copyText, dialog, element, warningOf, words } from "./dialog.js";
import { articleOf } from "./file.js";
import { gather, manifestOf } from "./gather.js";
import elementTemplate from "./templates/element.html" with { type: "text" };
import frameTemplate from "./templates/frame.html" with { type: "text" };
import closingTemplate from "./templates/quotation-closing.html" with { type: "text" };
import openingTemplate from "./templates/quotation-opening.html" with { type: "text" };
import scriptTemplate from "./templates/script.html" with { type: "text" };

// The elements that any host allows and that need no style.
const BLOCKS = "p h3 h4 ul ol li blockquote pre table tr".split(" ");
const PLAIN = [...BLOCKS, ..."em strong s sub sup code a br th td".split(" ")];
const REPLACEMENTS = { h2: "h3", figcaption: "p", summary: "p" };

// Returns the text of an article in plain elements with absolute addresses.
const wholeText = (html, page) => {
  const body = new DOMParser().parseFromString(html, "text/html").querySelector(".body");
  const plain = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return escape(node.data);
    const inside = [...node.childNodes].map(plain).join("");
    const name = REPLACEMENTS[node.localName] ?? node.localName;
    if (!PLAIN.includes(name)) return inside;
    if (name === "br") return "<br>";
    const href = name === "a" && node.getAttribute("href");
    const address = href && (href.startsWith("#") ? page : new URL(href, page).href);
    const end = BLOCKS.includes(name) ? "\n" : "";
    return `<${name}${address ? ` href="${escape(address)}" rel="noopener noreferrer"` : ""}>${inside}</${name}>${end}`;
  };
  return [...body.childNodes].map(plain).join("");
};

// Makes the snippets of the open article.
const snippetsOf = async (reader) => {
  const state = reader.state();
  const head = JSON.parse(state.head);
  const manifest = await manifestOf(reader, head);
  const { papers } = await gather(reader, manifest, "article", state);
  const [{ masthead, entries: [entry], front }] = papers;
  const { language, title: newsroom } = masthead;
  const { headline, published } = entry;
  const roots = [manifest.address ?? state.root, ...(manifest.mirrors ?? [])];
  const page = roots[0] + entry.path;
  const values = {
    page,
    language,
    direction: directionOf(language),
    headline,
    lead: entry.lead,
    newsroom,
    iso: published?.iso,
    date: published?.text,
    // Some dates end with a point.
    stop: published?.text.endsWith(".") ? "" : ".",
    link: message(inLanguage(SHARE_WORDS, language), "open_on", hostOf(page)),
  };
  const opening = fill(openingTemplate, values);
  const closing = fill(closingTemplate, values);
  const quotation = opening + closing;
  const whole = async () => {
    const text = wholeText(await articleOf(reader, entry, true, false), page);
    // A missing lead is replaced by the beginning of the text, which would then appear twice.
    const isRepeated = text.replace(/<.*?>/g, "").startsWith(escape(entry.lead ?? "").slice(0, 80));
    return (isRepeated ? fill(openingTemplate, { ...values, lead: "" }) : opening) + text + closing;
  };
  const title = `${headline} — ${newsroom}`;
  const path = `${front}${EMBED_FOLDER}/${entry.slug}/`;
  const { embed } = manifest;
  const elementSnippet = embed && fill(elementTemplate, {
    pages: roots.map((root) => root + entry.path).join(" "),
    up: "../".repeat(entry.path.split("/").length - 1),
    key: /^site ([0-9a-f]{64})$/m.exec(head.signed)?.[1],
    month: entry.month,
    bundle: entry.bundle.hash,
    edition: String(head.edition),
    newsroom,
    quotation,
    script: fill(scriptTemplate, { address: roots[0] + embed.path, integrity: embed.integrity }),
  });
  return {
    state,
    masthead,
    quotation,
    whole,
    card: fill(frameTemplate, { address: roots[0] + path, title, height: CARD_HEIGHT }),
    element: elementSnippet,
    frame: `${EMBED_FRAME}#src=${entry.path}&month=${entry.month}&bundle=${entry.bundle.hash}`,
    path,
  };
};

const preview = (address, height, sandbox) => {
  const frame = element("iframe", { src: address, height, loading: "lazy", title: words().preview });
  frame.setAttribute("sandbox", sandbox);
  frame.referrerPolicy = "no-referrer";
  return frame;
};

// Makes a section with a snippet, a button that copies it, and a preview.
const snippetSection = (title, text, shown, say, ...more) => {
  const code = element("textarea", { readOnly: true, value: text, rows: 4, spellcheck: false });
  code.setAttribute("aria-label", title);
  code.dir = "ltr";
  const copy = button(words().copy_snippet, "plain", async () => {
    try {
      await copyText(code.value, code.closest("dialog"));
      say(words().copied);
    } catch {
      // If the browser does not let scripts copy, the reader copies the selection.
      code.select();
      say(words().not_copied);
    }
  });
  const look = element("div", { className: "look" }, shown);
  return { code, look, section: element("section", {}, element("h3", { textContent: title }), code, ...more, element("p", {}, copy), look) };
};

const quotationIn = (html) => document.importNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild, true);

// Offers the snippets with which other pages show the open article.
export const embed = async (reader) => {
  const snippets = await snippetsOf(reader);
  const { state, masthead } = snippets;
  const opened = dialog(words().embed, ...warningOf(masthead.sharing), element("p", { textContent: words().embed_text }));
  opened.made.classList.add("dialog-wide");
  const whole = check(words().whole, false);
  const quotation = snippetSection(words().quotation, snippets.quotation, quotationIn(snippets.quotation), opened.say, whole.label);
  whole.input.onchange = async () => {
    const text = whole.input.checked ? await snippets.whole() : snippets.quotation;
    quotation.code.value = text;
    quotation.look.replaceChildren(quotationIn(text));
  };
  const card = preview(state.root + snippets.path, CARD_HEIGHT, "allow-popups allow-popups-to-escape-sandbox");
  const sections = [quotation, snippetSection(words().card, snippets.card, card, opened.say)];
  if (snippets.element) {
    const shown = preview(state.root + snippets.frame, CARD_HEIGHT, "allow-scripts allow-popups allow-popups-to-escape-sandbox");
    sections.push(snippetSection(words().element, snippets.element, shown, opened.say));
  }
  opened.add(...sections.map(({ section }) => section));
};
