// Requests the core of the app while the browser still loads the page and the app's script. A page without a picture in view
// contains this script after the element of the app's script, so it is small, and the same on every page of a site.

if (self.WebAssembly) {
  const aborter = new AbortController();
  const path = document.currentScript.previousElementSibling.src.replace(/js$/, "wasm");
  const answer = fetch(path, { priority: "low", signal: aborter.signal });
  // The app's script reports what fails.
  answer.catch(() => {});
  self.offprint = { core: { answer, aborter } };
}
