// Starts the app: on a site, where it loads some parts on demand, or in a portable edition, whose document contains all
// parts and the wasm as text.

import start from "offprint:app";
import { SHARE_SCRIPT } from "offprint:files";
import { PART_BYTES } from "offprint:parts";
import { readBody } from "./lib/read.js";
import { makeLoader } from "./parts.js";
import { giveUp, keepPresses, keptPresses, takePresses } from "./presses.js";

keepPresses();

const offprint = (self.offprint = self.offprint || {});
const portable = offprint.share;

async function share() {
  if (!offprint.share) await import(SHARE_SCRIPT);
  return offprint.share;
}

// The longest time for the core, in milliseconds.
const CORE_TIMEOUT = 240000;

// The longest time for which the answers to early requests count, in milliseconds from the beginning of the navigation.
const EARLY_TIME = 30000;

// Returns the answer to a request that the page sent before this script ran, once; see early.js.
function takeAnswer(path) {
  const answer = offprint.answers?.[path];
  if (!answer) return undefined;
  delete offprint.answers[path];
  return performance.now() < EARLY_TIME ? answer : undefined;
}

// The wasm calls these functions: see parts.rs, network/fetch.rs and navigation/ in src/browser.
offprint.read = readBody;
offprint.keptPresses = keptPresses;
offprint.takePresses = takePresses;
offprint.loadShare = share;
offprint.offer = async (...values) => (await share()).offer(...values);
offprint.open = async (...values) => (await share()).open(...values);
offprint.embed = async (...values) => (await share()).embed(...values);
offprint.takeAnswer = takeAnswer;
offprint.partBytes = () => PART_BYTES;
const parts = makeLoader(portable && ((file) => portable.carriedBytes(`offprint-part-${file}`)));
offprint.loadPart = parts.load;
offprint.fetchPart = parts.fetch;
offprint.untilIdle = () =>
  new Promise((resolve) => {
    // Safari has no requestIdleCallback.
    if (self.requestIdleCallback) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 100);
  });
if (portable) offprint.get = portable.carriedFiles();

// The wasm has the same name as this script.
const fetchCore = (cache) =>
  fetch(import.meta.url.replace(/js$/, "wasm"), { cache, signal: AbortSignal.timeout?.(CORE_TIMEOUT) });
const startWith = (core) => start({ module_or_path: core });

if (!self.WebAssembly) giveUp();
else if (portable) startWith(portable.carriedBytes("offprint-wasm")).catch(giveUp);
// The browser's cached copy may be damaged: request the file from the site itself, once.
else startWith(offprint.core ?? fetchCore("default")).catch(() => startWith(fetchCore("reload"))).catch(giveUp);
