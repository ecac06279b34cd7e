// Stores the app's own files on the device and answers with them when the site does not. The app itself stores the
// editions, and puts pictures and linked files into a cache that this worker reads.

import { EMBED_FOLDER, FILE_FOLDER, FRESH, MEDIA_FOLDER, OFFLINE_PAGE, PAGE_FOLDERS } from "offprint:constants";
import { sha256, text } from "./lib/bytes.js";
import { storageName } from "./lib/storage.js";

// The values that differ between sites: the version of the app, and for each of its files the path, the hash, and
// whether the app needs it to start. The builder writes them on a line before the script.
const { version, files } = self.SITE;

const ROOT = new URL("./", self.location).href;
const PATH = new URL(ROOT).pathname;
const PREFIX = storageName(PATH);
const APP = `${PREFIX}app ${version}`;
const MEDIA = `${PREFIX}media`;

const NAMED_BY_BYTES = /^offprint-[0-9a-f]+\.(js|wasm|[a-z-]+\.(txt|wasm))$/;
const PICTURE = new RegExp(`^${MEDIA_FOLDER}([0-9a-f]{64})\\.\\w+$`);
const LINKED_FILE = new RegExp(`^${FILE_FOLDER}([0-9a-f]{64})\\.\\w+$`);

// The time after which a smaller rendition replaces a picture from the network, in milliseconds. A blocked host never
// answers.
const NETWORK_TIMEOUT = 4000;

const TYPES = {
  gif: "image/gif",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  // The app decides when, because two generations of it must not answer one page.
  if (event.data === "activate") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(ROOT)) return;
  const answer = answerTo(event.request, url, url.pathname.slice(PATH.length));
  if (answer) event.respondWith(answer);
});

// Returns nothing if the browser should fetch the file itself.
function answerTo(request, url, path) {
  const file = files.find(([name]) => name === path);
  if (file) return appFile(file, request);
  if (NAMED_BY_BYTES.test(path)) return previous(request);
  if (PICTURE.test(path)) return picture(request, path);
  if (LINKED_FILE.test(path)) return linkedFile(request, path);
  if (request.mode !== "navigate") return;
  const usual = usualPath(path);
  const folder = folderOf(usual);
  if (folder === EMBED_FOLDER) return;
  if (usual !== path) return moved(request, folder, ROOT + usual + url.search);
  if (/(^|\/)(index\.html)?$/.test(path)) return page(request, folder, url.searchParams.has(FRESH));
}

// Returns the path of a page as its file has it: with single slashes, one of them at the end, and a page of the app in small
// letters. Hosts accept others too, and people type them.
function usualPath(path) {
  const segments = path.split("/").filter(Boolean);
  const last = segments[segments.length - 1] || "";
  // A name with a dot is a file.
  if (last.includes(".")) return path;
  // The name of a language may have capitals, such as pt-BR.
  const small = segments.map((name, place) => (place === 0 && /^[a-z]{2,3}-/.test(name) ? name : name.toLowerCase()));
  const joined = (names) => names.map((name) => name + "/").join("");
  const folder = folderOf(joined(small));
  return joined(!folder || folder === EMBED_FOLDER || PAGE_FOLDERS.includes(folder) ? small : segments);
}

// Answers with a redirection to the usual address of a page. Another path may be a file of the host.
async function moved(request, folder, address) {
  if (!PAGE_FOLDERS.includes(folder)) {
    try {
      return await fetch(request);
    } catch {
      // The site does not answer.
    }
  }
  return Response.redirect(address);
}

// Fetches everything before storing anything, so that a failed install leaves nothing behind.
async function install() {
  const names = await appCaches();
  const found = await Promise.all(files.map(async (file) => {
    try {
      return [file[0], (await readStoredIn(file, names)) || (await load(file))];
    } catch (error) {
      // An ad blocker or a mirror may block an icon. The app works without it.
      if (file[2]) throw error;
    }
  }));
  try {
    await store(found.filter(Boolean));
  } catch (error) {
    await caches.delete(APP);
    throw error;
  }
}

