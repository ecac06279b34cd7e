// Only `offprint serve` adds this: the page is loaded again when the site changed.
let shown;
new EventSource("/offprint-live-reload").onmessage = ({ data }) => {
  if (shown !== undefined && shown !== data) location.reload();
  shown = data;
};
