//! Describes how hosts are to serve a site: media types, caching, and the policies that only a header can state.
//!
//! The files in `hosting/` configure hosts. The functions configure `offprint serve`, and `offprint mirror check`
//! compares a host with them.

use edition::routes::{EMBED, EMBED_FRAME, EMBED_SCRIPT, FILES as SAVED, OEMBED};

use crate::Site;

const FILES: [(&str, &str); 4] = [
    ("_headers", include_str!("hosting/_headers")),
    ("hosting/nginx.conf", include_str!("hosting/nginx.conf")),
    ("hosting/Caddyfile", include_str!("hosting/Caddyfile")),
    ("hosting/htaccess", include_str!("hosting/htaccess")),
];

/// Adds configuration files for common hosts.
pub fn add(site: &mut Site) {
    site.extend(FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
}

/// Returns whether the bytes at an address never change, since its name holds their hash: caches may keep them for
/// ever.
pub fn is_fixed(path: &str) -> bool {
    let folders = ["edition/m/", "edition/b/", "edition/f/", "edition/media/", SAVED];
    folders.iter().any(|folder| path.starts_with(folder))
        || ["offprint-", "embed-"].iter().any(|start| has_hash(path, start))
}

/// Returns whether other sites may fetch a file, which needs `Access-Control-Allow-Origin: *`.
pub fn is_shared(path: &str) -> bool {
    let is_of_edition = path.starts_with("edition/") && !is_saved(path);
    is_of_edition || path == EMBED_SCRIPT || has_hash(path, "embed-") || is_in(path, OEMBED)
}

/// The policy for files that browsers save: if one shows such a file all the same, nothing runs in it.
pub const SAVED_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'self'";

/// Returns whether a file is one to which articles link, which needs `Content-Disposition: attachment` and [`SAVED_POLICY`].
pub fn is_saved(path: &str) -> bool {
    path.starts_with(SAVED)
}

/// Returns whether other sites may show a page in a frame.
pub fn is_framed(path: &str) -> bool {
    path == EMBED_FRAME || is_in(path, EMBED)
}

/// Returns the media type of a file.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "csv" => "text/csv; charset=utf-8",
        "epub" => "application/epub+zip",
        "m4a" => "audio/mp4",
        "md" => "text/markdown; charset=utf-8",
        "m4v" | "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "oga" | "ogg" | "opus" => "audio/ogg",
        "pdf" => "application/pdf",
        "webm" => "video/webm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// Returns whether a path lies in a folder with this name, at the root or in the folder of a language.
fn is_in(path: &str, folder: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').take(2).any(|name| name == folder))
}

fn has_hash(path: &str, start: &str) -> bool {
    let rest = path.strip_prefix(start).and_then(|rest| rest.split_once('.'));
    rest.is_some_and(|(hash, ending)| {
        let is_hash = !hash.is_empty() && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let is_name = |name: &str| name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-');
        // The words of a language, and a part of the app.
        let is_named = [".txt", ".wasm"].iter().any(|kind| ending.strip_suffix(kind).is_some_and(is_name));
        is_hash && (matches!(ending, "js" | "wasm") || is_named)
    })
}

#[cfg(test)]
mod tests {
    use edition::routes::{self, EMBED_FRAME, EMBED_SCRIPT, OFFLINE, SERVICE_WORKER};
    use regex::Regex;

    use super::*;

    /// If a host let browsers cache the worker for a year, readers would keep one version of the app for as long.
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
                routes::WEB_APP_MANIFEST,
                "icons/icon.svg",
                "edition/head.json",
                "edition/roots/1.txt",
                "",
            ] {
                assert!(!pattern.is_match(&format!("/{path}")), "{pattern} has {path}");
                assert!(!is_fixed(path), "{path}");
            }
            for path in [
                "offprint-0a.js",
                "offprint-0a.wasm",
                "offprint-0a.updates.wasm",
                "offprint-0a.ru.txt",
                "embed-0a.js",
                "edition/b/0a.json",
                "edition/f/0a.txt",
                "edition/media/0a.jpg",
            ] {
                assert!(pattern.is_match(&format!("/{path}")), "{pattern} lacks {path}");
                assert!(is_fixed(path), "{path}");
            }
        }
        let always = FILES[0].1.split("/edition/").next().unwrap_or_default();
        assert!(always.contains("/*\n  Cache-Control: no-cache") && !FILES[0].1.contains(SERVICE_WORKER));
    }

    /// Hosts that read `_headers` get a copy of the site, and others serve the folder in which it is written.
    #[test]
    fn what_is_being_written_is_not_served() {
        for (file, rule) in [
            (1, "location ^~ /.offprint/ {\n    return 404;"),
            (2, "hide .offprint\n"),
            (3, "RedirectMatch 404 \"/\\.offprint/\""),
        ] {
            assert!(FILES[file].1.contains(rule), "{} lacks {rule}", FILES[file].0);
        }
        assert_eq!(crate::write::HIDDEN, ".offprint");
    }

    /// On every host that is configured, nothing runs in a file that a newsroom got from somebody else.
    #[test]
    fn files_are_saved_and_run_nothing() {
        for (name, text) in FILES {
            let rules = text.split("edition/files/").nth(1).unwrap_or_default();
            let rules = &rules[..rules.len().min(400)];
            for rule in ["Content-Disposition", "attachment", SAVED_POLICY] {
                assert!(rules.contains(rule), "{name} lacks {rule}: {rules}");
            }
        }
        assert!(
            is_saved("edition/files/0a.pdf") && is_fixed("edition/files/0a.pdf") && !is_shared("edition/files/0a.pdf")
        );
        assert!(!is_saved("edition/media/0a.jpg"));
    }

    /// Apache takes the type of a compressed copy from these rules only, and nginx knows no types but its list.
    #[test]
    fn compressed_files_keep_their_types() {
        for extension in crate::compress::EXTENSIONS {
            let full = media_type(&format!("a.{extension}"));
            let (media_type, _) = full.split_once(';').unwrap_or((full, ""));
            let apache = format!("RewriteRule \\.{extension}\\.(br|gz)$ - [T={media_type},E=no-gzip:1]\n");
            assert!(FILES[3].1.contains(&apache), "{apache}");
            let nginx = format!("    {media_type} {extension};\n");
            assert!(FILES[1].1.contains(&nginx), "{nginx}");
        }
    }

    /// Other sites frame only what is made for frames, and fetch only what the element needs.
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
                assert!(is_framed(&path[1..]), "{path}");
            }
            for path in ["/", "/articles/a/", "/ru/articles/a/", "/offline.html", "/embed.js"] {
                assert!(!framed.is_match(path), "{framed} has {path}");
                assert!(!is_framed(&path[1..]), "{path}");
            }
        }
        let fetched = [pattern(2, r"@shared path_regexp (\S+)"), pattern(3, r"=~ m#(/edition/\(head.+)#")];
        for fetched in fetched {
            for path in ["/edition/head.json", "/edition/roots/1.txt", "/embed.js", "/embed-0a.js", "/ru/oembed/a.json"]
            {
                assert!(fetched.is_match(path), "{fetched} lacks {path}");
                assert!(is_shared(&path[1..]), "{path}");
            }
            for path in ["/articles/a/", "/edition/files/0a.pdf"] {
                assert!(!fetched.is_match(path), "{fetched} has {path}");
                assert!(!is_shared(&path[1..]), "{path}");
            }
        }
        for start in ["head.json", "roots/*", "m/*", "b/*", "f/*", "media/*"] {
            let rules = FILES[0].1.split(&format!("\n/edition/{start}\n")).nth(1).expect("a rule");
            let rules = rules.split("\n/").next().unwrap_or_default();
            assert!(rules.contains("Access-Control-Allow-Origin: *"), "{start}");
        }
        for start in ["/embed/*", "/:language/embed/*", "/embed.html"] {
            assert!(FILES[0].1.contains(&format!("\n{start}\n  ! Content-Security-Policy\n")), "{start} can be framed");
        }
    }
}
