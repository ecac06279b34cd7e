// Runs before everything else in each page, and records by the page's own clock when its headings were on the screen. A
// measurement from outside would depend on how often it asks.
{
  const shown = new Map();
  const waiting = new Map();
  let heading;

  // The first message after a frame was made arrives when that frame is on its way to the screen.
  const afterFrame = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage("");
  });

  const look = () => {
    if (document.documentElement?.dataset.app === "ready") window.readyAt ??= performance.timeOrigin + performance.now();
    if (document.querySelector("aside.notice")?.textContent.startsWith("Saved on this device")) window.keptAt ??= performance.now();
    const text = document.querySelector("#content h1")?.textContent.trim();
    if (!text || text === heading) return;
    heading = text;
    afterFrame((time) => {
      shown.set(text, time);
      waiting.get(text)?.(time);
    });
  };

  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener("click", (event) => (window.clickedAt = event.timeStamp), true);

  // Resolves to the milliseconds from the beginning of the navigation until this heading was shown.
  window.shownAt = (text) => new Promise((resolve) => shown.has(text) ? resolve(shown.get(text)) : waiting.set(text, resolve));
}
