// Renders the body of an article to the same elements as the reader's components in src/article. A test compares the
// two.

import { ARTICLES, EMBED_WORDS, LINK_SCHEMES } from "offprint:constants";
import { hostOf } from "../lib/address.js";
import { directionOf, inLanguage } from "../lib/language.js";
import { digits, message } from "../lib/messages.js";

// Makes an element with these attributes. Strings among its children stay text, whatever they look like.
export function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ""));
  return made;
}

// Returns an address if it may become a link.
function safe(address) {
  try {
    return LINK_SCHEMES.includes(new URL(address).protocol.slice(0, -1)) ? address : undefined;
  } catch {
    return undefined;
  }
}

// Returns every string in some JSON: blocks newer than this script are shown as plain text.
function textIn(value) {
  if (typeof value === "string") return value;
  if (!value || typeof value !== "object") return "";
  return Object.values(value).map(textIn).filter(Boolean).join(" ");
}

// Renders the text of an article. `root` is the root of its site, `main` the main language there. `pictures` collects
// each picture with its element, to be filled when it comes near the screen.
export class Writer {
  constructor(article, root, main) {
    Object.assign(this, { root, main, pictures: [] });
    this.words = inLanguage(EMBED_WORDS, article.language);
  }

  digits(text) {
    return digits(this.words, text);
  }

  inlines(inlines) {
    return (inlines || []).map((inline) => this.inline(inline));
  }

  inline(inline) {
    if (typeof inline === "string") return inline;
    const [[kind, value] = []] = Object.entries(inline);
    switch (kind) {
      case "emphasis":
        return make("em", null, this.inlines(value));
      case "strong":
        return make("strong", null, this.inlines(value));
      case "strikethrough":
        return make("s", null, this.inlines(value));
      case "superscript":
        return make("sup", null, this.inlines(value));
      case "subscript":
        return make("sub", null, this.inlines(value));
      case "code":
        return make("code", { dir: "ltr" }, value);
      case "speech":
        return make("q", null, this.inlines(value.content));
      case "link":
        return this.link(value);
      case "footnote_reference": {
        const attributes = { href: `#footnote-${value}`, id: `reference-${value}`, role: "doc-noteref" };
        return make("sup", { class: "footnote-reference" }, make("a", attributes, this.digits(value)));
      }
      case "foreign": {
        const { language } = value;
        return make("span", { lang: language, dir: directionOf(language) }, this.inlines(value.content));
      }
      case "line_break":
        return make("br");
      default:
        return textIn(value);
    }
  }

  link({ target, content }) {
    const inside = this.inlines(content);
    if (target.article) return make("a", { href: this.article(target.article), rel: "noreferrer" }, inside);
    if (target.fragment !== undefined) return make("a", { href: `#${target.fragment}` }, inside);
    return this.file(target.address, inside) || this.away(target.address, inside);
  }

