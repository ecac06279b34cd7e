// Fills messages, whose patterns `crates/messages` compiles, as `messages::Messages` does.

// The placeholder for an element in a message.
export const ELEMENT = "\ufffc";

// Writes a number in the digits of a language.
export function digits(words, text) {
  const zero = words.digit_zero.codePointAt(0);
  return String(text).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

function formOf(words, number) {
  return Number(words.plural[number < 100 ? number : number % 1e6 ? 100 + (number % 100) : 200]);
}

// Fills a message with its values. Numbers choose among its plural forms.
export function message(words, name, ...values) {
  let text = "";
  let skipped = 0;
  for (const part of words[name].match(/\{\d\}|\[\d|[|\]]|[^{[|\]]+/g)) {
    const value = values[part[1]];
    if (part[0] === "[") skipped = 1 + formOf(words, value);
    else if (part === "|") skipped -= 1;
    else if (part === "]") skipped = 0;
    else if (!skipped && part[0] === "{") text += typeof value === "number" ? digits(words, value) : value;
    else if (!skipped) text += part;
  }
  return text;
}

// Formats a size in bytes.
export function sizeOf(words, bytes) {
  const thousands = Math.ceil(bytes / 1000);
  const [step, unit] = thousands < 1e6 ? [1e5, words.megabytes] : [1e8, words.gigabytes];
  const tenths = Math.ceil(bytes / step);
  const [whole, tenth] = [Math.floor(tenths / 10), tenths % 10];
  const number = whole < 100 ? `${whole}${words.decimal_separator}${tenth}` : whole;
  return thousands < 1000
    ? `${digits(words, thousands)}\u00a0${words.kilobytes}`
    : `${digits(words, number)}\u00a0${unit}`;
}
