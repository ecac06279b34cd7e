// Making a portable edition out of what is here. It has the form of those that `offprint pack` makes: the templates are the
// same, see pack/file.rs.

// As `reader::embed` does: attributes are in double quotation marks everywhere.
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => String(text).replace(/[&<>"]/g, (mark) => MARKS[mark]);

// A template with what stands in it for each name, as it is.
const fill = (template, values) => template.replace(/\{(\w*)\}/g, (_, name) => values[name] ?? "");

// As `model::Language` does: a script says more than a language.
const directionOf = (language) => {
  const [primary, ...rest] = language.split("-");
  const script = rest.find((subtag) => subtag.length === 4);
  return (script ? RIGHT_TO_LEFT_SCRIPTS.includes(script) : RIGHT_TO_LEFT.includes(primary)) ? "rtl" : "ltr";
};

const wordsOf = (language) => WORDS[language.split("-")[0]] ?? WORDS.en;

// As `messages::Messages` writes numbers, chooses among forms, fills messages and writes sizes.
const digits = (words, text) => {
  const zero = words.digit_zero.codePointAt(0);
  return String(text).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
};
const formOf = (words, number) =>
  Number(words.plural[number < 100 ? number : number % 1e6 ? 100 + (number % 100) : 200]);
const message = (words, name, ...values) => {
  let text = "";
  let skipped = 0;
  for (const part of words[name].match(/\{\d\}|\[\d|[|\]]|[^{[|\]]+/g)) {
    const value = values[part[1]];
    if (part[0] === "[") skipped = 1 + formOf(words, value);
    else if (part === "|") skipped -= 1;
    else if (part === "]") skipped = 0;
    else if (!skipped && part[0] === "{") text += typeof value === "number" ? digits(words, value) : value;
    else if (!skipped) text += part;
  }
  return text;
};
const sizeOf = (words, bytes) => {
  const thousands = Math.ceil(bytes / 1000);
  const [step, unit] = thousands < 1e6 ? [1e5, words.megabytes] : [1e8, words.gigabytes];
  const tenths = Math.ceil(bytes / step);
  const [whole, tenth] = [Math.floor(tenths / 10), tenths % 10];
  const number = whole < 100 ? `${whole}${words.decimal_separator}${tenth}` : whole;
  return thousands < 1000
    ? `${digits(words, thousands)}\u00a0${words.kilobytes}`
    : `${digits(words, number)}\u00a0${unit}`;
};

// Stands for an element in a message.
const ELEMENT = "\ufffc";

// The app hashes, since browsers do not on plain http.
const sourceOf = async (text) => `'sha256-${await textOf(await ask("hash", new TextEncoder().encode(text)))}'`;

const dateOf = (date) => (date ? fill(TEMPLATES.date, { iso: escape(date.iso), text: escape(date.text) }) : "");

const ask = (question, ...given) => offprint.ask(question, given);

const bundlePath = (bundle) => `edition/b/${bundle.hash}.json`;

const fileOf = async (path, reference) => {
  const bytes = await ask("file", path, reference.hash, reference.bytes);
  if (!bytes) throw new Error(`no ${path}`);
  return bytes;
};

const read = (bytes) => JSON.parse(textIn(bytes));

// What is asked for of the edition, by paper: what is kept on the device, or the one article that is on the screen. What the
// reader saved and no list here has, since the edition changed or keeps no lists, comes after the rest.
const gather = async (manifest, scope, state) => {
  const encoder = new TextEncoder();
  const files = new Map([["edition/head.json", encoder.encode(state.head)]]);
  // Whoever opens the file proves the edition with them.
  state.roots.split("\0").filter(Boolean).forEach((root, at) => files.set(`edition/roots/${at + 1}.txt`, encoder.encode(root)));
  const add = async (path, reference) => files.set(path, files.get(path) ?? (await fileOf(path, reference))).get(path);
  const head = JSON.parse(state.head);
  const one = scope === "article";
  const saved = state.saved.map((line) => line.split(" "));
  const fits = (reference) => !one || reference.bytes <= LISTS_OF_ONE;
  if (fits(head.manifest)) await add(`edition/m/${head.manifest.hash}.json`, head.manifest);
  const papers = [];
  for (const [position, paper] of manifest.papers.entries()) {
    const { masthead } = paper;
    const front = position ? `${masthead.language}/` : "";
    const pathOf = (slug) => `${front}articles/${slug}/`;
    const mine = saved.filter(([, language]) => language === masthead.language);
    const wants = ({ slug }) =>
      one ? pathOf(slug) === state.path : scope === "edition" || mine.some(([, , wanted]) => wanted === slug);
    const entries = [];
    for (const month of paper.months) {
      if (one && (month.month !== state.month || !state.path.startsWith(pathOf("").slice(0, -1)))) continue;
      if (!one && !(await ask("kept", month.bundle.hash))) continue;
      const index = await fileOf(bundlePath(month.bundle), month.bundle);
      const before = entries.length;
      for (const entry of read(index).entries) {
        if (!wants(entry) || (!one && !(await ask("kept", entry.bundle.hash)))) continue;
        await add(bundlePath(entry.bundle), entry.bundle);
        entries.push({ ...entry, path: pathOf(entry.slug), month: month.month });
      }
      if (entries.length > before && fits(month.bundle)) files.set(bundlePath(month.bundle), index);
    }
    const listed = entries.length;
    for (const [, , slug, hash, bytes] of scope === "edition" ? [] : mine) {
      if (!wants({ slug }) || entries.some((entry) => entry.slug === slug)) continue;
      const bundle = { hash, bytes: Number(bytes) };
      const { headline, published } = read(await add(bundlePath(bundle), bundle));
      entries.push({ slug, headline, published, bundle, path: pathOf(slug) });
    }
    if (!entries.length) continue;
    for (const list of one ? [] : [paper.topics, paper.places, paper.about]) {
      if (list && (await ask("kept", list.hash))) await add(bundlePath(list), list);
    }
    papers.push({ masthead, date: paper.date ?? manifest.date, entries, front, isListed: listed === entries.length });
  }
  if (!papers.length) throw new Error("nothing is here");
  return { papers, files: [...files] };
};

// The words of the app in the languages of the papers.
const wordsFor = async (papers) => {
  const script = document.querySelector("script[type=module][src]")?.getAttribute("src").split("/").pop() ?? "words.js";
  const languages = papers.map(({ masthead }) => masthead.language.split("-")[0]);
  const spoken = languages.map((name) => (LANGUAGES.includes(name) ? name : LANGUAGES[0]));
  const file = async (name) => [`words.${name}.txt`, await ask("app", script.replace(".js", `.${name}.txt`))];
  return Promise.all([...new Set(spoken)].map(file));
};

// The script and the wasm of the app, for a file.
const appOf = async () => {
  const script = document.getElementById("offprint-script");
  if (script) return { script: script.textContent, wasm: document.getElementById("offprint-wasm").textContent };
  const name = document.querySelector("script[type=module][src]").getAttribute("src").split("/").pop();
  const site = textIn(await ask("app", name)).trimEnd().split("\n");
  const start = /^(.*)\(\{module_or_path:/.exec(site.pop())[1];
  // The line that says where the tools are, which are in the file itself.
  const tools = /"\.\/(.*?)"/.exec(site.pop())[1];
  const source = textIn(await ask("app", tools)).trimEnd().split("\n").slice(0, -1).join("\n");
  const wasm = await textOf(await deflate(await ask("app", name.replace(".js", ".wasm"))));
  return { script: carriedScript(site.join("\n"), source, start), wasm };
};

const carriedScript = (app, tools, start) =>
  [app, tools, BOOT.replace("{start}", () => start)].join("\n").replace(/<\/script/g, "<\\/script").replace(/<!--/g, "<\\!--");

const KINDS = { jpg: "jpeg" };

// The HTML of an article, with its pictures in it.
const articleOf = async (entry, one, withPictures) => {
  const { path, bundle } = entry;
  const html = await ask("article", path, bundle.hash, bundle.bytes, withPictures, one);
  if (!html) throw new Error(`no ${path}`);
  let whole = html;
  const pictures = renditionsIn(textIn(await fileOf(bundlePath(bundle), bundle)));
  for (const [mark, hash] of html.matchAll(/<img data-hash="([0-9a-f]{64})" src=""/g)) {
    const address = await pictureOf(pictures.get(hash));
    // Without one of them the article is rendered with what stands for pictures.
    if (!address) return articleOf(entry, one, false);
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

// A picture as an address that holds it.
const pictureOf = async ({ hash, extension, bytes }) => {
  const picture = /^[a-z0-9]+$/.test(extension) && await ask("file", `edition/media/${hash}.${extension}`, hash, bytes);
  return picture && `data:image/${KINDS[extension] ?? extension};base64,${await textOf(picture)}`;
};

const nameOf = (text) => `${text.split(/[^\p{L}\p{N}-]+/u).filter(Boolean).join("-")}.html`;

// The file, and a name for it.
const makeFile = async (one, gathered, { edition: number, pictures, neutral }) => {
  const { papers } = gathered;
  const files = [...gathered.files];
  const [{ masthead, entries, date, front }] = papers;
  const words = wordsOf(masthead.language);
  // The app would not find what no list has, and no article needs it for being read.
  const app = !one && papers.every(({ isListed }) => isListed) ? await appOf() : undefined;
  if (app) files.push(...(await wordsFor(papers)));
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
  push(fill(TEMPLATES.top, {
    language: escape(masthead.language),
    direction: directionOf(masthead.language),
    first: escape(front),
    neutral: neutral ? " data-neutral" : "",
    styles: `${await sourceOf(style)} ${await sourceOf(STYLE)}`,
    scripts: app ? `script-src ${await sourceOf(app.script)} 'wasm-unsafe-eval';` : "",
    title: escape(neutral ? words.neutral : title),
    style,
    own: STYLE,
  }));
  if (!one) push(coverOf(papers, words));
  for (const entry of papers.flatMap((paper) => paper.entries)) {
    const html = await articleOf(entry, !app, pictures);
    for (const { 0: mark, 1: hash, index: at } of html.matchAll(/<img data-hash="([0-9a-f]{64})" src="[^"]*?;base64,/g)) {
      // The first time is enough.
      if (known.has(hash)) continue;
      known.add(hash);
      const start = length + new Blob([html.slice(0, at + mark.length)]).size;
      index.push(`picture ${hash} ${start} ${start + html.indexOf('"', at + mark.length) - at - mark.length}`);
    }
    push(html);
  }
  const [before, after] = TEMPLATES.carried.split("{edition}");
  const edition = await textOf(await deflate(await writeArchive(files)));
  push(before);
  index.unshift(`edition ${length} ${length + edition.length}`);
  push(edition + after);
  if (app) push(fill(TEMPLATES.app, app));
  push(TEMPLATES.end);
  push(`<!--offprint-index\n${index.map((line) => `${line}\n`).join("")}-->\n<!--offprint-end ${length}-->\n`);
  const day = date?.iso.slice(0, 10) ?? "";
  const name = neutral ? `pages-${number}` : one ? entries[0].slug : `${masthead.title} ${day}`;
  return new File(parts, nameOf(name), { type: "text/html" });
};

const coverOf = (papers, words) => {
  const [{ masthead, date, front }] = papers;
  const lists = papers.map((paper) => {
    const { language, title } = paper.masthead;
    const lines = paper.entries.map((entry) =>
      fill(TEMPLATES.line, { path: escape(entry.path), headline: escape(entry.headline), date: dateOf(entry.published) }));
    const values = { language: escape(language), direction: directionOf(language), paper: escape(title), lines: lines.join("") };
    return fill(TEMPLATES.list, values);
  });
  return fill(TEMPLATES.cover, {
    first: escape(front),
    paper: escape(masthead.title),
    carried: escape(words.carried),
    newest: escape(message(words, "newest", ELEMENT)).replace(ELEMENT, () => dateOf(date)),
    lists: lists.join(""),
  });
};
