// Addresses.

// Gives the host of an address as people write it.
export function hostOf(address) {
  const rest = address.includes("://") ? address.slice(address.indexOf("://") + 3) : address;
  return rest.split(/[/?#]/)[0].replace(/^www\./, "");
}
