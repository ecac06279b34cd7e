// The names that a site uses in the browser's storage.

// Returns the beginning of all names of the site at a path: sites on one host share the storage.
export const storageName = (path) => `offprint ${path} `;
