// Formats addresses for people.

// Returns the host of an address without "www.".
export function hostOf(address) {
  const rest = address.includes("://") ? address.slice(address.indexOf("://") + 3) : address;
  return rest.split(/[/?#]/)[0].replace(/^www\./, "");
}
