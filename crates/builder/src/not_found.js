// This page is shown at any address, so it looks for the folder above it that holds the site, and mends its links.
(async () => {
  const parts = location.pathname.split("/").slice(0, -1).slice(0, 12);
  for (; parts.length; parts.pop()) {
    const root = parts.join("/") + "/";
    try {
      const answer = await fetch(root + "edition/head.json");
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
})();
