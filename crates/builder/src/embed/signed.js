// Which edition is the newest. Where the embedded element names the newsroom's key, any address is believed that has it
// signed by that key; else nothing proves it but that it comes from the newsroom's own address.

// How many addresses are asked.
const ASKED = 4;

const proofs = new Map();
let compiling;

// What checks signatures; nothing where the page's policy forbids it or the browser cannot have it.
function compiled() {
  if (!compiling) compiling = compile().catch(() => undefined);
  return compiling;
}

async function compile() {
  const bytes = (verifier.match(/../g) || []).map((digits) => parseInt(digits, 16));
  return WebAssembly.compile(Uint8Array.from(bytes));
}

// The newest edition: its number, its manifest, whether a newer one is to be expected, and which addresses have it.
async function newest(roots, key) {
  const module = key && (await compiled());
  if (!module) return believed(roots);
  const name = [key, ...roots].join(" ");
  if (!proofs.has(name)) {
    const proof = prove(module, roots, key);
    proofs.set(name, proof);
    // What failed may be tried again by the next element.
    proof.catch(() => proofs.delete(name));
  }
  return proofs.get(name);
}

async function believed(roots) {
  if (liars.has(roots[0])) throw new Error("not to be believed");
  const { edition, manifest } = json(await download(roots[0] + paths.head, "no-cache", limits.head));
  return { edition, manifest: manifest.hash, roots };
}

async function prove(module, roots, key) {
  const heads = await arrived(roots.slice(0, ASKED).map((root) => ask(module, root, key)));
  const best = await newestOf(module, heads, key);
  const { address, mirrors } = await manifestOf([best.root, ...roots], best);
  const listed = [address, ...(mirrors || [])].filter((root) => /^https?:\/\/.*\/$/.test(root) && !roots.includes(root));
  // Where it is not fresh, mirrors that are newer than what was embedded may have newer news.
  const others = best.age === "fresh" ? [] : listed.slice(0, ASKED);
  const more = await arrived(others.map((root) => ask(module, root, key)));
  const found = more.length ? await newestOf(module, [...heads, ...more], key) : best;
  // Who has the head has its files.
  return { ...found, roots: [...new Set([found.root, ...roots, ...listed])], isStale: found.age === "expired" };
}

// The head that an address has, when the roots that it has prove it.
async function ask(module, root, key) {
  const head = json(await download(root + paths.head, "no-cache", limits.head));
  const versions = Array.from({ length: Math.min(claimed(head), limits.roots) }, (_, at) => `${root}${paths.roots}${at + 1}.txt`);
  const roots = (await Promise.all(versions.map((url) => download(url, "default", limits.root)))).map(text);
  await verified(module, { site: key }, head, roots);
  return { root, head, roots };
}

// The newest of these heads, checked with all roots that any of them came with: a former one knows less.
async function newestOf(module, heads, key) {
  const versions = Array.from({ length: limits.roots }, (_, at) => heads.map(({ roots }) => roots[at]));
  const roots = [...new Set([].concat(...versions).filter(Boolean))];
  const found = await arrived(heads.map(async ({ root, head }) => ({ ...(await verified(module, { site: key }, head, roots)), root })));
  const best = first(found);
  if (!best) throw new Error("no address proves what is newest");
  const isFork = (it) => isOfOneNumber(it, best) && it.manifest !== best.manifest;
  if (found.some(isFork)) throw new Error("two editions have one number");
  return best;
}
