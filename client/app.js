// Starts the app: in a site, where parts of it are loaded when they are wanted, or in a portable edition, whose document
// has them all and whose wasm is text.

import start from "offprint:app";
import { SHARE_SCRIPT } from "offprint:files";
import { readBody } from "./lib/read.js";

const offprint = (self.offprint = self.offprint || {});
const carried = offprint.share;

async function share() {
  if (!offprint.share) await import(SHARE_SCRIPT);
  return offprint.share;
}

// The wasm calls these functions; see src/browser/navigation/share.rs and network.rs.
offprint.read = readBody;
offprint.offer = async (...given) => (await share()).offer(...given);
offprint.open = async (...given) => (await share()).open(...given);
offprint.embed = async (...given) => (await share()).embed(...given);
if (carried) offprint.get = carried.carriedFiles();

// The wasm has the name of this script.
const wasm = carried ? carried.carriedBytes("offprint-wasm") : import.meta.url.replace(/js$/, "wasm");
start({ module_or_path: wasm });