// Keeps the previous generation, because open pages still run it.
async function activate() {
  const others = (await appCaches()).filter((name) => name !== APP);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// Returns the caches of the app in the order of their creation.
async function appCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}app `));
}

// Answers with a file of the app.
async function appFile(file, request) {
  try {
    return respond(file[0], await bytesOf(file));
  } catch (error) {
    // A newer icon than this worker knows is harmless; different code is not.
    if (file[2]) throw error;
    return fetch(request);
  }
}

// Answers with a file of another generation of the app, whose hash is unknown here.
async function previous(request) {
  const copy = await caches.match(request, { ignoreVary: true }).catch(() => undefined);
  return copy || fetch(request);
}

// Answers with a picture. If only a smaller rendition is stored, the network has precedence while it is fast enough.
async function picture(request, path) {
  const copy = await match(path, MEDIA);
  const substitute = copy && copy.headers.get("instead");
  if (copy && !substitute) {
    const bytes = await intact(copy, PICTURE.exec(path)[1]);
    if (bytes) return respond(path, bytes);
    await removeAttachment(path).catch(() => {});
  }
  const answer = fetch(request);
  if (!substitute) return answer;
  const timeout = new Promise((resolve) => setTimeout(resolve, NETWORK_TIMEOUT));
  const first = await Promise.race([answer.catch(() => {}), timeout]);
  if (first && first.ok) return first;
  const [, hash] = PICTURE.exec(substitute) || [];
  const bytes = hash && (await readStored(substitute, hash, MEDIA));
  return bytes ? respond(substitute, bytes) : answer;
}

// Answers with a file to which an article links. The browser saves it, so that nothing in it runs as a page of the site.
async function linkedFile(request, path) {
  const copy = await match(path, MEDIA);
  const bytes = copy && (await intact(copy, LINKED_FILE.exec(path)[1]));
  if (!bytes) {
    if (copy) await removeAttachment(path).catch(() => {});
    return fetch(request);
  }
  const answer = respond(path, bytes);
  answer.headers.set("content-disposition", "attachment");
  return answer;
}

// Removes an attachment. Opening a cache creates it, and the app may just have removed this one.
async function removeAttachment(path) {
  if (await caches.has(MEDIA)) await (await caches.open(MEDIA)).delete(ROOT + path);
}

// Answers with a page. If the app stores editions, it can open every page itself, and the site is not asked.
async function page(request, folder, isFresh) {
  const isOwn = !folder || folder === "index.html" || PAGE_FOLDERS.includes(folder);
  if (isOwn && !isFresh && (await caches.has(MEDIA).catch(() => false))) {
    return (await offlinePage()) || fetch(request);
  }
  let answer;
  try {
    answer = await fetch(request);
    // A redirection has the status 0 here; the browser follows it.
    if (answer.status < 500) return answer;
  } catch {
    // The site does not answer.
  }
  return (await offlinePage()) || answer || Response.error();
}

// Returns the page that starts the app. It is written for the root of the site but is shown at any depth.
async function offlinePage() {
  try {
    const html = text(await bytesOf(files.find(([name]) => name === OFFLINE_PAGE)));
    const root = PATH.replace(/&/g, "&amp;");
    // Not `replace`, for which a dollar sign in the path has a meaning.
    const answer = respond(OFFLINE_PAGE, html.split('"./').join(`"${root}`));
    // This directive works only in a header, not in a page.
    answer.headers.set("content-security-policy", "frame-ancestors 'self'");
    return answer;
  } catch {
    return undefined;
  }
}

// Returns the first folder of a path, without that of a language.
function folderOf(path) {
  return path.replace(/^[a-z]{2,3}(-[^/]*)?\//, "").split("/")[0];
}

// Returns the bytes of a file of the app, from the device or else from the site.
async function bytesOf(file) {
  const found = await readStoredIn(file, [APP]);
  if (found) return found;
  const bytes = await load(file);
  // A full disk must not prevent the answer. Without the cache, the reader wants nothing stored.
  if (await caches.has(APP).catch(() => false)) await store([[file[0], bytes]]).catch(() => {});
  return bytes;
}

async function load([path, hash]) {
  for (const cache of [NAMED_BY_BYTES.test(path) ? "default" : "no-cache", "reload"]) {
    const answer = await fetch(ROOT + path, { cache });
    const bytes = answer.ok && (await intact(answer, hash));
    if (bytes) return bytes;
  }
  throw new Error(`${path} is not the file that belongs to this version`);
}

async function store(found) {
  const cache = await caches.open(APP);
  await Promise.all(found.map(([path, bytes]) => cache.put(ROOT + path, respond(path, bytes))));
}

async function readStoredIn([path, hash], names) {
  for (const name of names) {
    const bytes = await readStored(path, hash, name);
    if (bytes) return bytes;
  }
}

async function readStored(path, hash, cacheName) {
  const copy = await match(path, cacheName);
  return copy && intact(copy, hash);
}

// Reads a cache without opening it, because that would create it. Hosts vary their answers by encoding; a copy has
// none.
async function match(path, cacheName) {
  return caches.match(ROOT + path, { cacheName, ignoreVary: true }).catch(() => undefined);
}

// Returns the bytes of an answer if they have this SHA-256.
async function intact(answer, hash) {
  try {
    const bytes = await answer.arrayBuffer();
    return (await sha256(bytes)) === hash ? bytes : undefined;
  } catch {
    // The answer was cut short.
    return undefined;
  }
}

// Makes a response with the type of the file's extension, because hosts send wasm and manifests with wrong types.
function respond(path, body) {
  const type = TYPES[path.split(".").pop()] || "application/octet-stream";
  return new Response(body, { headers: { "content-type": type, "x-content-type-options": "nosniff" } });
}
