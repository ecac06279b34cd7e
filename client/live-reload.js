// Reloads the page when its site has changed. Only `offprint serve` adds this script, and it adds it unchanged.
let shown;
new EventSource("/offprint-live-reload").onmessage = ({ data }) => {
  if (shown !== undefined && shown !== data) location.reload();
  shown = data;
};
