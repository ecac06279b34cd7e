// Getting files: each once for all that is embedded in a page, and none believed that is not what its name says.

// The one place that script.rs fills in.
const { style, words, paths, rightToLeft, rightToLeftScripts, listed } = self.OFFPRINT;

// How long an address may take, and how long the newsroom's own may keep proven text waiting, in milliseconds.
const PATIENCE = 10000;
const PATIENCE_WITH_NEWS = 4000;

// How many months are searched for an article that is no longer where it was.
const MONTHS = 24;

const downloads = new Map();
// Sites that sent something else than what was asked for, and such that did not answer.
const liars = new Set();
const silent = new Set();

function download(url, cache) {
  if (!downloads.has(url)) {
    const answer = request(url, cache);
    downloads.set(url, answer);
    // What failed may be asked for again; what came is kept.
    answer.catch(() => downloads.delete(url));
  }
  return downloads.get(url);
}

async function request(url, cache) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    // A redirection may lead anywhere, and the host allowed the site only.
    const options = { cache, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal };
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await answer.arrayBuffer();
  } finally {
    clearTimeout(timer);
  }
}

// The bytes with this SHA-256, from the first site that has them.
async function proven(roots, path, hash) {
  const asked = roots.filter((root) => !liars.has(root));
  for (const root of asked.filter((root) => !silent.has(root)).concat(asked.filter((root) => silent.has(root)))) {
    try {
      const bytes = await download(root + path, "default");
      if ((await sha256(bytes)) === hash) return bytes;
      liars.add(root);
    } catch {
      silent.add(root);
    }
  }
  throw new Error(`no address has ${path}`);
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function json(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function isHash(text) {
  return /^[0-9a-f]{64}$/.test(text);
}

async function bundle(roots, hash) {
  if (!isHash(hash)) throw new Error("no hash");
  return json(await proven(roots, `${paths.bundles}${hash}.json`, hash));
}

// Which edition is the newest. Nothing proves it but that it comes from the newsroom's own address: this is the place
// where its signature is to be checked, and then any address may tell.
async function head(roots) {
  if (liars.has(roots[0])) throw new Error("not to be believed");
  return json(await download(roots[0] + paths.head, "no-cache"));
}

// The paper of a language in the newest edition, and that edition's number.
async function newestPaper(roots, language) {
  const { edition, manifest } = await head(roots);
  if (!isHash(manifest.hash)) throw new Error("no hash");
  const { papers } = json(await proven(roots, `${paths.manifests}${manifest.hash}.json`, manifest.hash));
  const paper = language ? papers.slice(1).find((it) => it.masthead.language === language) : papers[0];
  return { edition, paper, main: papers[0].masthead.language };
}

// What the newsroom has of an article now: its entry, or that it is gone; nothing when that cannot be known.
async function newestEntry(roots, place, pin) {
  const { edition, paper, main } = await newestPaper(roots, place.language);
  // A site that was not updated knows less than whoever embedded the article.
  if (pin.edition > edition) return {};
  if (!paper) return { gone: true };
  const known = { main, newsroom: paper.masthead.title };
  const isLikely = (it) => it.month === pin.month;
  const months = paper.months.filter(isLikely).concat(paper.months.filter((it) => !isLikely(it)));
  for (const month of months.slice(0, MONTHS)) {
    const { entries } = await bundle(roots, month.bundle.hash);
    const entry = entries.find((it) => it.slug === place.key);
    if (entry) return { ...known, entry };
  }
  return { ...known, gone: months.length <= MONTHS };
}

// The newest articles of a section.
async function newestOfSection(roots, place) {
  const { paper } = await newestPaper(roots, place.language);
  const { title, language, sections } = paper.masthead;
  const section = sections.find((it) => it.identifier === place.key);
  const entries = [];
  for (const month of paper.months.filter((it) => it.sections && it.sections[place.key])) {
    if (entries.length >= listed) break;
    const index = await bundle(roots, month.bundle.hash);
    entries.push(...index.entries.filter((it) => it.section === place.key));
  }
  return { newsroom: title, language, name: section.name, entries: entries.slice(0, listed) };
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
