// Making a portable edition out of what is here. It has the form of those that `offprint pack` makes: the templates are the
// same, see pack/file.rs.

const escape = (text) => String(text).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

const fill = (template, values) => template.replace(/\{(\w*)\}/g, (_, name) => values[name] ?? "");

const directionOf = (language) => (/^(ar|fa|he|ur|ps|ckb|sd|ug|yi|dv)\b/.test(language) ? "rtl" : "ltr");

const wordsOf = (language) => WORDS[language.split("-")[0]] ?? WORDS.en;

const sourceOf = async (text) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${await textOf(new Uint8Array(digest))}'`;
};

const dateOf = (date) => (date ? fill(TEMPLATES.date, { iso: escape(date.iso), text: escape(date.text) }) : "");

const ask = (question, ...given) => offprint.ask(question, given);

const bundlePath = (bundle) => `edition/b/${bundle.hash}.json`;

const fileOf = async (path, reference) => {
  const bytes = await ask("file", path, reference.hash, reference.bytes);
  if (!bytes) throw new Error(`no ${path}`);
  return bytes;
};

const read = (bytes) => JSON.parse(textIn(bytes));

// What is asked for of the edition, by paper: what is kept on the device, or the one article that is on the screen.
const gather = async (manifest, scope, state) => {
  const files = [["edition/head.json", new TextEncoder().encode(state.head)]];
  const head = JSON.parse(state.head);
  const one = scope === "article";
  const fits = (reference) => !one || reference.bytes <= LISTS_OF_ONE;
  const path = `edition/m/${head.manifest.hash}.json`;
  if (fits(head.manifest)) files.push([path, await fileOf(path, head.manifest)]);
  const papers = [];
  for (const [position, paper] of manifest.papers.entries()) {
    const language = paper.masthead.language;
    const pathOf = (slug) => `${position ? `${language}/` : ""}articles/${slug}/`;
    const wants = (entry) =>
      one ? pathOf(entry.slug) === state.path : scope === "edition" || state.saved.includes(`article ${language} ${entry.slug}`);
    const entries = [];
    for (const month of paper.months) {
      if (one && (month.month !== state.month || !state.path.startsWith(pathOf("").slice(0, -1)))) continue;
      if (!one && !(await ask("kept", month.bundle.hash))) continue;
      const bytes = await fileOf(bundlePath(month.bundle), month.bundle);
      const before = entries.length;
      for (const entry of read(bytes).entries) {
        if (!wants(entry) || (!one && !(await ask("kept", entry.bundle.hash)))) continue;
        files.push([bundlePath(entry.bundle), await fileOf(bundlePath(entry.bundle), entry.bundle)]);
        entries.push({ ...entry, path: pathOf(entry.slug), month: month.month });
      }
      if (entries.length > before && fits(month.bundle)) files.push([bundlePath(month.bundle), bytes]);
    }
    if (!entries.length) continue;
    for (const list of one ? [] : [paper.topics, paper.places, paper.about]) {
      if (list && (await ask("kept", list.hash))) files.push([bundlePath(list), await fileOf(bundlePath(list), list)]);
    }
    papers.push({ masthead: paper.masthead, date: paper.date ?? manifest.date, entries, front: position ? `${language}/` : "" });
  }
  if (!papers.length) throw new Error("nothing is here");
  return { papers, files: files.filter(([path], at) => files.findIndex(([other]) => other === path) === at) };
};

// The words of the app in the languages of the papers; it has the English ones in it.
const wordsFor = async (papers) => {
  const script = document.querySelector("script[type=module][src]")?.getAttribute("src").split("/").pop() ?? "words.js";
  const languages = papers.map(({ masthead }) => masthead.language.split("-")[0]).filter((name) => TRANSLATIONS.includes(name));
  const file = async (name) => [`words.${name}.txt`, await ask("app", script.replace(".js", `.${name}.txt`))];
  return Promise.all(languages.map(file));
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
  const { path, month, bundle } = entry;
  const html = await ask("article", path, month, withPictures, one, bundle.hash, bundle.bytes);
  if (!html) throw new Error(`no ${path}`);
  let whole = html.replace(/<!--.*?-->/gs, "");
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
  const picture = await ask("file", `edition/media/${hash}.${extension}`, hash, bytes);
  return picture && `data:image/${KINDS[extension] ?? extension};base64,${await textOf(picture)}`;
};

const nameOf = (text) => `${text.split(/[^\p{L}\p{N}-]+/u).filter(Boolean).join("-")}.html`;

// The file, and a name for it.
const makeFile = async (scope, { pictures, neutral }) => {
  const state = await ask("state");
  const head = JSON.parse(state.head);
  const manifest = read(await fileOf(`edition/m/${head.manifest.hash}.json`, head.manifest));
  const { papers, files } = await gather(manifest, scope, state);
  const [{ masthead, entries, date, front }] = papers;
  const one = scope === "article";
  const words = wordsOf(masthead.language);
  const app = one ? undefined : await appOf();
  if (app) files.push(...(await wordsFor(papers)));
  const styles = [...document.querySelectorAll("head style")];
  // In a portable edition its own style comes after that of all pages; what a page of the site has of its own, before.
  const style = (document.documentElement.hasAttribute("data-file") ? styles[0] : styles.at(-1)).textContent;
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
    language: masthead.language,
    direction: directionOf(masthead.language),
    first: front,
    styles: `${await sourceOf(style)} ${await sourceOf(STYLE)}`,
    scripts: app ? `script-src ${await sourceOf(app.script)} 'wasm-unsafe-eval';` : "",
    title: escape(neutral ? words.neutral : title),
    style,
    own: STYLE,
  }));
  if (!one) push(coverOf(papers, words));
  for (const entry of papers.flatMap((paper) => paper.entries)) {
    const html = await articleOf(entry, one, pictures);
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
  const name = neutral ? `pages-${head.edition}` : one ? entries[0].slug : `${masthead.title} ${day}`;
  return new File(parts, nameOf(name), { type: "text/html" });
};

const coverOf = (papers, words) => {
  const [{ masthead, date, front }] = papers;
  const lists = papers.map((paper) => {
    const { language, title } = paper.masthead;
    const lines = paper.entries.map((entry) =>
      fill(TEMPLATES.line, { path: entry.path, headline: escape(entry.headline), date: dateOf(entry.published) }));
    return fill(TEMPLATES.list, { language, direction: directionOf(language), paper: escape(title), lines: lines.join("") });
  });
  return fill(TEMPLATES.cover, {
    first: front,
    paper: escape(masthead.title),
    carried: words.carried,
    newest: words.newest,
    date: dateOf(date),
    lists: lists.join(""),
  });
};
