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
    use reader::routes::{EMBED_FRAME, EMBED_SCRIPT, OFFLINE, SERVICE_WORKER};
    use regex::Regex;

    use super::*;
    use crate::web_app;

    /// A host that keeps the worker for a year keeps its readers on one version of the app for as long.
    #[test]
    fn only_what_is_named_by_its_bytes_never_changes() {
        let patterns =
            [(1, r"location ~ (\S*media\S*) \{"), (2, r"@fixed path_regexp (\S+)"), (3, r"=~ m#(.+media.+)#")].map(
                |(file, place)| {
                    let text = FILES[file].1;
                    let found = Regex::new(place).expect("a pattern").captures(text).expect("a place");
                    Regex::new(&found[1]).expect("a pattern")
                },
            );
        for pattern in patterns {
            for path in [
                OFFLINE,
                SERVICE_WORKER,
                EMBED_SCRIPT,
                EMBED_FRAME,
                "embed/a/",
                web_app::FILE,
                "icons/icon.svg",
                "edition/head.json",
                "",
            ] {
                assert!(!pattern.is_match(&format!("/{path}")), "{pattern} has {path}");
            }
            for path in [
                "offprint-0a.js",
                "offprint-0a.wasm",
                "offprint-0a.ru.txt",
                "embed-0a.js",
                "edition/b/0a.json",
                "edition/media/0a.jpg",
            ] {
                assert!(pattern.is_match(&format!("/{path}")), "{pattern} lacks {path}");
            }
        }
        let always = FILES[0].1.split("/edition/").next().unwrap_or_default();
        assert!(always.contains("/*\n  Cache-Control: no-cache") && !FILES[0].1.contains(SERVICE_WORKER));
    }

    /// A host's page frames what is made for it, and fetches what the element asks for.
    #[test]
    fn only_what_is_embedded_is_framed_and_fetched_by_others() {
        let pattern = |file: usize, place: &str| {
            let found = Regex::new(place).expect("a pattern").captures(FILES[file].1).expect("a place");
            Regex::new(&found[1]).expect("a pattern")
        };
        let framed = [
            pattern(1, r"location ~ (\S*embed\\.html\S*) \{"),
            pattern(2, r"@own not path_regexp (\S+)"),
            pattern(3, r"=~ m#(/embed/.+)#"),
        ];
        for framed in framed {
            for path in ["/embed/a/", "/zh-hant/embed/sections/news/", "/embed.html"] {
                assert!(framed.is_match(path), "{framed} lacks {path}");
            }
            for path in ["/", "/articles/a/", "/ru/articles/a/", "/offline.html", "/embed.js"] {
                assert!(!framed.is_match(path), "{framed} has {path}");
            }
        }
        let fetched = [pattern(2, r"@shared path_regexp (\S+)"), pattern(3, r"=~ m#(/\(edition\|oembed.+)#")];
        for fetched in fetched {
            for path in ["/edition/head.json", "/embed.js", "/embed-0a.js", "/ru/oembed/a.json"] {
                assert!(fetched.is_match(path), "{fetched} lacks {path}");
            }
            assert!(!fetched.is_match("/articles/a/"), "{fetched} has a page");
        }
        for start in ["/embed/*", "/:language/embed/*", "/embed.html"] {
            assert!(FILES[0].1.contains(&format!("\n{start}\n  ! Content-Security-Policy\n")), "{start} can be framed");
        }
    }
}
