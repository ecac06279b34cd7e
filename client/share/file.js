// Makes a portable edition from the open edition, with the form and templates of `offprint pack`.

import { LANGUAGES, MEDIA_FOLDER, SHARE_WORDS } from "offprint:constants";
import { PORTABLE_FILES } from "offprint:parts";
import own from "../../style/portable.css" with { type: "text" };
import { text } from "../lib/bytes.js";
import { fill } from "../lib/html.js";
import { directionOf, inLanguage } from "../lib/language.js";
import { ELEMENT, message } from "../lib/messages.js";
import { writeArchive } from "./archive.js";
import { deflate, toBase64 } from "./encoding.js";
import { bundlePath, fileOf } from "./gather.js";
import scripts from "./templates/app.html" with { type: "text" };
import cover from "./templates/cover.html" with { type: "text" };
import edition from "./templates/edition.html" with { type: "text" };
import end from "./templates/end.html" with { type: "text" };
import line from "./templates/line.html" with { type: "text" };
import list from "./templates/list.html" with { type: "text" };
import part from "./templates/part.html" with { type: "text" };
import top from "./templates/top.html" with { type: "text" };

// Loads the messages of the app in the languages of the papers.
const wordsFor = async (reader, papers) => {
  const script = document.querySelector("script[type=module][src]")?.getAttribute("src").split("/").pop() ?? "words.js";
  const languages = papers.map(({ masthead }) => masthead.language.split("-")[0]);
  const spoken = languages.map((name) => (LANGUAGES.includes(name) ? name : LANGUAGES[0]));
  const file = async (name) => [`words.${name}.txt`, await reader.appFile(script.replace(".js", `.${name}.txt`))];
  return Promise.all([...new Set(spoken)].map(file));
};

// Loads the scripts and the wasm of the app, with the parts that a file needs. A portable edition carries the files of a
// site unchanged.
const appOf = async (reader) => {
  const element = (wasm) => (name, position) => fill(part, { name, wasm: wasm[position] });
  const withParts = (app, wasm) => ({ ...app, parts: PORTABLE_FILES.map(element(wasm)).join("") });
  const carried = (id) => document.getElementById(id)?.textContent;
  if (carried("offprint-script")) {
    const app = { share: carried("offprint-share"), script: carried("offprint-script"), wasm: carried("offprint-wasm") };
    return withParts(app, PORTABLE_FILES.map((name) => carried(`offprint-part-${name}`)));
  }
  const name = document.querySelector("script[type=module][src]").getAttribute("src").split("/").pop();
  const packed = async (ending) => toBase64(await deflate(await reader.appFile(name.replace(/js$/, ending))));
  const share = text(await reader.appFile(import.meta.url.split("/").pop()));
  const script = text(await reader.appFile(name));
  const wasm = await packed("wasm");
  return withParts({ share, script, wasm }, await Promise.all(PORTABLE_FILES.map((file) => packed(`${file}.wasm`))));
};

const MEDIA_TYPES = { jpg: "jpeg" };

// Renders the HTML of an article with its pictures inside.
export const articleOf = async (reader, entry, one, withPictures) => {
  const { path, bundle } = entry;
  const html = await reader.article(path, bundle.hash, bundle.bytes, withPictures, one);
  if (!html) throw new Error(`no ${path}`);
  let whole = html;
  const pictures = renditionsIn(text(await fileOf(reader, bundlePath(bundle), bundle)));
  for (const [mark, hash] of html.matchAll(/<img data-hash="([0-9a-f]{64})" src=""/g)) {
    const address = await pictureOf(reader, pictures.get(hash));
    // If a picture is missing, the article is rendered with text in place of all pictures.
    if (!address) return articleOf(reader, entry, one, false);
    whole = whole.replaceAll(mark, `${mark.slice(0, -1)}${address}"`);
  }
  return whole;
};

const renditionsIn = (article) => {
  const found = new Map();
  JSON.parse(article, (_, value) => {
    if (value?.hash && value.extension) found.set(value.hash, value);
    return value;
  });
  return found;
};

