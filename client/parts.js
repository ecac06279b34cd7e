// Loads each part of the app when the core first needs it.

import { FILES, PARTS } from "offprint:parts";

// The longest time for a request, in milliseconds. After it, the next attempt can begin.
const FILE_TIMEOUT = 45000;

// Fetches a file of a part. The script knows its hash, so the browser never runs other bytes.
async function fetchFile(file, cache) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), FILE_TIMEOUT);
  try {
    const address = import.meta.url.replace(/js$/, `${file}.wasm`);
    const answer = await fetch(address, { cache, integrity: FILES[file], signal: controller.signal });
    if (!answer.ok) throw new Error(`cannot fetch ${address}`);
    return await answer.arrayBuffer();
  } finally {
    clearTimeout(timer);
  }
}

// The browser's cached copy may be damaged: request the file from the site itself, once.
const fromSite = (file) => fetchFile(file, "default").catch(() => fetchFile(file, "reload"));

// Returns a function that loads a part into the core. `bytesOf` returns a file of a part; the default fetches it.
export function makeLoader(bytesOf = fromSite) {
  const started = new Map();
  const start = (file, imports) => {
    if (!started.has(file)) {
      const instance = bytesOf(file).then((bytes) => WebAssembly.instantiate(bytes, { __wasm_split: imports }));
      // A failed file can be loaded again. A running one must never be started again: that would reset its data.
      started.set(file, instance);
      instance.catch(() => started.delete(file));
    }
    return started.get(file);
  };
  return (part, imports) => Promise.all(PARTS[part].map((file) => start(file, imports)));
}
