// Keeps the app on the device and answers with it when the site does not. The app itself keeps the editions; here are
// its own files, and the pictures that it put into a cache.

import { EMBED_FOLDER, FRESH, MEDIA_FOLDER, OFFLINE_PAGE, PAGE_FOLDERS } from "offprint:constants";
import { sha256, text } from "./lib/bytes.js";

// The values that differ between sites: the version of the app, and for each of its files the path, the hash, and whether the
// app needs it to start. The builder writes them in a line of their own before the script.
const { version, files } = self.SITE;

const ROOT = new URL("./", self.location).href;
const PATH = new URL(ROOT).pathname;
// Several sites may share a host, and with it all caches: each has the names that begin with its own path.
const OURS = `offprint ${PATH} `;
const APP = `${OURS}app ${version}`;
const MEDIA = `${OURS}media`;

const NAMED_BY_BYTES = /^offprint-[0-9a-f]+\.(js|wasm|[a-z]+\.txt)$/;
const PICTURE = new RegExp(`^${MEDIA_FOLDER}([0-9a-f]{64})\\.\\w+$`);

// How long the network may take before a smaller rendition stands in, in milliseconds: a blocked host never answers.
const PATIENCE = 4000;

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
  // The app says when: two generations of it must not answer one page.
  if (event.data === "activate") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(ROOT)) return;
  const answer = answerTo(event.request, url, url.pathname.slice(PATH.length));
  if (answer) event.respondWith(answer);
});

// Nothing for what the browser is to fetch as if there were no worker.
function answerTo(request, url, path) {
  const file = files.find(([name]) => name === path);
  if (file) return own(file, request);
  if (NAMED_BY_BYTES.test(path)) return previous(request);
  if (PICTURE.test(path)) return picture(request, path);
  if (request.mode === "navigate" && /(^|\/)(index\.html)?$/.test(path)) {
    const folder = folderOf(path);
    if (folder !== EMBED_FOLDER) return page(request, folder, url.searchParams.has(FRESH));
  }
}

// Everything is there before anything is stored, so that an install that fails leaves nothing behind.
async function install() {
  const names = await appCaches();
  const found = await Promise.all(files.map(async (file) => {
    try {
      return [file[0], (await keptIn(file, names)) || (await load(file))];
    } catch (error) {
      // An ad blocker or a mirror may lack an icon, and the app works without.
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

// Pages that are open still run the previous app, so its files stay for one generation more.
async function activate() {
  const others = (await appCaches()).filter((name) => name !== APP);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// In the order in which they were created.
async function appCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(`${OURS}app `));
}

// A file of the app.
async function own(file, request) {
  try {
    return respond(file[0], await bytesOf(file));
  } catch (error) {
    // A newer icon than this worker knows is no harm; other code than the app's own is.
    if (file[2]) throw error;
    return fetch(request);
  }
}

// A file of another generation of the app. Its hash is not known here.
async function previous(request) {
  const copy = await caches.match(request, { ignoreVary: true }).catch(() => undefined);
  return copy || fetch(request);
}

// A picture, as it is or, where the device has only a smaller rendition, as the network has it for as long as it can.
async function picture(request, path) {
  const copy = await match(path, MEDIA);
  const instead = copy && copy.headers.get("instead");
  if (copy && !instead) {
    const bytes = await intact(copy, PICTURE.exec(path)[1]);
    if (bytes) return respond(path, bytes);
    await forget(path).catch(() => {});
  }
  const answer = fetch(request);
  if (!instead) return answer;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([answer.catch(() => {}), patience]);
  if (first && first.ok) return first;
  const [, hash] = PICTURE.exec(instead) || [];
  const bytes = hash && (await kept(instead, hash, MEDIA));
  return bytes ? respond(instead, bytes) : answer;
}

// Opening a cache makes it, and the app may just have removed this one.
async function forget(path) {
  if (await caches.has(MEDIA)) await (await caches.open(MEDIA)).delete(ROOT + path);
}

// A page: where the app keeps an edition it has all of its own pages, and the site need not be asked.
async function page(request, folder, isFresh) {
  const isOwn = !folder || folder === "index.html" || PAGE_FOLDERS.includes(folder);
  if (isOwn && !isFresh && (await caches.has(MEDIA).catch(() => false))) {
    return (await offlinePage()) || fetch(request);
  }
  let answer;
  try {
    answer = await fetch(request);
    // A redirection has the status 0 here, and is the browser's to follow.
    if (answer.status < 500) return answer;
  } catch {
    // The site is not there.
  }
  return (await offlinePage()) || answer || Response.error();
}

// The page that starts the app. It lies at the root, and is shown at any depth.
async function offlinePage() {
  try {
    const html = text(await bytesOf(files.find(([name]) => name === OFFLINE_PAGE)));
    const root = PATH.replace(/&/g, "&amp;");
    // Not `replace`, to which a dollar sign in the path would mean something.
    const answer = respond(OFFLINE_PAGE, html.split('"./').join(`"${root}`));
    // This directive works only in a header, not in a page.
    answer.headers.set("content-security-policy", "frame-ancestors 'self'");
    return answer;
  } catch {
    return undefined;
  }
}

// The first folder of a path, that of a language aside.
function folderOf(path) {
  return path.replace(/^[a-z]{2,3}(-[^/]*)?\//, "").split("/")[0];
}

// The bytes of a file of the app: those on the device, or those that the site has.
async function bytesOf(file) {
  const found = await keptIn(file, [APP]);
  if (found) return found;
  const bytes = await load(file);
  // A full disk is no reason not to answer. Where the cache is gone the reader wants nothing kept.
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

async function keptIn([path, hash], names) {
  for (const name of names) {
    const bytes = await kept(path, hash, name);
    if (bytes) return bytes;
  }
}

async function kept(path, hash, cacheName) {
  const copy = await match(path, cacheName);
  return copy && intact(copy, hash);
}

// Without opening the cache, which would make it. Hosts vary their answers by encoding, and a copy has none.
async function match(path, cacheName) {
  return caches.match(ROOT + path, { cacheName, ignoreVary: true }).catch(() => undefined);
}

// The bytes of an answer, when they have this SHA-256.
async function intact(answer, hash) {
  try {
    const bytes = await answer.arrayBuffer();
    return (await sha256(bytes)) === hash ? bytes : undefined;
  } catch {
    // It was cut short.
    return undefined;
  }
}

// Hosts send wasm and manifests with all kinds of types, so the type is the one that the name tells.
function respond(path, body) {
  const type = TYPES[path.split(".").pop()] || "application/octet-stream";
  return new Response(body, { headers: { "content-type": type, "x-content-type-options": "nosniff" } });
}
