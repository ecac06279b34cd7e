// Finds the current version of an article or a section.

import { MAX_LISTED } from "offprint:constants";
import { bundle, manifestOf } from "./files.js";
import { newest } from "./newest.js";

// The maximum number of months searched for an article that moved.
const MAX_MONTHS = 24;

// Finds the newest edition and its paper in a language.
async function newestPaper({ roots, key, place: { language } }) {
  const edition = await newest(roots, key);
  const { papers } = await manifestOf(edition.roots, edition);
  const paper = language ? papers.slice(1).find((paper) => paper.masthead.language === language) : papers[0];
  return { edition, paper, main: papers[0].masthead.language };
}

// Finds the current entry of an article, or that the article is gone.
export async function newestEntry(context) {
  const { place, pin } = context;
  const { edition, paper, main } = await newestPaper(context);
  // A site that was not updated is older than the embedded article.
  if (pin.edition > edition.edition) throw new Error("older than what was embedded");
  const { roots, isStale } = edition;
  if (!paper) return { roots, gone: true };
  const known = { roots, isStale, main, newsroom: paper.masthead.title };
  const isLikely = (month) => month.month === pin.month;
  const months = paper.months.filter(isLikely).concat(paper.months.filter((month) => !isLikely(month)));
  for (const month of months.slice(0, MAX_MONTHS)) {
    const { entries } = await bundle(roots, month.bundle.hash);
    const entry = entries.find((entry) => entry.slug === place.key);
    if (entry) return { ...known, entry };
  }
  return { ...known, gone: months.length <= MAX_MONTHS };
}

// Finds the newest articles of a section.
export async function newestOfSection(context) {
  const { place } = context;
  const { edition, paper } = await newestPaper(context);
  const { roots, isStale } = edition;
  const { title, language, sections } = paper.masthead;
  const section = sections.find((section) => section.identifier === place.key);
  const entries = [];
  for (const month of paper.months.filter((month) => month.sections && month.sections[place.key])) {
    if (entries.length >= MAX_LISTED) break;
    const index = await bundle(roots, month.bundle.hash);
    entries.push(...index.entries.filter((entry) => entry.section === place.key));
  }
  return { newsroom: title, language, name: section.name, entries: entries.slice(0, MAX_LISTED), isStale };
}
