// Getting files: each once for all that is embedded in a page, and none believed that is not what its name says.

// The one place that script.rs fills in.
const { style, words, paths, rightToLeft, rightToLeftScripts, listed, limits, wasm } = self.OFFPRINT;

// How long news may keep proven text waiting, in milliseconds.
const PATIENCE_WITH_NEWS = 4000;

// The longest file, in bytes, where nothing says how long it may be.
const LONGEST = 32 << 20;

// How many months are searched for an article that is no longer where it was.
const MONTHS = 24;

const downloads = new Map();
// Sites that sent something else than what was asked for, and such that did not answer.
const liars = new Set();
const silent = new Set();

function download(url, cache, most) {
  if (!downloads.has(url)) {
    const answer = request(url, cache, most);
    downloads.set(url, answer);
    // What failed may be asked for again; what came is kept.
    answer.catch(() => downloads.delete(url));
  }
  return downloads.get(url);
}

// The bytes with this SHA-256, from the first site that has them.
async function proven(roots, path, hash, most = LONGEST) {
  const asked = roots.filter((root) => !liars.has(root));
  for (const root of asked.filter((root) => !silent.has(root)).concat(asked.filter((root) => silent.has(root)))) {
    try {
      const bytes = await download(root + path, "default", most);
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

function isHash(text) {
  return /^[0-9a-f]{64}$/.test(text);
}

async function bundle(roots, hash) {
  if (!isHash(hash)) throw new Error("no hash");
  return json(await proven(roots, `${paths.bundles}${hash}.json`, hash));
}

async function manifestOf(roots, { manifest, bytes }) {
  if (!isHash(manifest)) throw new Error("no hash");
  return json(await proven(roots, `${paths.manifests}${manifest}.json`, manifest, bytes));
}

// The newest edition, and the paper of a language in it.
async function newestPaper({ roots, key, place: { language } }) {
  const edition = await newest(roots, key);
  const { papers } = await manifestOf(edition.roots, edition);
  const paper = language ? papers.slice(1).find((it) => it.masthead.language === language) : papers[0];
  return { edition, paper, main: papers[0].masthead.language };
}

// What the newsroom has of an article now: its entry, or that it is gone.
async function newestEntry(context) {
  const { place, pin } = context;
  const { edition, paper, main } = await newestPaper(context);
  // A site that was not updated knows less than whoever embedded the article.
  if (pin.edition > edition.edition) throw new Error("older than what was embedded");
  const { roots, isStale } = edition;
  if (!paper) return { roots, gone: true };
  const known = { roots, isStale, main, newsroom: paper.masthead.title };
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
async function newestOfSection(context) {
  const { place } = context;
  const { edition, paper } = await newestPaper(context);
  const { roots, isStale } = edition;
  const { title, language, sections } = paper.masthead;
  const section = sections.find((it) => it.identifier === place.key);
  const entries = [];
  for (const month of paper.months.filter((it) => it.sections && it.sections[place.key])) {
    if (entries.length >= listed) break;
    const index = await bundle(roots, month.bundle.hash);
    entries.push(...index.entries.filter((it) => it.section === place.key));
  }
  return { newsroom: title, language, name: section.name, entries: entries.slice(0, listed), isStale };
}
