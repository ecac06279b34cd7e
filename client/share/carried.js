// Reads the files that a portable edition embeds in its own document.

import { readArchive } from "./archive.js";
import { MAX_ARCHIVE_BYTES, fromBase64, inflate } from "./encoding.js";

// Unpacks the bytes in an element.
export const carriedBytes = (id) => inflate(fromBase64(document.getElementById(id).textContent), "gzip", MAX_ARCHIVE_BYTES);

// Returns a function that reads a file of the edition by its path.
export const carriedFiles = () => {
  const archive = carriedBytes("offprint-edition").then(readArchive);
  return async (path) => (await archive).get(path);
};
