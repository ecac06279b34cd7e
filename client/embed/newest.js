// Which edition is the newest. Where the embedded element names the newsroom's key, the verifier judges what several addresses
// answer; else nothing proves it but that it comes from the newsroom's own address.

import { HEAD_PATH, MAX_HEAD_BYTES, MAX_ROOTS, MAX_ROOT_BYTES, ROOT_FOLDER } from "offprint:constants";
import init, { Freshness, Verifier } from "offprint:verifier";
import wasm from "offprint:verifier-wasm";
import { json, text } from "../lib/bytes.js";
import { download, hasLied, manifestOf, pause } from "./files.js";

// How many addresses are asked.
const ASKED = 4;

// How long addresses may take once one of them has sent an edition that is proven, in milliseconds.
const PATIENCE_WITH_HEADS = 3000;

const proofs = new Map();
let compiling;

// Tells whether the verifier is ready; not where the page's policy forbids it or the browser cannot have it.
export function compiled() {
  if (!compiling) compiling = compile().then(() => true, () => false);
  return compiling;
}

async function compile() {
  const bytes = wasm.match(/../g).map((digits) => parseInt(digits, 16));
  await init({ module_or_path: Uint8Array.from(bytes) });
}

// Finds the newest edition: its number, its manifest, whether a newer one is to be expected, and which addresses have it.
export async function newest(roots, key) {
  if (!key || !(await compiled())) return believed(roots);
  const name = [key, ...roots].join(" ");
  if (!proofs.has(name)) {
    const proof = prove(roots, key);
    proofs.set(name, proof);
    // The next element may try a failed check again.
    proof.catch(() => proofs.delete(name));
  }
  return proofs.get(name);
}

async function believed(roots) {
  if (hasLied(roots[0])) throw new Error("not to be believed");
  const { edition, manifest } = json(await download(roots[0] + HEAD_PATH, "no-cache", MAX_HEAD_BYTES));
  return { edition, manifest: manifest.hash, roots };
}

async function prove(roots, key) {
  const known = new Verifier(key);
  const judge = (answers) => known.judge(answers, Math.floor(Date.now() / 1000));
  const answers = await arrived(roots.slice(0, ASKED).map((root) => ask(known, root)), judge);
  const first = accepted(judge(answers));
  const { address, mirrors } = await manifestOf([...first.sources, ...roots], first);
  const listed = [address, ...(mirrors || [])].filter((root) => /^https?:\/\/.*\/$/.test(root) && !roots.includes(root));
  // Where it is not fresh, mirrors that are newer than what was embedded may have newer news.
  const others = first.freshness === Freshness.Fresh ? [] : listed.slice(0, ASKED);
  const more = await arrived(others.map((root) => ask(known, root)), judge);
  const { edition, manifest, bytes, sources, freshness } = more.length ? accepted(judge([...answers, ...more])) : first;
  // A source that has the head also has the files it names.
  const holders = [...new Set([...sources, ...roots, ...listed])];
  return { edition, manifest, bytes, roots: holders, isStale: freshness === Freshness.Expired };
}

function accepted(judgement) {
  if (judgement.edition === undefined) throw new Error("no address proves what is newest");
  return judgement;
}

// Asks a source for its head and for the roots that its signature needs.
async function ask(known, source) {
  const answer = { source, roots: [] };
  try {
    const { edition, manifest, signed } = json(await download(source + HEAD_PATH, "no-cache", MAX_HEAD_BYTES));
    const versions = Array.from({ length: Math.min(known.wantedRoot(signed), MAX_ROOTS) }, (_, at) => at + 1);
    // Others may have what this one lacks.
    const get = (version) => download(`${source}${ROOT_FOLDER}${version}.txt`, "default", MAX_ROOT_BYTES).then(text, () => "");
    const roots = await Promise.all(versions.map(get));
    Object.assign(answer, { edition, manifest: manifest.hash, bytes: manifest.bytes, signed, roots });
  } catch {
    // It has no head.
  }
  return answer;
}

// Collects the answers. After PATIENCE_WITH_HEADS it stops waiting, unless no answer is proven yet: then it waits for one.
function arrived(asking, judge) {
  const answers = [];
  return new Promise((resolve) => {
    let isLate = false;
    let isProven = false;
    const settle = () => resolve([...answers]);
    const add = (answer) => {
      answers.push(answer);
      isProven = isProven || judge([answer]).edition !== undefined;
      if (isLate && isProven) settle();
    };
    Promise.all(asking.map((it) => it.then(add))).then(settle, settle);
    pause(PATIENCE_WITH_HEADS).then(() => {
      isLate = true;
      if (isProven) settle();
    });
  });
}
