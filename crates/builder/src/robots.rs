//! Writes `robots.txt` (RFC 9309): search engines may read everything, and learn where the sitemap is.

use site::Site;

use crate::sitemap::SITEMAP;

/// Adds the file. `address` is the newsroom's own; without one there is no sitemap.
pub fn add(address: Option<&str>, site: &mut Site) {
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(address) = address {
        robots.push_str(&format!("Sitemap: {address}{SITEMAP}\n"));
    }
    site.insert("robots.txt".to_owned(), robots.into_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_address_has_a_sitemap() {
        let robots = |address| {
            let mut site = Site::new();
            add(address, &mut site);
            String::from_utf8(site.remove("robots.txt").expect("the file")).expect("text")
        };
        assert_eq!(robots(None), "User-agent: *\nAllow: /\n");
        let expected = "User-agent: *\nAllow: /\nSitemap: https://a.example/sitemap.xml\n";
        assert_eq!(robots(Some("https://a.example/")), expected);
    }
}
