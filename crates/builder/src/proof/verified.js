// What the verifier says of an edition, whoever sent it.

// How long addresses may take where one of them has answered, in milliseconds.
const PATIENCE_WITH_HEADS = 3000;

// What the verifier says of a head; see `question.rs`. `known` is a root that is trusted, else `site` names the first one, and
// of a site that nobody knows yet the first root is believed. Each time it begins anew, so that no answer hangs on what was
// asked before.
async function verified(module, { site = "", floor = "", known = "" }, { edition, manifest, signed }, roots) {
  const now = Math.floor(Date.now() / 1000);
  // What others sent comes last: a zero in it can be no part before it.
  const parts = [site, floor, now, known, edition, manifest.hash, manifest.bytes, signed, ...roots];
  const question = new TextEncoder().encode(parts.join("\0"));
  const { exports } = await WebAssembly.instantiate(module);
  // The memory may grow while room is made, and is another one then.
  const place = exports.room(question.length);
  new Uint8Array(exports.memory.buffer, place, question.length).set(question);
  const length = exports.verify();
  const answer = text(new Uint8Array(exports.memory.buffer, exports.answer(), length));
  const [line, raised, words, signers, ...after] = answer.split("\0");
  const [kind, epoch, number, hash, bytes, issued, age, days, rank] = line.split(" ");
  if (kind !== "edition") throw new Error(line);
  const about = { epoch: +epoch, edition: +number, manifest: hash, bytes: +bytes, issued: +issued, age, days, rank };
  return { ...about, floor: raised, words, signers, roots: after };
}

// Which root a head names.
function claimed({ signed }) {
  const found = /^root (\d+)$/m.exec(signed);
  return found ? +found[1] : 0;
}

// The first of some editions that no other is newer than.
function first(editions) {
  return editions.sort((a, b) => b.epoch - a.epoch || b.edition - a.edition || b.issued - a.issued)[0];
}

// Whether two editions have one number.
function isFork(one, other) {
  return one.epoch === other.epoch && one.edition === other.edition && one.manifest !== other.manifest;
}

// What came of these: where some take too long what there is by then, and if that is nothing the first.
function arrived(promises) {
  const found = [];
  return new Promise((resolve) => {
    let isLate = false;
    const add = (it) => {
      found.push(it);
      if (isLate) resolve([...found]);
    };
    Promise.all(promises.map((it) => it.then(add, () => {}))).then(() => resolve([...found]));
    pause(PATIENCE_WITH_HEADS).then(() => {
      isLate = true;
      if (found.length) resolve([...found]);
    });
  });
}
