// Starts the app: on a site, where it loads some parts on demand, or in a portable edition, whose document contains all
// parts and the wasm as text.

import start from "offprint:app";
import { SHARE_SCRIPT } from "offprint:files";
import { PART_BYTES } from "offprint:parts";
import { askEarly, takeAnswer } from "./answers.js";
import { firstCore, freshCore } from "./core.js";
import { readBody } from "./lib/read.js";
import { listenToDownloads } from "./linked-files.js";
import { makeLoader } from "./parts.js";
import { giveUp, keepPresses, keptPresses, takePresses } from "./presses.js";
import { askedPrivate, becomePrivate, databaseNames, joinTabs, siteName, tellErased, whenErased } from "./private.js";
import { listenToLeave, setEscape } from "./quick-exit.js";
import { restoreScroll } from "./scroll.js";
import { begin, closeStore, openStore, whenStoreCloses } from "./store.js";

restoreScroll();
keepPresses();
listenToLeave();

const offprint = (self.offprint = self.offprint || {});
const portable = offprint.share;

async function share() {
  if (!offprint.share) await import(SHARE_SCRIPT);
  return offprint.share;
}

// The wasm calls these functions: see parts.rs, device/, network/fetch.rs and navigation/ in src/browser.
Object.assign(offprint, { askedPrivate, becomePrivate, databaseNames, siteName, tellErased, whenErased });
offprint.read = readBody;
offprint.keptPresses = keptPresses;
offprint.takePresses = takePresses;
offprint.giveUp = giveUp;
offprint.loadShare = share;
offprint.offer = async (...values) => (await share()).offer(...values);
offprint.open = async (...values) => (await share()).open(...values);
offprint.embed = async (...values) => (await share()).embed(...values);
offprint.takeAnswer = takeAnswer;
offprint.setEscape = setEscape;
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

const startWith = (core) => start({ module_or_path: core });

if (!self.WebAssembly) giveUp();
else if (portable) startWith(portable.carriedBytes("offprint-wasm")).catch(giveUp);
else {
  joinTabs();
  listenToDownloads(share);
  const store = askedPrivate().then((isPrivate) => isPrivate || openStore(siteName()));
  // The core reports that there is no store.
  store.catch(() => {});
  Object.assign(offprint, { closeStore, openStore: () => store, whenStoreCloses });
  offprint.begin = (stores, mode) => begin(siteName(), stores, mode);
  // Pages of an older version do not name the messages.
  const messages = document.querySelector("script[data-messages]")?.dataset.messages;
  if (messages) askEarly(messages);
  startWith(firstCore()).catch(() => startWith(freshCore())).catch(giveUp);
}
