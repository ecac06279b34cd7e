//! What hosts need to know: media types, what never changes, and the policy that only a header can state.

use crate::site::Site;

const FILES: [(&str, &str); 4] = [
    ("_headers", include_str!("hosting/_headers")),
    ("hosting/nginx.conf", include_str!("hosting/nginx.conf")),
    ("hosting/Caddyfile", include_str!("hosting/Caddyfile")),
    ("hosting/htaccess", include_str!("hosting/htaccess")),
];

/// Adds the settings for the usual hosts.
pub fn add(site: &mut Site) {
    site.extend(FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
}

#[cfg(test)]
mod tests {
    use reader::routes::{OFFLINE, SERVICE_WORKER};
    use regex::Regex;

    use super::*;
    use crate::web_app;

    /// A host that keeps the worker for a year keeps its readers on one version of the app for as long.
    #[test]
    fn only_what_is_named_by_its_bytes_never_changes() {
        let patterns =
            [(1, r"location ~ (\S+) \{"), (2, r"@fixed path_regexp (\S+)"), (3, r"=~ m#(.+)#")].map(|(file, place)| {
                let text = FILES[file].1;
                let found = Regex::new(place).expect("a pattern").captures(text).expect("a place");
                Regex::new(&found[1]).expect("a pattern")
            });
        for pattern in patterns {
            for path in [OFFLINE, SERVICE_WORKER, web_app::FILE, "icons/icon.svg", "edition/head.json", ""] {
                assert!(!pattern.is_match(&format!("/{path}")), "{pattern} has {path}");
            }
            for path in ["offprint-0a.js", "offprint-0a.wasm", "edition/b/0a.json", "edition/media/0a.jpg"] {
                assert!(pattern.is_match(&format!("/{path}")), "{pattern} lacks {path}");
            }
        }
        let always = FILES[0].1.split("/offprint-*").next().unwrap_or_default();
        assert!(always.contains("/*\n  Cache-Control: no-cache") && !FILES[0].1.contains(SERVICE_WORKER));
    }
}
