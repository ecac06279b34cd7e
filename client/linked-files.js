// Saves linked files that the device stores. Browsers do not ask the service worker for a file that they save.

export const listenToDownloads = (share) =>
  addEventListener("click", (event) => {
    const link = event.target.closest("a[download]");
    // Without a service worker, nothing is stored.
    if (!link || !navigator.serviceWorker?.controller) return;
    event.preventDefault();
    share().then(
      ({ saveLinked }) => saveLinked(link),
      () => link.cloneNode().click(),
    );
  });
