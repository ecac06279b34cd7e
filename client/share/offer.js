// Shows the dialog for sharing articles, and shares them.

import { message, sizeOf } from "../lib/messages.js";
import { generate } from "./vendor/lean-qr/nano.mjs";
import { button, canShare, check, copyText, dialog, element, save, warningOf, words } from "./dialog.js";
import { articleOf, makeFile } from "./file.js";
import { gather, manifestOf } from "./gather.js";

// The elements inside a line. Each other element has a line of its own.
const INLINE = "a abbr b bdi cite code em i q s small span strong sub sup time".split(" ");

// Returns an article as plain text, one paragraph a line.
const plainOf = (html) => {
  const lines = [""];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      lines.push(lines.pop() + (node.parentNode.closest("pre") ? node.data : node.data.replace(/\s+/g, " ")));
    } else if (node.localName === "br") {
      lines.push(`${lines.pop()}\n`);
    } else if (INLINE.includes(node.localName) || node.matches("td, th")) {
      // Separates what the page shows apart.
      const isApart = node.previousElementSibling && (node.matches("td, th, .meta > *, cite + .role"));
      if (isApart && lines.at(-1).trim()) lines.push(`${lines.pop().trimEnd()} · `);
      node.childNodes.forEach(walk);
    } else {
      lines.push("");
      node.childNodes.forEach(walk);
      lines.push("");
    }
  };
  walk(new DOMParser().parseFromString(html, "text/html").querySelector("article"));
  return lines.map((line) => line.trim()).filter(Boolean).join("\n\n");
};

const codeOf = (link) => {
  const canvas = element("canvas", { className: "code" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words().code);
  generate(link).toCanvas(canvas, { on: [0, 0, 0], off: [255, 255, 255, 255] });
  return canvas;
};

// Offers to share the open article, the saved articles, or the edition.
export const offer = async (reader, scope) => {
  const state = reader.state();
  const head = JSON.parse(state.head);
  const manifest = await manifestOf(reader, head);
  const language = document.documentElement.lang;
  const { masthead } = manifest.papers.find((paper) => paper.masthead.language === language) ?? manifest.papers[0];
  const one = scope === "article";
  // The dialog keeps its selection, even if the reader opens another page behind it.
  const gathered = gather(reader, manifest, scope, state);
  // The callers that await it report the failure.
  gathered.catch(() => {});
  const subject = { article: document.querySelector("h1")?.textContent, saved: words().saved }[scope] ?? masthead.title;
  const inFile = document.documentElement.hasAttribute("data-file");
  const link = one && (manifest.address || !inFile) ? (manifest.address ?? state.root) + state.path : undefined;
  const pictures = check(words().with_pictures, !navigator.connection?.saveData);
  const neutral = check(words().as_neutral, Boolean(masthead.sharing?.neutral));
  const shares = canShare(new File([""], "a.html", { type: "text/html" }));

  let made;
  const discard = () => (made = undefined);
  [pictures, neutral].forEach(({ input }) => input.addEventListener("change", discard));
  const deliver = async (file) => {
    if (!shares) return save(file);
    try {
      await navigator.share({ files: [file] });
    } catch (error) {
      // The system allows sharing only shortly after a click. The next click finds the file ready.
      if (error.name !== "NotAllowedError") throw error;
    }
  };
  const make = button(shares ? words().share : words().save, "button", async () => {
    make.disabled = true;
    opened.say(words().working);
    try {
      const options = { edition: head.edition, pictures: pictures.input.checked, neutral: neutral.input.checked };
      made ??= await makeFile(reader, one, await gathered, options);
      opened.say(message(words(), "made", sizeOf(words(), made.size)));
      await deliver(made);
    } catch (error) {
      // Closing the system's dialog is no failure.
      opened.say(error.name === "AbortError" ? "" : error instanceof ReferenceError ? words().too_old : words().failed);
    }
    make.disabled = false;
  });
  const plain = one && gathered.then(({ papers: [{ entries: [entry] }] }) => articleOf(reader, entry, true, false)).then(plainOf);
  if (plain) plain.catch(() => {});
  const copy = button(words().copy, "plain", async () => {
    try {
      const text = await plain;
      await copyText(neutral.input.checked || !link ? text : `${text}\n\n${link}`, opened.made);
      opened.say(words().copied);
    } catch {
      opened.say(words().not_copied);
    }
  });
  const print = button(words().print, "plain", () => {
    opened.made.close();
    window.print();
  });
  const code = link
    ? [element("details", {}, element("summary", { textContent: words().link }),
        element("p", { className: "dialog-link", dir: "ltr", textContent: link }), codeOf(link))]
    : [];
  const opened = dialog(
    words().title,
    element("p", { className: "dialog-subject", textContent: subject }),
    ...warningOf(masthead.sharing),
    element("p", { textContent: words().file }),
    pictures.label,
    neutral.label,
    element("p", { className: "dialog-actions" }, make, ...(one ? [copy, print] : [])),
    ...code,
  );
};
