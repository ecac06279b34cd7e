// Which is the newest of the editions that the newsroom has signed, of all that the addresses of a site have.

// The one place that mod.rs fills in.
const { paths, limits, verifier } = self.OFFPRINT;

// The app has it already.
const { read } = self.offprint;

// What a source can be that has no edition to be shown, the worst first.
const FAULTS = ["fork", "altered", "older", "unsigned", "foreign", "silent"];

let compiling;

function compiled() {
  if (!compiling) {
    compiling = compile();
    // What failed may be tried again.
    compiling.catch(() => (compiling = undefined));
  }
  return compiling;
}

// It is needed as soon as this script is.
compiled();

async function compile() {
  return WebAssembly.compile(await request(new URL(verifier, import.meta.url).href, "default", limits.verifier));
}

// A source is the address of a site, or a function that gives the files of an edition that lies somewhere else. `known` has
// the roots that were believed, `floor` the newest edition; without them `site` may name the site.
//
// Gives the head; how old it is, or what is wrong with all there is; the days since it was signed; all roots; the newest floor;
// the newsroom's fingerprint and who signed; for each source what it has; and, where two editions have one number, how the
// hashes of their manifests begin.
async function newest(sources, known, floor, site) {
  const module = await compiled();
  const trusted = { site, floor, known: known.split("\0").pop() };
  const asking = sources.map((source) => ({ source, state: "silent", roots: [] }));
  await arrived(asking.map((it) => ask(module, trusted, it)));
  // Some go on asking.
  const asked = asking.map((it) => ({ ...it }));
  const roots = pooled(asked);
  const there = asked.filter(({ head }) => head);
  for (const it of there) {
    it.found = await verified(module, trusted, it.head, roots).catch(() => undefined);
    it.state = it.found ? it.found.rank : "altered";
  }
  const valid = there.filter(({ state }) => state === "newer" || state === "same");
  const best = first(valid.map(({ found }) => found));
  for (const it of valid) {
    it.state = isOfOneNumber(it.found, best) ? (it.found.manifest === best.manifest ? "newest" : "fork") : "behind";
  }
  const fork = asked.find(({ state }) => state === "fork");
  const isOfKnown = fork && fork.found.rank === "fork";
  const both = fork ? [isOfKnown ? floor.split(" ")[2] : best.manifest, fork.found.manifest] : [];
  const told = [
    asked.map(({ source, state, found }) => [source.call ? "" : source, state, found ? found.edition : 0]),
    both.map((hash) => hash.slice(0, 16)).join(" / "),
  ];
  const fault = FAULTS.find((fault) => asked.some(({ state }) => state === fault));
  // Of two new ones nobody can say which is the newsroom's.
  const isSure = best && (best.rank === "same" || asked.every(({ state, found }) => state !== "fork" || found.rank === "fork"));
  // Of an older edition there may be articles to be proven.
  const older = there.filter(({ state }) => state === "older").map(({ found }) => found);
  const shown = isSure ? best : fault === "older" && first(older);
  if (!shown) return ["", fault, 0, "", "", "", "", ...told];
  const { edition, manifest: hash, bytes } = shown;
  const { signed } = there.find(({ found }) => found === shown).head;
  const head = JSON.stringify({ edition, manifest: { hash, bytes }, signed: `${signed}` });
  const chain = [known, ...shown.roots].filter(Boolean).join("\0");
  return [head, shown === best ? best.age : fault, shown.days, chain, shown.floor, shown.words, shown.signers, ...told];
}

// Asks a source for its head and the roots that are new in it; fails unless they prove it.
async function ask(module, trusted, it) {
  const { source } = it;
  const get = source.call ? source : (path, most) => request(source + path, "no-store", most);
  const bytes = await get(paths.head, limits.head).catch((error) => {
    if (error instanceof RangeError) it.state = "altered";
    throw error;
  });
  it.state = bytes[0] === 60 ? "foreign" : "altered";
  const head = json(bytes);
  it.state = head.signed ? "silent" : "unsigned";
  const start = versionOf(trusted.known) + 1;
  const versions = Array.from({ length: Math.max(0, Math.min(claimed(head) + 1 - start, limits.roots)) }, (_, at) => start + at);
  await Promise.all(versions.map(async (version) => {
    // Others may have what this one lacks.
    const bytes = await get(`${paths.roots}${version}.txt`, limits.root).catch(() => undefined);
    if (bytes) it.roots[version] = text(bytes);
  }));
  if (head.signed) it.head = head;
  await verified(module, trusted, head, it.roots.filter(Boolean));
}

function versionOf(root) {
  const found = /^version (\d+)$/m.exec(root);
  return found ? +found[1] : 0;
}

// The roots that any source has, the first one first: of those of one version only one follows from the root before.
function pooled(asked) {
  const most = Math.max(...asked.map(({ roots }) => roots.length));
  const versions = Array.from({ length: most }, (_, version) => asked.map(({ roots }) => roots[version]));
  return [].concat(...versions).filter(Boolean);
}

export default newest;
