// Makes the objects that the app gives to this script. Only src/browser/share.rs calls these functions.

// The app, which answers the questions of this script; `Reader` of src/browser/share.rs describes each function.
export const reader = (state, file, isKept, hash, appFile, article, open) =>
  ({ state, file, isKept, hash, appFile, article, open });

// The open page and edition: the head as JSON, the address of the site's root, the path and the month of the open page,
// the articles that the reader saved, and the texts of the roots, oldest first.
export const readerState = (head, root, path, month, saved, roots) => ({ head, root, path, month, saved, roots });

// An article that the reader saved: its language and slug, and the hash and the length of its bundle.
export const savedArticle = (language, slug, hash, bytes) => ({ language, slug, hash, bytes });

// The outcome of opening a file: the name of the message, and the value in it, such as a title or a number. `read` opens an edition that
// is not stored; undefined if there is none.
export const fileOutcome = (message, detail, read) => ({ message, detail, read });
