// What others put into their pages. The snippets are those of `reader::embed`: the templates are made by it.

// Elements that any host lets through, and that need no style.
const BLOCKS = "p h3 h4 ul ol li blockquote pre table tr".split(" ");
const PLAIN = [...BLOCKS, ..."em strong s sub sup code a br th td".split(" ")];
const AS = { h2: "h3", figcaption: "p", summary: "p" };

// The text of an article in plain elements, with absolute addresses.
const wholeText = (html, page) => {
  const body = new DOMParser().parseFromString(html, "text/html").querySelector(".body");
  const plain = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return escape(node.data);
    const inside = [...node.childNodes].map(plain).join("");
    const name = AS[node.localName] ?? node.localName;
    if (!PLAIN.includes(name)) return inside;
    if (name === "br") return "<br>";
    const href = name === "a" && node.getAttribute("href");
    const address = href && (href.startsWith("#") ? page : new URL(href, page).href);
    const end = BLOCKS.includes(name) ? "\n" : "";
    return `<${name}${address ? ` href="${escape(address)}" rel="noopener noreferrer"` : ""}>${inside}</${name}>${end}`;
  };
  return [...body.childNodes].map(plain).join("");
};

// The three snippets of the open article.
const snippetsOf = async () => {
  const state = await ask("state");
  const head = JSON.parse(state.head);
  const manifest = read(await fileOf(`edition/m/${head.manifest.hash}.json`, head.manifest));
  const { papers } = await gather(manifest, "article", state);
  const [{ masthead, entries: [entry], front }] = papers;
  const { language, title } = masthead;
  const roots = [manifest.address ?? state.root, ...(manifest.mirrors ?? [])];
  const page = roots[0] + entry.path;
  const templates = wordsOf(language).snippets;
  const values = {
    root: roots[0] + front,
    site: roots[0],
    pages: roots.map((root) => root + entry.path).join(" "),
    up: "../".repeat(entry.path.split("/").length - 1),
    slug: entry.slug,
    language,
    direction: directionOf(language),
    headline: entry.headline,
    lead: entry.lead,
    newsroom: title,
    iso: entry.published?.iso,
    date: entry.published?.text,
    key: /^site ([0-9a-f]{64})$/m.exec(head.signed)?.[1],
    month: entry.month,
    bundle: entry.bundle.hash,
    edition: head.edition,
    host: new URL(page).host,
    script: manifest.embed?.path,
    integrity: manifest.embed?.integrity,
  };
  const escaped = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escape(value ?? "")]));
  // What an article does not have leaves its line out.
  const filled = (template) => {
    const named = values.key ? template : template.replace(' key="{key}"', "");
    const lines = values.lead ? named : named.replace("<p>{lead}</p>\n", "");
    // Some dates end with a point, after which comes none.
    const ended = /\.$/.test(values.date ?? "") ? lines.replace("</time>. ", "</time> ") : lines;
    return fill(values.iso ? ended : lines.replace(/, <time.*?<\/time>/, ""), escaped);
  };
  const whole = async () => {
    const html = await articleOf(entry, true, false);
    const text = wholeText(html, page);
    const [before, after] = filled(templates.quotation).split(/(?=<p>— )/);
    // What stands for a lead where there is none is the beginning of the text, which comes now.
    const isRepeated = text.replace(/<.*?>/g, "").startsWith(escaped.lead.slice(0, 80));
    return (isRepeated ? before.replace(/<p>(?!<).*\n$/, "") : before) + text + after;
  };
  return {
    state,
    masthead,
    front,
    page,
    quotation: filled(templates.quotation),
    whole,
    card: filled(templates.card),
    element: manifest.embed && filled(templates.element),
    frame: `embed.html#src=${entry.path}&month=${entry.month}&bundle=${entry.bundle.hash}`,
    path: `${front}embed/${entry.slug}/`,
  };
};

const preview = (address, height, sandbox) => {
  const frame = element("iframe", { src: address, height, loading: "lazy", title: words().preview });
  frame.setAttribute("sandbox", sandbox);
  frame.referrerPolicy = "no-referrer";
  return frame;
};

// A snippet with a button that copies it, and how it will look.
const grade = (title, text, shown, say, ...more) => {
  const code = element("textarea", { readOnly: true, value: text, rows: 4, spellcheck: false });
  code.setAttribute("aria-label", title);
  code.dir = "ltr";
  const copy = button(words().copy_snippet, "plain", async () => {
    try {
      await copyText(code.value, code.closest("dialog"));
      say(words().copied);
    } catch {
      // Where the browser does not let scripts copy, the reader does.
      code.select();
      say(words().not_copied);
    }
  });
  const look = element("div", { className: "look" }, shown);
  return { code, look, section: element("section", {}, element("h3", { textContent: title }), code, ...more, element("p", {}, copy), look) };
};

const quotationIn = (html) => document.importNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild, true);

// Offers what others put into their pages to show the open article.
const embed = async () => {
  const snippets = await snippetsOf();
  const { state, masthead } = snippets;
  const opened = dialog(words().embed, ...warningOf(masthead.sharing), element("p", { textContent: words().embed_text }));
  opened.made.classList.add("dialog-wide");
  const whole = check(words().whole, false);
  const quotation = grade(words().quotation, snippets.quotation, quotationIn(snippets.quotation), opened.say, whole.label);
  whole.input.onchange = async () => {
    const text = whole.input.checked ? await snippets.whole() : snippets.quotation;
    quotation.code.value = text;
    quotation.look.replaceChildren(quotationIn(text));
  };
  const card = preview(state.root + snippets.path, CARD_HEIGHT, "allow-popups allow-popups-to-escape-sandbox");
  const grades = [quotation, grade(words().card, snippets.card, card, opened.say)];
  if (snippets.element) {
    const shown = preview(state.root + snippets.frame, CARD_HEIGHT, "allow-scripts allow-popups allow-popups-to-escape-sandbox");
    grades.push(grade(words().element, snippets.element, shown, opened.say));
  }
  opened.add(...grades.map(({ section }) => section));
};
