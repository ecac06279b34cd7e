// Looks up languages by their tags.

import { RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS } from "offprint:constants";

// Returns the direction of a language, `ltr` or `rtl`, as `model::Language` does. A script subtag overrides the
// language.
export function directionOf(language) {
  const [primary, ...rest] = language.split("-");
  const script = rest.find((part) => part.length === 4);
  return (script ? RIGHT_TO_LEFT_SCRIPTS.includes(script) : RIGHT_TO_LEFT.includes(primary)) ? "rtl" : "ltr";
}

// Returns the entry of a table for a language, or else for English.
export function inLanguage(table, language) {
  return table[language.split("-")[0]] || table.en;
}
