// The dialogs: what they offer, and doing it.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const words = () => wordsOf(document.documentElement.lang);

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

// Policies say nothing of a sheet that a script makes.
const sheet = new CSSStyleSheet();
sheet.replaceSync(DIALOG_STYLE);

// A dialog over the page, that is gone when it is closed.
const dialog = (title, ...children) => {
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
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

// An article as plain text: a paragraph for each block.
const plainOf = (html) => {
  const text = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  const blocks = "h1, h2, h3, h4, p, li, pre, tr, figcaption, summary, blockquote footer, dt, dd";
  const lines = [...text.querySelectorAll(blocks)].filter((block) => !block.querySelector(blocks));
  const line = (block) => [...block.childNodes].map((node) => node.textContent).join(block.matches("tr, .meta") ? " · " : "").trim();
  return lines.map(line).filter(Boolean).join("\n\n");
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
  const subject = { article: document.querySelector("h1")?.textContent, saved: words().saved }[scope] ?? masthead.title;
  const inFile = document.documentElement.hasAttribute("data-file");
  const link = one && (manifest.address || !inFile) ? (manifest.address ?? state.root) + state.path : undefined;
  const pictures = check(words().with_pictures, !navigator.connection?.saveData);
  const neutral = check(words().as_neutral, Boolean(masthead.sharing?.neutral));
  const shares = canShare(new File([""], "a.html", { type: "text/html" }));

  const make = button(shares ? words().share : words().save, "button", async () => {
    make.disabled = true;
    opened.say(words().working);
    try {
      const file = await makeFile(scope, { pictures: pictures.input.checked, neutral: neutral.input.checked });
      if (shares) await navigator.share({ files: [file] });
      else save(file);
      opened.say(`${words().made} ${size(file.size)}`);
    } catch (error) {
      // Closing what the system shows is no failure.
      opened.say(error.name === "AbortError" ? "" : error instanceof ReferenceError ? words().too_old : words().failed);
    }
    make.disabled = false;
  });
  const copy = button(words().copy, "plain", async () => {
    try {
      const html = await ask("article", state.path, state.month, false, true);
      const text = plainOf(html);
      await navigator.clipboard.writeText(neutral.input.checked || !link ? text : `${text}\n\n${link}`);
      opened.say(words().copied);
    } catch {
      opened.say(words().too_old);
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
