// Makes HTML from text.

const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// Escapes text for an element or for an attribute in double quotation marks.
export function escape(text) {
  return String(text).replace(/[&<>"]/g, (mark) => MARKS[mark]);
}

// Fills a template with strings, as `reader::template::fill` does: `{{name}}` becomes the value as text, `{{{name}}}`
// the value as HTML. The part between `{{#name}}` and `{{/name}}` stays if the value is not empty; such parts do not
// nest. The last newline of the file is removed.
export function fill(template, values) {
  const value = (name) => values[name] ?? "";
  return template
    .replace(/\n$/, "")
    .replace(/\{\{#(\w+)\}\}([^]*?)\{\{\/\1\}\}/g, (_, name, inside) => (value(name) ? inside : ""))
    .replace(/\{\{\{(\w+)\}\}\}|\{\{(\w+)\}\}/g, (_, html, name) => (html ? value(html) : escape(value(name))));
}
