// Collects the contents of a portable edition.

import { ARTICLES, BUNDLE_FOLDER, HEAD_PATH, MAX_LISTS_BYTES, MANIFEST_FOLDER, ROOT_FOLDER } from "offprint:constants";
import { json } from "../lib/bytes.js";

// Returns the path of a bundle.
export const bundlePath = (bundle) => `${BUNDLE_FOLDER}${bundle.hash}.json`;

// Loads a file of the edition from the app, which checks it.
export const fileOf = async (reader, path, reference) => {
  const bytes = await reader.file(path, reference.hash, reference.bytes);
  if (!bytes) throw new Error(`no ${path}`);
  return bytes;
};

// Reads the manifest that a head names.
export const manifestOf = async (reader, { manifest }) =>
  json(await fileOf(reader, `${MANIFEST_FOLDER}${manifest.hash}.json`, manifest));

// Collects the requested articles by paper: the stored ones, or the open one. Saved articles that no stored list has
// come last, because their edition was replaced or has no lists here.
export const gather = async (reader, manifest, scope, state) => {
  const encoder = new TextEncoder();
  const files = new Map([[HEAD_PATH, encoder.encode(state.head)]]);
  // The recipient’s app checks the edition against these roots.
  state.roots.forEach((root, at) => files.set(`${ROOT_FOLDER}${at + 1}.txt`, encoder.encode(root)));
  const add = async (path, reference) => files.set(path, files.get(path) ?? (await fileOf(reader, path, reference))).get(path);
  const head = JSON.parse(state.head);
  const one = scope === "article";
  const fits = (reference) => !one || reference.bytes <= MAX_LISTS_BYTES;
  if (fits(head.manifest)) await add(`${MANIFEST_FOLDER}${head.manifest.hash}.json`, head.manifest);
  const papers = [];
  for (const [position, paper] of manifest.papers.entries()) {
    const { masthead } = paper;
    const front = position ? `${masthead.language}/` : "";
    const pathOf = (slug) => `${front}${ARTICLES}/${slug}/`;
    const mine = state.saved.filter(({ language }) => language === masthead.language);
    const wants = ({ slug }) =>
      one ? pathOf(slug) === state.path : scope === "edition" || mine.some((saved) => saved.slug === slug);
    const entries = [];
    for (const month of paper.months) {
      if (one && (month.month !== state.month || !state.path.startsWith(pathOf("").slice(0, -1)))) continue;
      if (!one && !(await reader.isKept(month.bundle.hash))) continue;
      const index = await fileOf(reader, bundlePath(month.bundle), month.bundle);
      const before = entries.length;
      for (const entry of json(index).entries) {
        if (!wants(entry) || (!one && !(await reader.isKept(entry.bundle.hash)))) continue;
        await add(bundlePath(entry.bundle), entry.bundle);
        entries.push({ ...entry, path: pathOf(entry.slug), month: month.month });
      }
      if (entries.length > before && fits(month.bundle)) files.set(bundlePath(month.bundle), index);
    }
    const listed = entries.length;
    for (const { slug, hash, bytes } of scope === "edition" ? [] : mine) {
      if (!wants({ slug }) || entries.some((entry) => entry.slug === slug)) continue;
      const bundle = { hash, bytes };
      const { headline, published } = json(await add(bundlePath(bundle), bundle));
      entries.push({ slug, headline, published, bundle, path: pathOf(slug) });
    }
    if (!entries.length) continue;
    for (const list of one ? [] : [paper.topics, paper.places, paper.about]) {
      if (list && (await reader.isKept(list.hash))) await add(bundlePath(list), list);
    }
    papers.push({ masthead, date: paper.date ?? manifest.date, entries, front, isListed: listed === entries.length });
  }
  if (!papers.length) throw new Error("no article to collect");
  return { papers, files: [...files] };
};
