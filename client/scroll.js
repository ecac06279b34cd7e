// Returns to the scroll position at which the reader left the page. The browser does so itself, unless the reader went to another site:
// Chromium then ignores that the app handed this back to the browser.
export function restoreScroll() {
  const { scrollRestoration, state } = history;
  if (scrollRestoration === "manual" && state?.scroll) scrollTo(0, state.scroll);
}
