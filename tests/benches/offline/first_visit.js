// Runs before everything else in the page of a first visit. It presses the button Save as soon as the page shows it, and
// records, in milliseconds from the beginning of the navigation, when the app acted on links and presses, when it had taken
// over the page, and when the article was saved.
{
  const SAVE = ".article-actions button[aria-pressed]";
  const times = (window.firstVisit = {});
  // The page keeps the press until the app can carry it out.
  let isKept = false;

  const look = () => {
    const now = performance.now();
    const button = document.querySelector(SAVE);
    if (button && !times.pressed && button.checkVisibility({ visibilityProperty: true })) {
      times.pressed = now;
      button.click();
    }
    const { app } = document.documentElement.dataset;
    if (app && app !== "loading") times.started ??= now;
    if (app === "active" || app === "ready") times.active ??= now;
    if (app === "ready") times.ready ??= now;
    const isSaved = button?.getAttribute("aria-pressed") === "true";
    if (isSaved) times.saved ??= now;
    isKept ||= button?.getAttribute("aria-busy") === "true";
    // An app that lost the press gets another one.
    if (app === "ready" && !isKept && times.pressed < times.ready) {
      times.pressed = now;
      setTimeout(() => button.click());
    }
  };

  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) times.painted = entry.startTime;
  }).observe({ type: "paint", buffered: true });
}
