// Loads the page again when its site has changed. Only `offprint serve` adds this script, as it is.
let shown;
new EventSource("/offprint-live-reload").onmessage = ({ data }) => {
  if (shown !== undefined && shown !== data) location.reload();
  shown = data;
};
