// Saves files to which articles link.

import { save } from "./dialog.js";

// Saves the file of a link: the copy on the device, or else the site's file.
export const saveLinked = async (link) => {
  const [address] = link.href.split("#");
  try {
    // The service worker answers with the copy, and checks it.
    const answer = (await caches.match(address)) && (await fetch(address));
    if (answer?.ok) return save(new File([await answer.blob()], link.download));
  } catch {
    // The device's storage is closed, or the copy was damaged and the site does not answer.
  }
  // No listener hears this click, because the copy of the link is not in the document.
  link.cloneNode().click();
};
