// Bytes as text, compressed, and in a row.

const bytesOf = (text) => {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
};

// A data address is the one way to base64 that has no limit.
const textOf = (bytes) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(new Blob([bytes]));
});

const textIn = (bytes) => new TextDecoder().decode(bytes);

const deflate = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// Nobody says how much comes out of compressed bytes but those who sent them: more than `most` is refused.
const inflate = async (bytes, format, most) => {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new Error("too large");
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

// The most that an archive may be, in bytes: the text of some thirty thousand articles.
const MOST = 256 * 1024 * 1024;

const FIRST_LINE = "offprint-edition 1\n";

const writeArchive = (files) => {
  const parts = [FIRST_LINE];
  for (const [path, bytes] of files) parts.push(`${path} ${bytes.length}\n`, bytes);
  return new Blob(parts).arrayBuffer().then((buffer) => new Uint8Array(buffer));
};

// The files of an archive by their paths; nothing when it is not whole, or of a newer version.
const readArchive = (bytes) => {
  if (textIn(bytes.subarray(0, FIRST_LINE.length)) !== FIRST_LINE) return undefined;
  const files = new Map();
  for (let at = FIRST_LINE.length; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const line = /^(\S+) (\d+)$/.exec(textIn(bytes.subarray(at, end)));
    if (end < 0 || !line) return undefined;
    at = end + 1 + Number(line[2]);
    if (!(at <= bytes.length)) return undefined;
    files.set(line[1], bytes.subarray(end + 1, at));
  }
  return files;
};

// What the document itself carries, for the app that runs in it.
const carriedBytes = (id) => inflate(bytesOf(document.getElementById(id).textContent), "gzip", MOST);

const carried = () => {
  const archive = carriedBytes("offprint-edition").then(readArchive);
  return async (path) => (await archive).get(path);
};
