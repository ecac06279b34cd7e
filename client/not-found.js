// Repairs the links of 404.html, which hosts show at any address: finds the folder above that holds the site.

import { HEAD_PATH } from "offprint:constants";

// The maximum depth of a page in a site.
const MAX_DEPTH = 12;

async function mendLinks() {
  const parts = location.pathname.split("/").slice(0, -1).slice(0, MAX_DEPTH);
  for (; parts.length; parts.pop()) {
    const root = parts.join("/") + "/";
    try {
      const answer = await fetch(root + HEAD_PATH);
      if (!answer.ok || !(await answer.json()).manifest) continue;
    } catch {
      continue;
    }
    for (const link of document.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (!href.startsWith("#")) link.href = new URL(href, new URL(root, location.href));
    }
    return;
  }
}

mendLinks();
