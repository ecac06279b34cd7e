// Reads responses.

// Reads the body of a response. Fails if it is longer than the limit in bytes.
export async function readBody(response, limit) {
  const reader = response.body.getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > limit) {
      reader.cancel().catch(() => {});
      throw new RangeError("too long");
    }
  }
  const bytes = new Uint8Array(length);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  return bytes;
}
