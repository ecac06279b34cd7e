// Downloads files for everything embedded in a page, each once, and checks them against the hashes that name them. Requests carry
// nothing about the reader, and a response is cut off at the length its file may have.

import { BUNDLE_FOLDER, MANIFEST_FOLDER } from "offprint:constants";
import { json, sha256 } from "../lib/bytes.js";
import { readBody } from "../lib/read.js";

// How long an address may take, in milliseconds.
const PATIENCE = 10000;

// The longest file, in bytes, where nothing says how long it may be.
const LONGEST = 32 << 20;

const downloads = new Map();
// Sites that sent something else than what was asked for, and such that did not answer.
const liars = new Set();
const silent = new Set();

async function request(url, cache, most) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    // A redirection may lead anywhere, and the host allowed the site only.
    const options = { cache, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal };
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await readBody(answer, most);
  } finally {
    clearTimeout(timer);
  }
}

// Waits for so many milliseconds.
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Gets a file that may be of no more than so many bytes.
export function download(url, cache, most) {
  if (!downloads.has(url)) {
    const answer = request(url, cache, most);
    downloads.set(url, answer);
    // A failed download may be tried again.
    answer.catch(() => downloads.delete(url));
  }
  return downloads.get(url);
}

// Tells whether a site has sent something else than what was asked for.
export function hasLied(root) {
  return liars.has(root);
}

// Gets the bytes with this SHA-256 from the first site that has them.
export async function proven(roots, path, hash, most = LONGEST) {
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

// Tells whether a text is a SHA-256 in hexadecimal digits.
export function isHash(text) {
  return /^[0-9a-f]{64}$/.test(text);
}

// Reads a bundle.
export async function bundle(roots, hash) {
  if (!isHash(hash)) throw new Error("no hash");
  return json(await proven(roots, `${BUNDLE_FOLDER}${hash}.json`, hash));
}

// Reads the manifest that an edition names.
export async function manifestOf(roots, { manifest, bytes }) {
  if (!isHash(manifest)) throw new Error("no hash");
  return json(await proven(roots, `${MANIFEST_FOLDER}${manifest}.json`, manifest, bytes));
}
