// Opens a file: a portable edition or an edition.zip. Reads only the needed parts, so that a phone can open hundreds of
// megabytes. The app checks every file by its hash.

import { HEAD_PATH, MEDIA_FOLDER } from "offprint:constants";
import { text } from "../lib/bytes.js";
import { message } from "../lib/messages.js";
import { readArchive } from "./archive.js";
import { dialog, element, words } from "./dialog.js";
import { MAX_ARCHIVE_BYTES, fromBase64, inflate } from "./encoding.js";

class FileError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// Reads a part of a file. The file itself says where, so the position may be wrong.
const slice = async (file, start, end) => {
  if (!(start <= end && end - start <= MAX_ARCHIVE_BYTES)) throw new FileError("damaged");
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
};

// Returns a function that reads a file of the edition by its path, and the list of paths.
const readFile = async (file) => {
  const start = text(await slice(file, 0, 2048));
  if (start.startsWith("PK\u0003\u0004")) return readZip(file);
  const end = /<!--offprint-end (\d+)-->\s*$/.exec(text(await slice(file, Math.max(0, file.size - 64), file.size)));
  if (end) return readPortable(file, Number(end[1]));
  throw new FileError(start.includes('name="generator" content="Offprint"') ? "short" : "foreign");
};

const readPortable = async (file, position) => {
  const index = text(await slice(file, position, file.size));
  const edition = /^edition (\d+) (\d+)$/m.exec(index);
  if (!index.startsWith("<!--offprint-index\n") || !edition) throw new FileError("damaged");
  const textAt = async (start, end) => text(await slice(file, Number(start), Number(end)));
  let archive;
  try {
    archive = readArchive(await inflate(fromBase64(await textAt(edition[1], edition[2])), "gzip", MAX_ARCHIVE_BYTES));
  } catch {
    throw new FileError("damaged");
  }
  if (!archive) throw new FileError("damaged");
  const pictures = new Map([...index.matchAll(/^picture (\w+) (\d+) (\d+)$/gm)].map(([, ...line]) => [line[0], line]));
  const get = async (path) => {
    const [, start, end] = pictures.get(/^edition\/media\/(\w+)\./.exec(path)?.[1]) ?? [];
    if (start === undefined) return archive.get(path);
    try {
      return fromBase64(await textAt(start, end));
    } catch {
      return undefined;
    }
  };
  return { get, paths: [...archive.keys(), ...[...pictures.keys()].map((hash) => `${MEDIA_FOLDER}${hash}.`)] };
};

// The maximum size of the record at the end of a zip, which locates the list of files (APPNOTE.TXT of PKWARE, 4.3.16),
// with its comment.
const END_OF_ZIP = 22 + 65535;

const readZip = async (file) => {
  const from = Math.max(0, file.size - END_OF_ZIP);
  const tail = new DataView((await slice(file, from, file.size)).buffer);
  let position = tail.byteLength - 22;
  while (position >= 0 && tail.getUint32(position, true) !== 0x06054b50) position -= 1;
  if (position < 0) throw new FileError("short");
  const [size, start] = [tail.getUint32(position + 12, true), tail.getUint32(position + 16, true)];
  const list = new DataView((await slice(file, start, start + size)).buffer);
  const entries = new Map();
  for (let position = 0; position + 46 <= list.byteLength && list.getUint32(position, true) === 0x02014b50;) {
    const [name, extra, comment] = [28, 30, 32].map((field) => list.getUint16(position + field, true));
    const path = text(new Uint8Array(list.buffer, position + 46, Math.min(name, list.byteLength - position - 46)));
    entries.set(path, {
      method: list.getUint16(position + 10, true),
      packed: list.getUint32(position + 20, true),
      bytes: list.getUint32(position + 24, true),
      start: list.getUint32(position + 42, true),
    });
    position += 46 + name + extra + comment;
  }
  // The archive may contain the folder that holds the site.
  const head = [...entries.keys()].find((path) => `/${path}`.endsWith(`/${HEAD_PATH}`));
  if (!head) throw new FileError("foreign");
  const root = head.slice(0, -HEAD_PATH.length);
  const get = async (path) => {
    const entry = entries.get(root + path);
    if (!entry) return undefined;
    if (Math.max(entry.bytes, entry.packed) > MAX_ARCHIVE_BYTES) throw new FileError("damaged");
    const local = new DataView((await slice(file, entry.start, entry.start + 30)).buffer);
    if (local.byteLength < 30 || local.getUint32(0, true) !== 0x04034b50) throw new FileError("damaged");
    const data = entry.start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const bytes = await slice(file, data, data + entry.packed);
    return entry.method ? inflate(bytes, "deflate-raw", entry.bytes) : bytes;
  };
  return { get, paths: [...entries.keys()].map((path) => path.slice(root.length)) };
};

// The results after which the reader can read what is in the file.
const READABLE = ["opened", "opened_articles", "same"];

// Imports a file. Returns the name of the result, a message about it, and the function that opens an edition that is not stored.
const importFile = async (reader, file) => {
  const { get, paths } = await readFile(file);
  // An edition has no other files except the head, which no hash names.
  const named = paths.filter((path) => /^edition\/(m|b|media)\/[0-9a-f]{64}\.\w*$/.test(path));
  const outcome = await reader.open(get, named);
  const name = words()[outcome.message] ? outcome.message : "damaged";
  const detail = name === "opened_articles" ? Number(outcome.detail) : outcome.detail;
  return [name, message(words(), name, detail), outcome.read];
};

const chooseFile = () => new Promise((resolve) => {
  const input = element("input", { type: "file", accept: ".html,.htm,.zip,text/html,application/zip" });
  input.onchange = () => resolve(input.files[0]);
  input.oncancel = () => resolve(undefined);
  input.click();
});

// Makes the link to the front page in the reader's language, which the app follows.
const linkToFront = (dialog, read) => {
  const href = document.querySelector("a.masthead-title").href;
  const onclick = () => {
    read?.();
    dialog.close();
  };
  const link = element("a", { className: "button", href, textContent: words().read, onclick });
  return element("p", { className: "dialog-actions" }, link);
};

// Opens a dropped file, or one that the reader chooses.
export const open = async (reader, dropped) => {
  const file = dropped ?? (await chooseFile());
  if (!file) return;
  const opened = dialog(file.name);
  opened.say(words().opening);
  try {
    const [name, text, read] = await importFile(reader, file);
    opened.say(read ? `${text}. ${words().readable}` : text);
    if (read || READABLE.includes(name)) opened.add(linkToFront(opened.made, read));
  } catch (error) {
    opened.say(words()[error.reason] ?? words().damaged);
  }
};
