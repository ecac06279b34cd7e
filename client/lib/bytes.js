// Decodes and hashes bytes.

// Decodes UTF-8.
export function text(bytes) {
  return new TextDecoder().decode(bytes);
}

// Parses JSON in UTF-8.
export function json(bytes) {
  return JSON.parse(text(bytes));
}

// Returns the SHA-256 of bytes in hexadecimal digits. Only secure pages can compute it.
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
