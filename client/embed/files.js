// Downloads each file once for all elements of a page, and checks it against the hash that names it. Requests carry
// nothing about the reader, and a response is cut off at the maximum length of its file.

import { BUNDLE_FOLDER, MANIFEST_FOLDER } from "offprint:constants";
import { json, sha256 } from "../lib/bytes.js";
import { readBody } from "../lib/read.js";

// The timeout for a request, in milliseconds.
const REQUEST_TIMEOUT = 10000;

// The maximum size of a file without a known length, in bytes.
const MAX_FILE_BYTES = 32 << 20;

const downloads = new Map();
// Sites that sent wrong files, and sites that did not answer.
const untrusted = new Set();
const unreachable = new Set();

async function request(url, cache, limit) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), REQUEST_TIMEOUT);
  try {
    // A redirection may lead anywhere, but the host allowed the site only.
    const options = { cache, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal };
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await readBody(answer, limit);
  } finally {
    clearTimeout(timer);
  }
}

// Waits for this many milliseconds.
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Downloads a file of at most `limit` bytes.
export function download(url, cache, limit) {
  if (!downloads.has(url)) {
    const answer = request(url, cache, limit);
    downloads.set(url, answer);
    // A failed download may be tried again.
    answer.catch(() => downloads.delete(url));
  }
  return downloads.get(url);
}

// Returns whether a site has sent a wrong file.
export function isUntrusted(root) {
  return untrusted.has(root);
}

// Downloads the bytes with this SHA-256 from the first site that has them.
export async function proven(roots, path, hash, limit = MAX_FILE_BYTES) {
  const asked = roots.filter((root) => !untrusted.has(root));
  for (const root of asked.filter((root) => !unreachable.has(root)).concat(asked.filter((root) => unreachable.has(root)))) {
    try {
      const bytes = await download(root + path, "default", limit);
      if ((await sha256(bytes)) === hash) return bytes;
      untrusted.add(root);
    } catch {
      unreachable.add(root);
    }
  }
  throw new Error(`no address has ${path}`);
}

// Returns whether a text is a SHA-256 in hexadecimal digits.
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
