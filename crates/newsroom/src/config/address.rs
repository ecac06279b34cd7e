//! The addresses of the site, of its mirrors, and of other web pages.

use crate::config::table::Table;

/// Reads the address of a site, with which the addresses of its pages begin.
pub(super) fn read_site_address(table: &mut Table<'_, '_, '_>) -> Option<String> {
    let address = read_address(table, "address")?;
    if address.contains(['?', '#']) {
        let offset = table.get("address").map_or(0, |value| value.span().start);
        let message = format!("`{address}` contains ? or #, so no path of a page can follow it");
        table.error(offset, message, "write it like https://lantern.example/");
        return None;
    }
    Some(if address.ends_with('/') { address } else { format!("{address}/") })
}

/// Reads the mirrors without duplicates, since readers would only check the same mirror twice.
pub(super) fn read_mirrors(table: &mut Table<'_, '_, '_>) -> Vec<String> {
    let mut mirrors: Vec<String> = Vec::new();
    for (entry, start) in table.tables("mirrors") {
        let mut entry = Table::new(entry, "mirrors", table.report);
        let address = read_site_address(&mut entry);
        if entry.get("address").is_none() {
            entry.error(start, "a mirror has no `address`", "add a line address = \"https://mirror.example/\"");
        }
        entry.finish();
        mirrors.extend(address.filter(|address| !mirrors.contains(address)));
    }
    mirrors
}

/// Reads the address of a web page and normalises it as browsers do.
pub(super) fn read_address(table: &mut Table<'_, '_, '_>, key: &'static str) -> Option<String> {
    let (text, offset) = table.text_at(key)?;
    match url::Url::parse(&text) {
        Ok(address) if matches!(address.scheme(), "https" | "http") => Some(address.into()),
        Ok(_) | Err(_) => {
            let message = format!("`{text}` is not the address of a web page");
            table.error(offset, message, "write it like https://lantern.example/");
            None
        }
    }
}
