// Defines the elements. Until the reader opens one, it lies over the quotation that it replaces, so that nothing moves.

import { ARTICLES, EMBED_WORDS, MEDIA_FOLDER, SECTIONS } from "offprint:constants";
import style from "../../style/embed/element.css" with { type: "text" };
import { hostOf } from "../lib/address.js";
import { directionOf, inLanguage } from "../lib/language.js";
import { ELEMENT, message } from "../lib/messages.js";
import { Writer, make } from "./blocks.js";
import { bundle, isHash, pause, proven } from "./files.js";
import { newestEntry, newestOfSection } from "./news.js";
import { compiled } from "./newest.js";

const TYPES = { gif: "image/gif", jpg: "image/jpeg", png: "image/png", webp: "image/webp" };

// The time for which news may delay proven text, in milliseconds.
const NEWS_TIMEOUT = 4000;

// The distance below the screen at which an element or a picture begins to load.
const LOAD_MARGIN = "400px";

const sheet = styleSheet();
const dark = self.matchMedia && matchMedia("(prefers-color-scheme: dark)");

// Makes a style sheet, which the host's policy for styles does not affect.
function styleSheet() {
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(style);
    return made;
  } catch {
    return undefined;
  }
}

// Calls a function once when an element comes near the screen.
function whenNear(element, root, call) {
  if (!self.IntersectionObserver) return call();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    call();
  }, { rootMargin: LOAD_MARGIN });
  observer.observe(element);
}

class Embedded extends HTMLElement {
  static get observedAttributes() {
    return ["theme"];
  }

  connectedCallback() {
    this.updateTheme = () => this.colour();
    if (dark && dark.addEventListener) dark.addEventListener("change", this.updateTheme);
    // Without https, browsers cannot compute hashes, and unchecked text is not shown.
    if (this.state || !self.crypto || !crypto.subtle || !this.attachShadow) return;
    this.setState("waiting");
    whenNear(this, this, () => this.start());
  }

  disconnectedCallback() {
    if (dark && dark.removeEventListener) dark.removeEventListener("change", this.updateTheme);
  }

  attributeChangedCallback() {
    this.colour();
  }

  // Publishes the state for the host's own styles and scripts.
  setState(state) {
    this.state = state;
    this.setAttribute("data-state", state);
  }

  async start() {
    try {
      const pages = this.pages();
      const place = pages.length && this.place(pages[0].path);
      if (!place) throw new Error("no address of an article");
      await this.load(pages.map((page) => page.root), place, pages[0]);
    } catch {
      // The quotation stays and says all that is known.
      if (this.state === "waiting") this.setState("kept");
    }
  }

  // Returns the addresses in `src`, each with the root of its site and the path below.
  pages() {
    const up = this.getAttribute("root") || "../../";
    if (!/^(\.\.\/)+$/.test(up)) return [];
    const pages = [];
    for (const part of (this.getAttribute("src") || "").split(/\s+/).filter(Boolean)) {
      try {
        const page = new URL(part, document.baseURI);
        const root = new URL(up, page).href;
        const href = page.origin + page.pathname;
        if (/^https?:$/.test(page.protocol) && href.startsWith(root)) pages.push({ root, href, path: href.slice(root.length) });
      } catch {
        // Not an address.
      }
    }
    return pages;
  }

  // Returns the language and the slug or section in a path such as `ru/articles/name/`.
  place(path) {
    const parts = path.split("/");
    const language = parts.length === 4 ? parts.shift() : undefined;
    const [folder, key, rest] = parts;
    if (parts.length !== 3 || folder !== this.folder || !key || rest) return undefined;
    return { language, key: decodeURIComponent(key) };
  }

  // Shows content in place of the quotation.
  show(label, language, ...content) {
    const root = this.shadowRoot || this.attachShadow({ mode: "open" });
    if (!this.frame) root.addEventListener("click", (event) => this.follow(event));
    const attributes = { class: "offprint", role: "region", "aria-label": label, lang: language, dir: directionOf(language) };
    this.frame = make("div", attributes, content);
    const parts = [this.frame, make("div", { class: "reserve" }, make("slot"))];
    if (sheet && root.adoptedStyleSheets) {
      root.adoptedStyleSheets = [sheet];
    } else {
      parts.unshift(make("style", null, style));
    }
    root.replaceChildren(...parts);
    if (!sheet && !parts[0].sheet) {
      // The host's policy allows no style. Without one, the content would cover the quotation.
      root.replaceChildren(make("slot"));
      throw new Error("no style");
    }
    const size = parseFloat(getComputedStyle(this).fontSize) || 16;
    this.frame.style.setProperty("--rem", `${Math.max(size, 16)}px`);
    this.colour();
  }

