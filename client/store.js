// Opens the store on the device: src/browser/device/store.rs reads and writes it.

import { isPrivate } from "./private.js";

// The only version. Later additions need new names: a tab with an older app may be open.
const VERSION = 1;

let database;
// Called when another tab erases everything. The core of the app replaces this function.
let onClose = () => {};

// Opens the database of a name, or creates it unless `mustExist`. Fails if the browser does not allow that.
export const openStore = (name, mustExist) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      if (mustExist) request.transaction.abort();
      else for (const store of ["bundles", "facts"]) request.result.createObjectStore(store);
    };
    request.onerror = reject;
    request.onsuccess = () => {
      const opened = request.result;
      database = opened;
      // Another tab erases everything, and waits until the database is closed.
      opened.onversionchange = () => {
        opened.close();
        onClose();
      };
      if (isPrivate()) {
        // Another tab erased everything while this one opened the database.
        opened.close();
        indexedDB.deleteDatabase(name);
      }
      resolve();
    };
  });

// Begins a transaction. Opens the database again if the browser has closed it: iOS does so after some time in the background, and
// other browsers when their storage fails.
export async function begin(name, stores, mode) {
  try {
    return database.transaction(stores, mode);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    // If the reader erased everything meanwhile, nothing is stored again.
    await openStore(name, true);
    return database.transaction(stores, mode);
  }
}

// Calls a function when another tab erases everything.
export const whenStoreCloses = (listener) => (onClose = listener);

export const closeStore = () => database.close();
