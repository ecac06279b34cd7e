// The dialogs: what they offer, and doing it.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const words = () => wordsOf(document.documentElement.lang);

// Policies say nothing of a sheet that a script makes.
let sheet;
const addStyle = () => {
  if (sheet) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(DIALOG_STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

// A dialog over the page, that is gone when it is closed.
const dialog = (title, ...children) => {
  addStyle();
  const status = element("p");
  const close = element("button", { type: "button", className: "plain", textContent: words().close });
  const heading = element("h2", { id: "dialog-title", textContent: title });
  const made = element("dialog", { className: "dialog" }, heading, ...children, status, element("p", {}, close));
  made.setAttribute("aria-labelledby", heading.id);
  status.setAttribute("role", "status");
  close.onclick = () => made.close();
  made.onclose = () => made.remove();
  document.body.append(made);
  made.showModal();
  return { made, add: (...more) => status.before(...more), say: (text) => (status.textContent = text) };
};

const button = (text, className, onclick) => element("button", { type: "button", className, textContent: text, onclick });

const check = (text, checked) => {
  const input = element("input", { type: "checkbox", checked });
  return { input, label: element("label", {}, input, element("span", { textContent: text })) };
};

const warningOf = (sharing) => (sharing?.warning ?? []).map((text) => element("p", { className: "warning", textContent: text }));

const canShare = (file) => Boolean(navigator.canShare?.({ files: [file] }));

const save = (file) => {
  const address = URL.createObjectURL(file);
  element("a", { href: address, download: file.name }).click();
  // The browser has taken hold of it long before.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
};

const copyText = async (text, dialog) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // On plain http there is none, and what is selected can be copied all the same.
  const field = element("textarea", { value: text });
  dialog.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
};

// Elements inside a line; each other one begins a line of its own, and ends it.
const INLINE = "a abbr b bdi cite code em i q s small span strong sub sup time".split(" ");

// An article as plain text: a paragraph for each line of it.
const plainOf = (html) => {
  const lines = [""];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      lines.push(lines.pop() + (node.parentNode.closest("pre") ? node.data : node.data.replace(/\s+/g, " ")));
    } else if (node.localName === "br") {
      lines.push(`${lines.pop()}\n`);
    } else if (INLINE.includes(node.localName) || node.matches("td, th")) {
      // What stands apart on the screen stands apart in the line.
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

// Offers to pass something on: the open article, the saved ones, or the edition.
const offer = async (scope) => {
  const state = await ask("state");
  const head = JSON.parse(state.head);
  const manifest = read(await fileOf(`edition/m/${head.manifest.hash}.json`, head.manifest));
  const language = document.documentElement.lang;
  const { masthead } = manifest.papers.find((paper) => paper.masthead.language === language) ?? manifest.papers[0];
  const one = scope === "article";
  // What is offered is what the file has, whatever the reader opens behind the dialog.
  const gathered = gather(manifest, scope, state);
  // Who asks is told; nobody else needs to know.
  gathered.catch(() => {});
  const subject = { article: document.querySelector("h1")?.textContent, saved: words().saved }[scope] ?? masthead.title;
  const inFile = document.documentElement.hasAttribute("data-file");
  const link = one && (manifest.address || !inFile) ? (manifest.address ?? state.root) + state.path : undefined;
  const pictures = check(words().with_pictures, !navigator.connection?.saveData);
  const neutral = check(words().as_neutral, Boolean(masthead.sharing?.neutral));
  const shares = canShare(new File([""], "a.html", { type: "text/html" }));

  let made;
  const forget = () => (made = undefined);
  [pictures, neutral].forEach(({ input }) => input.addEventListener("change", forget));
  const give = async (file) => {
    if (!shares) return save(file);
    try {
      await navigator.share({ files: [file] });
    } catch (error) {
      // The system shares only soon after a press: the next one finds the file made.
      if (error.name !== "NotAllowedError") throw error;
    }
  };
  const make = button(shares ? words().share : words().save, "button", async () => {
    make.disabled = true;
    opened.say(words().working);
    try {
      const options = { edition: head.edition, pictures: pictures.input.checked, neutral: neutral.input.checked };
      made ??= await makeFile(one, await gathered, options);
      opened.say(message(words(), "made", sizeOf(words(), made.size)));
      await give(made);
    } catch (error) {
      // Closing what the system shows is no failure.
      opened.say(error.name === "AbortError" ? "" : error instanceof ReferenceError ? words().too_old : words().failed);
    }
    make.disabled = false;
  });
  const plain = one && gathered.then(({ papers: [{ entries: [entry] }] }) => articleOf(entry, true, false)).then(plainOf);
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

// Opens a file that was dropped, or one that the reader chooses.
const open = async (given) => {
  const file = given ?? (await chosen());
  if (!file) return;
  const opened = dialog(file.name);
  opened.say(words().opening);
  try {
    opened.say(await keep(file, words()));
  } catch (error) {
    opened.say(words()[error.reason] ?? words().damaged);
  }
};

const chosen = () => new Promise((resolve) => {
  const input = element("input", { type: "file", accept: ".html,.htm,.zip,text/html,application/zip" });
  input.onchange = () => resolve(input.files[0]);
  input.oncancel = () => resolve(undefined);
  input.click();
});
