// Loads each part of the app when the core first needs it.

import { FILES, PARTS } from "offprint:parts";
import { limit } from "./lib/limit.js";

// The longest time for a request, in milliseconds. After it, the next attempt can begin.
const FILE_TIMEOUT = 120000;

// Fetches a file of a part. The script knows its hash, so the browser never runs other bytes.
async function fetchFile(file, cache) {
  const address = import.meta.url.replace(/js$/, `${file}.wasm`);
  const answer = await fetch(address, { cache, integrity: FILES[file], signal: limit(FILE_TIMEOUT) });
  if (!answer.ok) throw new Error(`cannot fetch ${address}`);
  return answer.arrayBuffer();
}

// The browser's cached copy may be damaged: request the file from the site itself, once.
const fromSite = (file) => fetchFile(file, "default").catch(() => fetchFile(file, "reload"));

// Returns the loader of the parts. `bytesOf` returns a file of a part; the default fetches it.
export function makeLoader(bytesOf = fromSite) {
  // The bytes of each file, then its running instance. A failed file can be loaded again. A running one must never be started
  // again: that would reset its data.
  const [fetched, started] = [new Map(), new Map()];
  const once = (map, file, make) => {
    if (!map.has(file)) {
      const made = make();
      map.set(file, made);
      made.catch(() => map.delete(file));
    }
    return map.get(file);
  };
  const fetchOnce = (file) => once(fetched, file, () => bytesOf(file));
  const start = async (file, imports) => {
    const instance = await WebAssembly.instantiate(await fetchOnce(file), { __wasm_split: imports });
    fetched.delete(file);
    return instance;
  };
  return {
    // Fetches a part that is wanted soon. Loading it reports what fails. An app in one file has no parts.
    fetch: (part) => PARTS[part]?.forEach(fetchOnce),
    // Loads a part into the core.
    load: (part, imports) => Promise.all(PARTS[part].map((file) => once(started, file, () => start(file, imports)))),
  };
}