// Returns a picture as a data address.
const pictureOf = async (reader, { hash, extension, bytes }) => {
  const picture = /^[a-z0-9]+$/.test(extension) && await reader.file(`${MEDIA_FOLDER}${hash}.${extension}`, hash, bytes);
  return picture && `data:image/${MEDIA_TYPES[extension] ?? extension};base64,${await toBase64(picture)}`;
};

const nameOf = (text) => `${text.split(/[^\p{L}\p{N}-]+/u).filter(Boolean).join("-")}.html`;

// The app computes the hash, because browsers cannot without https.
const sourceOf = async (reader, text) => `'sha256-${await toBase64(reader.hash(new TextEncoder().encode(text)))}'`;

// Makes a portable edition, as `offprint pack` does.
export const makeFile = async (reader, one, gathered, { edition: number, pictures, neutral }) => {
  const { papers } = gathered;
  const files = [...gathered.files];
  const [{ masthead, entries, date, front }] = papers;
  const words = inLanguage(SHARE_WORDS, masthead.language);
  // The app cannot find articles that no list has, and articles are readable without it.
  const app = !one && papers.every(({ isListed }) => isListed) ? await appOf(reader) : undefined;
  if (app) files.push(...(await wordsFor(reader, papers)));
  const style = document.getElementById("offprint-style").textContent;
  const title = one ? `${entries[0].headline} — ${masthead.title}` : masthead.title;
  const parts = [];
  const index = [];
  const known = new Set();
  let length = 0;
  const push = (text) => {
    const part = new Blob([text]);
    parts.push(part);
    length += part.size;
  };
  push(fill(top, {
    language: masthead.language,
    direction: directionOf(masthead.language),
    first: front,
    neutral: neutral ? "neutral" : "",
    styles: `${await sourceOf(reader, style)} ${await sourceOf(reader, own)}`,
    scripts: app && `${await sourceOf(reader, app.share)} ${await sourceOf(reader, app.script)}`,
    title: neutral ? words.neutral : title,
    style,
    own,
  }));
  if (!one) push(coverOf(papers, words));
  for (const entry of papers.flatMap((paper) => paper.entries)) {
    const html = await articleOf(reader, entry, !app, pictures);
    for (const { 0: mark, 1: hash, index: at } of html.matchAll(/<img data-hash="([0-9a-f]{64})" src="[^"]*?;base64,/g)) {
      // Each picture is indexed once.
      if (known.has(hash)) continue;
      known.add(hash);
      const start = length + new Blob([html.slice(0, at + mark.length)]).size;
      index.push(`picture ${hash} ${start} ${start + html.indexOf('"', at + mark.length) - at - mark.length}`);
    }
    push(html);
  }
  const archive = await toBase64(await deflate(await writeArchive(files)));
  const carried = fill(edition, { archive });
  const start = length + carried.indexOf(archive);
  index.unshift(`edition ${start} ${start + archive.length}`);
  push(carried);
  if (app) push(fill(scripts, app));
  push(fill(end, {}));
  push(`<!--offprint-index\n${index.map((line) => `${line}\n`).join("")}-->\n<!--offprint-end ${length}-->\n`);
  const day = date?.iso.slice(0, 10) ?? "";
  const name = neutral ? `pages-${number}` : one ? entries[0].slug : `${masthead.title} ${day}`;
  return new File(parts, nameOf(name), { type: "text/html" });
};

const coverOf = (papers, words) => {
  const [{ masthead, date, front }] = papers;
  const lists = papers.map((paper) => {
    const { language, title } = paper.masthead;
    const lines = paper.entries.map(({ path, headline, published }) =>
      fill(line, { path, headline, iso: published?.iso, date: published?.text }));
    return fill(list, { language, direction: directionOf(language), paper: title, lines: lines.join("") });
  });
  const [before, after] = message(words, "newest", ELEMENT).split(ELEMENT);
  return fill(cover, {
    first: front,
    paper: masthead.title,
    carried: words.carried,
    before,
    iso: date?.iso,
    date: date?.text,
    after,
    lists: lists.join(""),
  });
};
