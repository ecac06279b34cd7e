// What the verifier says of an edition, whoever sent it.

// How long addresses may take where one of them has answered, in milliseconds.
const PATIENCE_WITH_HEADS = 3000;

// What the verifier says of a head; see `question.rs`. `known` is a root that is trusted, else `site` names the first one, and
// of a site that nobody knows yet the first root is believed. Each time it begins anew, so that no answer hangs on what was
// asked before.
async function verified(module, { site = "", floor = "", known = "" }, head, roots) {
  const now = Math.floor(Date.now() / 1000);
  // A claim with a zero in it could be one thing here and another to who reads the head later.
  const claims = [head.edition, head.manifest.hash, head.manifest.bytes, head.signed].join("\0");
  if (claims.split("\0").length > 4) throw new Error("a zero");
  const question = new TextEncoder().encode([site, floor, now, known, claims, ...roots].join("\0"));
  const { exports } = await WebAssembly.instantiate(module);
  // The memory may grow while room is made, and is another one then.
  const place = exports.room(question.length);
  new Uint8Array(exports.memory.buffer, place, question.length).set(question);
  const length = exports.verify();
  const answer = text(new Uint8Array(exports.memory.buffer, exports.answer(), length));
  const [line, raised, words, signers, ...after] = answer.split("\0");
  const [kind, epoch, edition, manifest, bytes, issued, age, days, rank] = line.split(" ");
  if (kind !== "edition") throw new Error(line);
  const numbers = { epoch: +epoch, edition: +edition, bytes: +bytes, issued: +issued, days: +days };
  return { ...numbers, manifest, age, rank, floor: raised, words, signers, roots: after };
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

function isOfOneNumber(one, other) {
  return one.epoch === other.epoch && one.edition === other.edition;
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
