// Reads and writes the archive of an edition: its files in a row.

import { text } from "../lib/bytes.js";

const FIRST_LINE = "offprint-edition 1\n";

// Writes an archive, as `portable::archive` does.
export const writeArchive = (files) => {
  const parts = [FIRST_LINE];
  for (const [path, bytes] of files) parts.push(`${path} ${bytes.length}\n`, bytes);
  return new Blob(parts).arrayBuffer().then((buffer) => new Uint8Array(buffer));
};

// Reads an archive into a map by path. Returns nothing if the archive is incomplete or of a newer version.
export const readArchive = (bytes) => {
  if (text(bytes.subarray(0, FIRST_LINE.length)) !== FIRST_LINE) return undefined;
  const files = new Map();
  for (let at = FIRST_LINE.length; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const line = /^(\S+) (\d+)$/.exec(text(bytes.subarray(at, end)));
    if (end < 0 || !line) return undefined;
    at = end + 1 + Number(line[2]);
    if (!(at <= bytes.length)) return undefined;
    files.set(line[1], bytes.subarray(end + 1, at));
  }
  return files;
};
