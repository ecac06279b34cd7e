// Which is the newest of the editions that the newsroom has signed, of all that the addresses of a site have.

// The one place that mod.rs fills in.
const { paths, limits, verifier } = self.OFFPRINT;

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

async function compile() {
  return WebAssembly.compile(await request(new URL(verifier, import.meta.url).href, "default", limits.verifier));
}

// A source is the address of a site, or a function that gives the files of an edition that lies somewhere else. `known` has
// the roots that were believed, `floor` the newest edition; without them `site` may name the site.
//
// Gives the head; how old it is, or what is wrong with all there is; the days since it was signed; all roots; the newest floor;
// the newsroom's fingerprint and who signed; and for each source what it has.
async function newest(sources, known, floor, site) {
  const module = await compiled();
  const trusted = { site, floor, known: known.split("\0").pop() };
  const asked = sources.map((source) => ({ source, state: "silent", roots: [] }));
  await arrived(asked.map((it) => ask(module, trusted, it)));
  const roots = pooled(asked);
  const there = asked.filter(({ head }) => head);
  for (const it of there) {
    it.found = await verified(module, trusted, it.head, roots).catch(() => undefined);
    it.state = it.found ? it.found.rank : "altered";
  }
  const valid = there.filter(({ state }) => state === "newer" || state === "same");
  const best = first(valid.map(({ found }) => found));
  for (const it of valid) {
    const isSame = it.found.manifest === best.manifest && it.found.epoch === best.epoch && it.found.edition === best.edition;
    it.state = isSame ? "newest" : isFork(it.found, best) ? "fork" : "behind";
  }
  const answers = asked.map(({ source, state, found }) => [source.call ? "" : source, state, found ? found.edition : 0]);
  const fault = FAULTS.find((fault) => asked.some(({ state }) => state === fault));
  // Of an older edition there may be articles to be proven.
  const told = best || (fault === "older" && first(there.filter(({ state }) => state === "older").map(({ found }) => found)));
  if (!told) return ["", fault, 0, "", "", "", "", answers];
  const { signed } = there.find(({ found }) => found === told).head;
  const head = JSON.stringify({ edition: told.edition, manifest: { hash: told.manifest, bytes: told.bytes }, signed });
  const chain = [known, ...told.roots].filter(Boolean).join("\0");
  return [head, best ? best.age : fault, +told.days, chain, told.floor, told.words, told.signers, answers];
}

// Asks a source for its head and the roots that are new in it; fails unless they prove it.
async function ask(module, trusted, it) {
  const { source } = it;
  const get = source.call ? source : (path, most) => request(source + path, "no-store", most);
  let head;
  try {
    const bytes = await get(paths.head, limits.head);
    it.state = bytes[0] === 60 ? "foreign" : "altered";
    head = json(bytes);
    if (!head.signed) it.state = "unsigned";
  } catch (error) {
    if (error instanceof RangeError) it.state = "altered";
    throw error;
  }
  const start = versionOf(trusted.known) + 1;
  const versions = Array.from({ length: Math.max(0, Math.min(claimed(head) + 1 - start, limits.roots)) }, (_, at) => start + at);
  await Promise.all(versions.map(async (version) => {
    // Others may have what this one lacks.
    const bytes = await get(`${paths.roots}${version}.txt`, limits.root).catch(() => undefined);
    if (bytes) it.roots[version] = text(bytes);
  }));
  if (it.state === "altered") it.head = head;
  await verified(module, trusted, head, it.roots.filter(Boolean));
}

function versionOf(root) {
  const found = /^version (\d+)$/m.exec(root);
  return found ? +found[1] : 0;
}

// The roots that any source has, the first one first: of those of one version only one follows from the root before.
function pooled(asked) {
  const versions = [];
  for (const { roots } of asked) {
    roots.forEach((root, version) => (versions[version] = versions[version] || new Set()).add(root));
  }
  return [].concat(...versions.filter(Boolean).map((texts) => [...texts]));
}

export default newest;