  // Links to a file of the site, which is named from the article's page. The fragment is the name for saving it.
  file(address, inside) {
    const [, path, name] = /^(?:\.\.\/)+([^#:]+)(?:#(.*))?$/.exec(address) || [];
    const end = name === undefined ? "" : `#${name}`;
    return path && make("a", { href: `${this.root}${path}${end}`, download: name, rel: "external noreferrer" }, inside);
  }

  away(address, ...content) {
    const href = safe(address);
    return href ? make("a", { href, rel: "external noreferrer" }, content) : content;
  }

  article({ slug, language, fragment }) {
    const folder = language === this.main ? "" : `${encodeURIComponent(language)}/`;
    const end = fragment ? `#${fragment}` : "";
    return `${this.root}${folder}${ARTICLES}/${encodeURIComponent(slug)}/${end}`;
  }

  blocks(blocks) {
    return (blocks || []).map((block) => this.block(block));
  }

  block(block) {
    const [[kind, value] = []] = Object.entries(block);
    const known = Object.prototype.hasOwnProperty.call(BLOCKS, kind) && BLOCKS[kind];
    return known ? known(this, value) : make("p", null, textIn(value));
  }

  // Renders a lone paragraph, or one before a nested list, without the space around a paragraph.
  item(content) {
    const [first, second] = content;
    const isList = second && second.list;
    if (first && first.paragraph && (content.length === 1 || (content.length === 2 && isList))) {
      return [this.inlines(first.paragraph), isList ? BLOCKS.list(this, second.list) : undefined];
    }
    return this.blocks(content);
  }

  image(picture) {
    const [widest] = picture.renditions || [];
    if (!widest) return undefined;
    const { width, height } = widest;
    const image = make("img", { width, height, alt: picture.alternative || "" });
    this.pictures.push([image, picture]);
    return image;
  }

  elsewhere(picture) {
    const alternative = picture.alternative || "";
    if (picture.address) {
      const line = message(this.words, "picture_elsewhere", hostOf(picture.address));
      return make("p", { class: "stand-in" }, `${alternative} `, this.away(picture.address, line));
    }
    return alternative ? make("p", { class: "stand-in" }, alternative) : undefined;
  }

  caption({ caption, credit }) {
    if (!(caption && caption.length) && !credit) return undefined;
    const small = credit && [" ", make("small", null, credit)];
    return make("figcaption", null, this.inlines(caption), small);
  }

  figure(picture) {
    return make("figure", null, this.image(picture) || this.elsewhere(picture), this.caption(picture));
  }

  speaker({ name, role }) {
    return make("footer", { class: "speaker" }, make("cite", null, name), role && make("span", { class: "role" }, role));
  }

  open(provider, address) {
    if (!address) return undefined;
    const line = message(this.words, "open_on", provider || hostOf(address));
    return make("p", { class: "card-open" }, this.away(address, line));
  }

  date(date) {
    return date && make("time", { datetime: date.iso }, date.text);
  }

  duration(seconds) {
    const two = (number) => this.digits(`${number}`.padStart(2, "0"));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const rest = two(seconds % 60);
    return hours ? `${this.digits(hours)}:${two(minutes)}:${rest}` : `${this.digits(minutes)}:${rest}`;
  }

  recording(kind, { title, provider, address, seconds, poster, description }) {
    const shown = poster && [this.image(poster) || this.elsewhere(poster), this.caption(poster)];
    const line = [this.words[kind], provider, seconds === undefined ? undefined : this.duration(seconds)];
    return make(
      "figure",
      { class: `card ${kind}` },
      shown,
      make("p", { class: "meta" }, line.filter(Boolean).map((part) => make("span", null, part))),
      title && make("p", { class: "card-title" }, title),
      this.blocks(description),
      this.open(provider, address),
    );
  }

  box(kind, name, { title, content }) {
    const label = title || name;
    const attributes = { class: `box ${kind}`, "aria-label": label };
    return make("aside", attributes, make("p", { class: "box-title" }, label), this.blocks(content));
  }

  cell(table, name, column, cell, attributes) {
    const alignment = (table.alignments || [])[column];
    const known = alignment === "center" || alignment === "end" ? alignment : undefined;
    return make(name, { ...attributes, class: known }, this.inlines(cell));
  }
}

// The renderers of blocks, by their names in a bundle.
const BLOCKS = {
  paragraph: (writer, content) => make("p", null, writer.inlines(content)),
  heading: (writer, { level, identifier, content }) =>
    make(`h${Math.min(Math.max(level, 2), 4)}`, { id: identifier }, writer.inlines(content)),
  quotation: (writer, { content, speaker, address }) =>
    make(
      "blockquote",
      { class: "quotation", cite: address },
      writer.blocks(content),
      speaker && !speaker.in_text ? writer.speaker(speaker) : undefined,
      writer.open(undefined, address),
    ),
  pull_quote: (writer, { content, speaker }) =>
    make(
      "aside",
      { class: "pull-quote" },
      make("p", null, writer.inlines(content)),
      speaker && writer.speaker(speaker),
    ),
  list: (writer, { start, items }) => {
    const lines = items.map((item) => make("li", null, writer.item(item)));
    return start === undefined ? make("ul", null, lines) : make("ol", start === 1 ? null : { start }, lines);
  },
  picture: (writer, picture) => writer.figure(picture),
  gallery: (writer, { pictures, caption }) =>
    make(
      "figure",
      { class: "gallery" },
      make("div", { class: "gallery-pictures" }, pictures.map((picture) => writer.figure(picture))),
      caption && make("figcaption", null, writer.inlines(caption)),
    ),
  video: (writer, recording) => writer.recording("video", recording),
  audio: (writer, recording) => writer.recording("audio", recording),
  post: (writer, { provider, author, handle, date, content, address }) =>
    make(
      "figure",
      { class: "card post" },
      make(
        "p",
        { class: "meta" },
        author && make("cite", null, author),
        handle && make("span", { dir: "ltr" }, handle),
        make("span", null, provider || writer.words.post),
        writer.date(date),
      ),
      make("blockquote", null, writer.blocks(content)),
      writer.open(provider, address),
    ),
  table: (writer, table) => {
    const { caption, header, rows } = table;
    const heads = (header || []).map((cell, column) =>
      cell.length ? writer.cell(table, "th", column, cell, { scope: "col" }) : make("td"));
    const named = caption && make("caption", null, writer.inlines(caption));
    const label = (named && named.textContent) || writer.words.table;
    const cells = (row) => row.map((cell, column) => writer.cell(table, "td", column, cell));
    const lines = rows.map((row) => make("tr", null, cells(row)));
    const head = heads.length ? make("thead", null, make("tr", null, heads)) : undefined;
    const inside = make("table", null, named, head, make("tbody", null, lines));
    return make("div", { class: "table", tabindex: 0, role: "region", "aria-label": label }, inside);
  },
  code: (writer, { language, text }) =>
    make(
      "pre",
      { dir: "ltr", tabindex: 0, role: "region", "aria-label": writer.words.code },
      make("code", { "data-language": language }, text),
    ),
  context: (writer, aside) => writer.box("context", writer.words.background, aside),
  note: (writer, aside) => writer.box("note", writer.words.note, aside),
  footnote: (writer, { label, content }) => {
    const number = writer.digits(label);
    const name = message(writer.words, "back_to_text", number);
    const back = make("a", { href: `#reference-${label}`, role: "doc-backlink", "aria-label": name }, number);
    const attributes = { class: "footnote", id: `footnote-${label}`, role: "note" };
    return make("div", attributes, back, make("div", null, writer.item(content)));
  },
  fold_out: (writer, { summary, content }) =>
    make("details", { class: "fold-out" }, make("summary", null, writer.inlines(summary)), writer.blocks(content)),
  key_points: (writer, { title, points }) => {
    const label = title || writer.words.key_points;
    return make(
      "section",
      { class: "box key-points", "aria-label": label },
      make("p", { class: "box-title" }, label),
      make("ul", null, points.map((point) => make("li", null, writer.item(point)))),
    );
  },
  questions_and_answers: (writer, pairs) => {
    const one = ({ question, answer }) =>
      make(
        "div",
        { class: "question" },
        make("p", { class: "question-text" }, writer.inlines(question)),
        writer.blocks(answer),
      );
    return make("div", { class: "questions" }, pairs.map(one));
  },
  timeline: (writer, entries) => {
    const one = ({ when, content }) =>
      make(
        "li",
        null,
        make("p", { class: "timeline-when" }, writer.inlines(when)),
        make("div", null, writer.item(content)),
      );
    return make("ol", { class: "timeline" }, entries.map(one));
  },
  live_entry: (writer, { date, title, content }) =>
    make(
      "div",
      { class: "live-entry" },
      date && make("p", { class: "meta" }, writer.date(date)),
      title && make("h2", null, title),
      writer.blocks(content),
    ),
  divider: () => make("hr"),
};
