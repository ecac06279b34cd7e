// Runs before everything else in the page of a first visit. It presses the button Save as soon as the page shows it, and
// records, in milliseconds from the beginning of the navigation, when the app
// acted on links and presses, when it had taken over the page, and when the article was saved.
{
  const SAVE = ".article-actions button[aria-pressed]";
  const times = (window.firstVisit = {});

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
    if (button?.getAttribute("aria-pressed") === "true") times.saved ??= now;
  };

  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) times.painted = entry.startTime;
  }).observe({ type: "paint", buffered: true });
}
