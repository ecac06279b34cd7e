// Asking for files: nothing of whoever reads goes along, and no more is read than there may be.

// How long an address may take, in milliseconds.
const PATIENCE = 10000;

async function request(url, cache, most) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    // A redirection may lead anywhere, and the host allowed the site only.
    const options = { cache, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal };
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await read(answer, most);
  } finally {
    clearTimeout(timer);
  }
}

function text(bytes) {
  return new TextDecoder().decode(bytes);
}

function json(bytes) {
  return JSON.parse(text(bytes));
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
