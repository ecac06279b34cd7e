// Languages by their tags.

import { RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS } from "offprint:constants";

// Tells how a language is written, `ltr` or `rtl`, as `model::Language` does: a script says more than a language.
export function directionOf(language) {
  const [primary, ...rest] = language.split("-");
  const script = rest.find((part) => part.length === 4);
  return (script ? RIGHT_TO_LEFT_SCRIPTS.includes(script) : RIGHT_TO_LEFT.includes(primary)) ? "rtl" : "ltr";
}

// Picks what a table has for a language, or for English.
export function inLanguage(table, language) {
  return table[language.split("-")[0]] || table.en;
}
