// Opens the store on the device: src/browser/device/store.rs reads and writes it.

import { isPrivate } from "./private.js";

// The only version. Later additions need new names: a tab with an older app may be open.
const VERSION = 1;

// Opens the database of a name, or creates it. Fails if the browser does not allow that.
export const openStore = (name) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const store of ["bundles", "facts"]) request.result.createObjectStore(store);
    };
    request.onerror = reject;
    request.onsuccess = () => {
      const database = request.result;
      // Another tab erases everything, and waits until the database is closed. The core replaces this function.
      database.onversionchange = () => database.close();
      if (isPrivate()) {
        // Another tab erased everything while this one opened the database.
        database.close();
        indexedDB.deleteDatabase(name);
      }
      resolve(database);
    };
  });
