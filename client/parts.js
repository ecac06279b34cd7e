// Loads the parts of the app, each when the core first wants it.

import { FILES, PARTS } from "offprint:parts";

// How long a part may take to arrive, in milliseconds. Then its request ends, and the next one may begin.
const PATIENCE = 45000;

// Gets a file of a part. The script knows its hash, so nothing else is ever run.
async function fetched(file, cache) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const address = import.meta.url.replace(/js$/, `${file}.wasm`);
    const answer = await fetch(address, { cache, integrity: FILES[file], signal: controller.signal });
    if (!answer.ok) throw new Error(`${address} is not there`);
    return await answer.arrayBuffer();
  } finally {
    clearTimeout(timer);
  }
}

// What the browser stored may be a damaged copy: ask the site itself, once.
const fromSite = (file) => fetched(file, "default").catch(() => fetched(file, "reload"));

// Makes what loads a part into the core. `bytesOf` gets a file of it; without one the site has them all.
export function makeLoader(bytesOf = fromSite) {
  const started = new Map();
  const start = (file, imports) => {
    if (!started.has(file)) {
      const instance = bytesOf(file).then((bytes) => WebAssembly.instantiate(bytes, { __wasm_split: imports }));
      // What failed may be had the next time. What runs is never started again, since that would undo its data.
      started.set(file, instance);
      instance.catch(() => started.delete(file));
    }
    return started.get(file);
  };
  return (part, imports) => Promise.all(PARTS[part].map((file) => start(file, imports)));
}
