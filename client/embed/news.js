// Finds the current version of an article or a section.

import { MAX_LISTED } from "offprint:constants";
import { bundle, manifestOf } from "./files.js";
import { newest } from "./newest.js";

// How many months are searched for an article that is no longer where it was.
const MONTHS = 24;

// Finds the newest edition, and the paper of a language in it.
async function newestPaper({ roots, key, place: { language } }) {
  const edition = await newest(roots, key);
  const { papers } = await manifestOf(edition.roots, edition);
  const paper = language ? papers.slice(1).find((it) => it.masthead.language === language) : papers[0];
  return { edition, paper, main: papers[0].masthead.language };
}

// Finds what the newsroom has of an article now: its entry, or that it is gone.
export async function newestEntry(context) {
  const { place, pin } = context;
  const { edition, paper, main } = await newestPaper(context);
  // A site that was not updated knows less than whoever embedded the article.
  if (pin.edition > edition.edition) throw new Error("older than what was embedded");
  const { roots, isStale } = edition;
  if (!paper) return { roots, gone: true };
  const known = { roots, isStale, main, newsroom: paper.masthead.title };
  const isLikely = (it) => it.month === pin.month;
  const months = paper.months.filter(isLikely).concat(paper.months.filter((it) => !isLikely(it)));
  for (const month of months.slice(0, MONTHS)) {
    const { entries } = await bundle(roots, month.bundle.hash);
    const entry = entries.find((it) => it.slug === place.key);
    if (entry) return { ...known, entry };
  }
  return { ...known, gone: months.length <= MONTHS };
}

// Finds the newest articles of a section.
export async function newestOfSection(context) {
  const { place } = context;
  const { edition, paper } = await newestPaper(context);
  const { roots, isStale } = edition;
  const { title, language, sections } = paper.masthead;
  const section = sections.find((it) => it.identifier === place.key);
  const entries = [];
  for (const month of paper.months.filter((it) => it.sections && it.sections[place.key])) {
    if (entries.length >= MAX_LISTED) break;
    const index = await bundle(roots, month.bundle.hash);
    entries.push(...index.entries.filter((it) => it.section === place.key));
  }
  return { newsroom: title, language, name: section.name, entries: entries.slice(0, MAX_LISTED), isStale };
}
