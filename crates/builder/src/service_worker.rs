//! `service-worker.js`: what keeps the app on a device, with the list of the files that are the app.

use reader::routes::{EMBED, FOLDERS, FRESH, OFFLINE, SERVICE_WORKER};
use serde::Serialize;

use crate::script::compact;
use crate::site::Site;
use crate::{icons, web_app};

const SCRIPT: &str = include_str!("service_worker.js");

/// What the script is told in the place of this.
const PLACEHOLDER: &str = "self.SITE";

/// What differs between the service workers of two sites.
#[derive(Serialize)]
struct Stamp<'a> {
    version: String,
    files: Vec<File<'a>>,
    offline: &'a str,
    fresh: &'a str,
    folders: [&'a str; FOLDERS.len()],
    embed: &'a str,
}

/// A file of the app: its path, the SHA-256 of its bytes, and whether the app is nothing without it.
#[derive(Serialize)]
struct File<'a>(&'a str, String, bool);

/// Adds the service worker of all that the site has of the app.
///
/// It names no edition: a browser that finds it changed gets the app anew, which a new article is no reason for.
pub fn add(site: &mut Site) -> anyhow::Result<()> {
    let script = script(site)?;
    site.insert(SERVICE_WORKER.to_owned(), script.into_bytes());
    Ok(())
}

fn script(site: &Site) -> anyhow::Result<String> {
    let code = compact(SCRIPT);
    let mut stamp = Stamp {
        version: String::new(),
        files: files(site),
        offline: OFFLINE,
        fresh: FRESH,
        folders: FOLDERS,
        embed: EMBED,
    };
    // Two generations never share a cache: another list is another version, and so is another script.
    let version = trust::hash(format!("{code}{}", serde_json::to_string(&stamp)?).as_bytes());
    stamp.version = version.to_string().chars().take(16).collect();
    Ok(code.replacen(PLACEHOLDER, &serde_json::to_string(&stamp)?, 1))
}

fn files(site: &Site) -> Vec<File<'_>> {
    let files = site.iter().filter_map(|(path, bytes)| {
        let required = is_required(path);
        let is_file = required || path == web_app::FILE || icons::is_icon(path);
        is_file.then(|| File(path, trust::hash(bytes).to_string(), required))
    });
    files.collect()
}

/// The page that starts the app, its code and its words; what wasm-bindgen's script imports lies in `snippets`.
fn is_required(path: &str) -> bool {
    let is_code = [".js", ".wasm", ".txt"].iter().any(|ending| path.ends_with(ending));
    path == OFFLINE || is_code && (path.starts_with("offprint-") || path.starts_with("snippets/"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn site() -> Site {
        let paths = [
            "articles/a/index.html",
            "edition/b/00.json",
            "feed.json",
            "icons/icon-192.png",
            "icons/read.me",
            "index.html",
            "manifest.webmanifest",
            "offline.html",
            "offprint-00.js",
            "offprint-00.ru.txt",
            "offprint-00.wasm",
            "snippets/part-00/inline0.js",
        ];
        paths.map(|path| (path.to_owned(), path.as_bytes().to_vec())).into()
    }

    fn check(change: impl FnOnce(&mut Site), is_other: bool, why: &str) {
        let mut changed = site();
        change(&mut changed);
        let same = script(&changed).expect("a script") == script(&site()).expect("a script");
        assert_eq!(!same, is_other, "{why}");
    }

    #[test]
    fn it_changes_with_the_app_and_not_with_the_edition() {
        let set = |path: &'static str| move |site: &mut Site| _ = site.insert(path.to_owned(), b"other".to_vec());
        check(set("edition/b/01.json"), false, "an article is new");
        check(set("articles/a/index.html"), false, "a page changed");
        check(set("offprint-00.wasm"), true, "the app changed");
        check(set("snippets/part-00/inline0.js"), true, "a part of the app changed");
        check(set("offline.html"), true, "the style or the title changed");
        check(set("icons/icon-192.png"), true, "an icon changed");
    }

    #[test]
    fn it_names_the_files_of_the_app_by_their_hashes() {
        let site = site();
        let files: Vec<(&str, bool)> = files(&site).iter().map(|file| (file.0, file.2)).collect();
        let expected = [
            ("icons/icon-192.png", false),
            ("manifest.webmanifest", false),
            ("offline.html", true),
            ("offprint-00.js", true),
            ("offprint-00.ru.txt", true),
            ("offprint-00.wasm", true),
            ("snippets/part-00/inline0.js", true),
        ];
        assert_eq!(files, expected);
        let script = script(&site).expect("a script");
        let file = format!(r#"["offline.html","{}",true]"#, trust::hash(b"offline.html"));
        assert!(script.contains(&file) && !script.contains(PLACEHOLDER) && !script.contains("// "), "{script}");
    }

    #[test]
    fn it_is_small() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(script(&site()).expect("a script").as_bytes()).expect("in memory");
        let packed = encoder.finish().expect("in memory").len();
        assert!(packed <= 4096, "{packed} bytes");
    }

    #[test]
    fn it_knows_pictures_by_their_paths() {
        let rendition = model::Rendition {
            hash: trust::hash(b"picture"),
            extension: "jpg".to_owned(),
            width: 1,
            height: 1,
            bytes: 7,
        };
        let folder = rendition.path().rsplit_once('/').map(|(folder, _)| folder.replace('/', "\\/"));
        assert!(SCRIPT.contains(&folder.expect("a folder")), "{}", rendition.path());
    }
}