  // Applies the requested theme, or else the host's own colours around the element.
  colour() {
    if (!this.frame) return;
    const asked = this.getAttribute("theme");
    this.frame.classList.toggle("dark", asked === "dark" || (asked !== "light" && this.isInTheDark()));
  }

  isInTheDark() {
    let scheme = getComputedStyle(this).colorScheme || "normal";
    const meta = document.querySelector("meta[name=color-scheme]");
    if (scheme === "normal" && meta) scheme = meta.content;
    if (!/\bdark\b/.test(scheme)) return false;
    return !/\blight\b/.test(scheme) || !!(dark && dark.matches);
  }

  // Follows links inside the shadow root, where browsers do not look for the target.
  follow(event) {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    const target = link && this.shadowRoot.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!link) return;
    event.preventDefault();
    if (!target) return;
    if (!target.matches("a[href]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }
}

// Shows an article.
export class EmbeddedArticle extends Embedded {
  get folder() {
    return ARTICLES;
  }

  async load(roots, place, page) {
    const attribute = (name) => this.getAttribute(name) || "";
    const pin = { bundle: attribute("bundle"), month: attribute("month"), edition: Number(attribute("edition")) || 0 };
    const context = { roots, key: attribute("key"), place, page, pin };
    // If no source answers although the newest edition must be proven, an attacker may be withholding it.
    const silence = async () => ({ isStale: !!context.key && (await compiled()) });
    const newest = newestEntry(context).catch(silence);
    let article = await bundle(roots, pin.bundle).catch(() => undefined);
    if (article && article.slug !== place.key) article = undefined;
    const found = await Promise.race(article ? [newest, pause(NEWS_TIMEOUT)] : [newest]);
    await this.present(context, article, found || {});
    if (!found) await this.present(context, article, await newest);
  }

  // Shows the embedded text, its newest version, or that it is gone.
  async present(context, article, { entry, gone, newsroom, main, isStale, roots = context.roots }) {
    const { pin } = context;
    const name = newsroom || this.getAttribute("newsroom") || hostOf(roots[0]);
    if (gone) return this.showGone(context, name, undefined, article);
    const isOther = entry && entry.bundle.hash !== pin.bundle;
    const shown = entry && (isOther || !article) ? await bundle(roots, entry.bundle.hash) : article;
    if (!shown) throw new Error("nothing is proven");
    if (shown.withdrawn !== undefined) return this.showGone(context, name, shown, shown);
    // An open text is not replaced while the reader reads it.
    if (this.state === "open" || (this.state === "shown" && !isOther && !isStale)) return;
    this.write({ ...context, roots, main, name, isStale }, shown, isOther && !!article);
  }

  // Shows that the text is gone or withdrawn.
  showGone({ page }, name, withdrawn, { language } = { language: "en" }) {
    const words = inLanguage(EMBED_WORDS, language);
    const line = withdrawn ? because(words, "withdrawn", withdrawn.withdrawn) : words.gone;
    const kicker = make("p", { class: "kicker" }, this.link(page.root, name));
    const headline = withdrawn && make("h2", { class: "headline" }, this.link(page.href, withdrawn.headline));
    const content = make("article", { class: "article" }, kicker, headline, make("p", { class: "standing" }, line));
    this.show(withdrawn ? withdrawn.headline : name, language, content);
    this.setState("withdrawn");
  }

  write({ roots, page, place, main, name, isStale }, article, isChanged) {
    const { language, headline } = article;
    const writer = new Writer(article, page.root, main || (place.language ? undefined : language));
    const words = writer.words;
    const notes = [];
    if (isChanged) notes.push(words.changed);
    if (article.outdated !== undefined) notes.push(because(words, "outdated", article.outdated));
    const lead = (article.lead || []).length ? make("p", { class: "lead" }, writer.inlines(article.lead)) : undefined;
    const authors = (article.authors || []).map(({ name, role }) => (role ? `${name} (${role})` : name)).join(", ");
    const byline = [
      authors && make("span", { class: "authors" }, message(words, "by", authors)),
      writer.date(article.published),
      article.updated && make("span", null, around(words, "updated", writer.date(article.updated))),
    ];
    const head = make(
      "header",
      { class: "article-head" },
      make("p", { class: "kicker" }, this.link(page.root, name)),
      make("h2", { class: "headline" }, this.link(page.href, headline)),
      notes.map((note) => make("p", { class: "standing" }, note)),
      isStale ? make("p", { class: "meta stale" }, words.stale) : undefined,
      lead,
      make("p", { class: "meta byline" }, byline),
    );
    const text = make(
      "div",
      { class: "text", id: "text", tabindex: -1 },
      article.picture && writer.figure(article.picture),
      make("div", { class: "body" }, writer.blocks(article.body)),
      notesAfter(writer, article),
    );
    const button = make("button", { type: "button", class: "button", "aria-controls": "text" });
    const fade = make("div", { class: "fade" }, button);
    this.show(headline, language, make("article", { class: "article" }, head, text), fade);
    Object.assign(this, { text, button, fade, words, roots, pictures: writer.pictures });
    button.onclick = () => {
      this.setOpen(this.state !== "open");
      (this.state === "open" ? text : button).focus({ preventScroll: true });
      if (this.state !== "open") this.scrollIntoView({ block: "nearest" });
    };
    this.setOpen(this.hasAttribute("open"));
    if (self.ResizeObserver) new ResizeObserver(() => this.fit()).observe(this);
  }

  // Opens the article in place, or closes it.
  setOpen(isOpen) {
    this.setState(isOpen ? "open" : "shown");
    this.frame.classList.toggle("open", isOpen);
    this.button.textContent = isOpen ? this.words.show_less : this.words.read_here;
    this.button.setAttribute("aria-expanded", isOpen);
    this.fit();
    if (isOpen) this.fetchPictures();
  }

  // Makes hidden text unreachable for the keyboard, and removes the button if nothing is hidden.
  fit() {
    const isOpen = this.state === "open";
    const isCut = !isOpen && this.frame.scrollHeight > this.frame.clientHeight + 1;
    this.fade.hidden = !isCut && (!isOpen || this.hasAttribute("open"));
    this.text.toggleAttribute("inert", isCut);
    if (!isOpen && !isCut) this.fetchPictures();
  }

  fetchPictures() {
    for (const [image, picture] of this.pictures.splice(0)) {
      whenNear(image, this, () => this.fetchPicture(image, picture.renditions));
    }
  }

  async fetchPicture(image, renditions) {
    const width = image.clientWidth * (self.devicePixelRatio || 1);
    const chosen = renditions.filter((rendition) => rendition.width >= width).pop() || renditions[0];
    const { hash, extension } = chosen;
    const missing = () => image.replaceWith(...(image.alt ? [make("p", { class: "stand-in" }, image.alt)] : []));
    try {
      if (!isHash(hash) || !TYPES[extension]) throw new Error("no picture");
      const bytes = await proven(this.roots, `${MEDIA_FOLDER}${hash}.${extension}`, hash);
      const url = URL.createObjectURL(new Blob([bytes], { type: TYPES[extension] }));
      image.onload = () => URL.revokeObjectURL(url);
      // The host's policy may forbid such addresses.
      image.onerror = missing;
      image.src = url;
    } catch {
      missing();
    }
  }

  link(href, text) {
    return make("a", { href, rel: "noopener noreferrer" }, text);
  }
}

// Returns a message around one element.
function around(words, name, element) {
  const [before, after] = message(words, name, ELEMENT).split(ELEMENT);
  return [before, element, after];
}

// Returns a message on what happened to an article, with the newsroom's reason if there is one.
function because(words, name, reason) {
  return reason ? message(words, `${name}_because`, reason) : words[name];
}

// Renders the corrections and sources of an article.
function notesAfter(writer, article) {
  const words = writer.words;
  const group = (title, name, lines) =>
    lines.length
      ? make("section", { class: name }, make("h2", { class: "small-title" }, title), make("ul", null, lines))
      : undefined;
  const corrections = (article.corrections || []).map(({ date, content }) => {
    const when = date && [make("span", { class: "meta" }, writer.date(date)), " "];
    return make("li", null, when, writer.inlines(content));
  });
  const sources = (article.sources || []).map(({ name, address }) =>
    make("li", null, address ? writer.away(address, name) : name));
  const groups = [group(words.corrections, "corrections", corrections), group(words.sources, undefined, sources)];
  return groups.some(Boolean) ? make("footer", { class: "facts" }, groups) : undefined;
}

// Shows the newest articles of a section.
export class EmbeddedList extends Embedded {
  get folder() {
    return SECTIONS;
  }

  async load(roots, place, page) {
    const context = { roots, key: this.getAttribute("key"), place };
    const { newsroom, language, name, entries, isStale } = await newestOfSection(context);
    const folder = place.language ? `${place.language}/` : "";
    const link = (href, text) => make("a", { href, rel: "noopener noreferrer" }, text);
    const lines = entries.map(({ slug, headline, published }) => {
      const href = `${page.root}${folder}${ARTICLES}/${encodeURIComponent(slug)}/`;
      const date = published && make("time", { class: "meta", datetime: published.iso }, published.text);
      return make("li", null, link(href, headline), date);
    });
    this.show(
      `${name} — ${newsroom}`,
      language,
      make("p", { class: "kicker" }, link(page.root, newsroom)),
      make("h2", { class: "headline" }, link(page.href, name)),
      isStale ? make("p", { class: "meta stale" }, inLanguage(EMBED_WORDS, language).stale) : undefined,
      make("ul", { class: "entries" }, lines),
    );
    this.frame.classList.add("list");
    this.frame.tabIndex = 0;
    this.setState("shown");
  }
}
