// Finds the newest edition. If the element names the newsroom's key, the verifier judges the answers of several
// sources. Otherwise the newsroom's own address is trusted without proof.

import { HEAD_PATH, MAX_HEAD_BYTES, MAX_ROOTS, MAX_ROOT_BYTES, ROOT_FOLDER } from "offprint:constants";
import init, { Freshness, Verifier } from "offprint:verifier";
import wasm from "offprint:verifier-wasm";
import { json, text } from "../lib/bytes.js";
import { download, isUntrusted, manifestOf, pause } from "./files.js";

// The maximum number of sources asked at once.
const MAX_ASKED = 4;

// The time to wait for more answers after one proves an edition, in milliseconds.
const HEAD_GRACE = 3000;

const proofs = new Map();
let compiling;

// Returns whether the verifier is ready. The page's policy may forbid it, or the browser may not support it.
export function compiled() {
  if (!compiling) compiling = compile().then(() => true, () => false);
  return compiling;
}

async function compile() {
  const bytes = wasm.match(/../g).map((digits) => parseInt(digits, 16));
  await init({ module_or_path: Uint8Array.from(bytes) });
}

// Finds the newest edition: its number, its manifest, whether a newer one should exist, and which sources have it.
export async function newest(roots, key) {
  if (!key || !(await compiled())) return newestUnproven(roots);
  const name = [key, ...roots].join(" ");
  if (!proofs.has(name)) {
    const proof = prove(roots, key);
    proofs.set(name, proof);
    // A failed check may be tried again by the next element.
    proof.catch(() => proofs.delete(name));
  }
  return proofs.get(name);
}

async function newestUnproven(roots) {
  if (isUntrusted(roots[0])) throw new Error("the address sent a wrong file");
  const { edition, manifest } = json(await download(roots[0] + HEAD_PATH, "no-cache", MAX_HEAD_BYTES));
  return { edition, manifest: manifest.hash, roots };
}

async function prove(roots, key) {
  const known = new Verifier(key);
  const judge = (answers) => known.judge(answers, Math.floor(Date.now() / 1000));
  const answers = await collect(roots.slice(0, MAX_ASKED).map((root) => ask(known, root)), judge);
  const first = accepted(answers, judge(answers));
  const { address, mirrors } = await manifestOf([...first.sources, ...roots], first);
  const listed = [address, ...(mirrors || [])].filter((root) => /^https?:\/\/.*\/$/.test(root) && !roots.includes(root));
  // If the edition is not fresh, the mirrors that it lists may have a newer one.
  const others = first.freshness === Freshness.Fresh ? [] : listed.slice(0, MAX_ASKED);
  const more = await collect(others.map((root) => ask(known, root)), judge);
  const all = [...answers, ...more];
  const { edition, manifest, bytes, sources, freshness } = more.length ? accepted(all, judge(all)) : first;
  // A source that has the head also has the files that it names.
  const holders = [...new Set([...sources, ...roots, ...listed])];
  return { edition, manifest, bytes, roots: holders, isStale: freshness === Freshness.Expired };
}

function accepted(answers, judgement) {
  const newest = answers.filter((_, position) => judgement.hasNewest(position));
  if (!newest.length) throw new Error("no address proves the newest edition");
  const [{ edition, manifest, bytes }] = newest;
  return { edition, manifest, bytes, sources: newest.map(({ source }) => source), freshness: judgement.freshness };
}

// Asks a source for its head and for the roots that its signature needs.
async function ask(known, source) {
  const answer = { source, roots: [] };
  try {
    const { edition, manifest, signed } = json(await download(source + HEAD_PATH, "no-cache", MAX_HEAD_BYTES));
    const versions = Array.from({ length: Math.min(known.wantedRoot(signed), MAX_ROOTS) }, (_, position) => position + 1);
    // Other sources may have a missing root.
    const get = (version) => download(`${source}${ROOT_FOLDER}${version}.txt`, "default", MAX_ROOT_BYTES).then(text, () => "");
    const roots = await Promise.all(versions.map(get));
    Object.assign(answer, { edition, manifest: manifest.hash, bytes: manifest.bytes, signed, roots });
  } catch {
    // The source has no valid head.
  }
  return answer;
}

// Collects the answers. After HEAD_GRACE it stops waiting, unless no answer proves an edition yet: then it waits for
// one.
function collect(asking, judge) {
  const answers = [];
  return new Promise((resolve) => {
    let isLate = false;
    let isProven = false;
    const settle = () => resolve([...answers]);
    const add = (answer) => {
      answers.push(answer);
      isProven = isProven || judge([answer]).hasNewest(0);
      if (isLate && isProven) settle();
    };
    Promise.all(asking.map((answer) => answer.then(add))).then(settle, settle);
    pause(HEAD_GRACE).then(() => {
      isLate = true;
      if (isProven) settle();
    });
  });
}
