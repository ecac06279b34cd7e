//! Writes `service-worker.js`, which keeps the app on a device, with the list of the app's files.

use anyhow::Context;
use edition::routes::{self, OFFLINE, SERVICE_WORKER};
use serde::Serialize;

use crate::icons;
use site::Site;

/// The data that differs between the service workers of two sites.
#[derive(Serialize)]
struct Stamp<'a> {
    version: String,
    files: Vec<File<'a>>,
}

/// A file of the app: its path, the SHA-256 of its bytes, and `true` if the app cannot start without it.
#[derive(Serialize)]
struct File<'a>(&'a str, String, bool);

/// Adds the service worker for the app's files in the site; `code` is the same for all sites.
///
/// It does not name the edition: when it changes, browsers download the app again, which a new article must not cause.
pub fn add(code: &str, site: &mut Site) -> anyhow::Result<()> {
    let script = script(code, site)?;
    site.insert(SERVICE_WORKER.to_owned(), script.into_bytes());
    Ok(())
}

/// Updates the list of files after one of them has changed.
pub fn list_again(site: &mut Site) -> anyhow::Result<()> {
    let script = site.get(SERVICE_WORKER).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    // The list is the first line.
    let code =
        script.as_deref().and_then(|script| script.split_once('\n')).context("the site has no service worker")?.1;
    add(code.trim_end(), site)
}

fn script(code: &str, site: &Site) -> anyhow::Result<String> {
    let files = files(site);
    // Two versions never share a cache: the version changes with the list and with the script.
    let version = trust::hash(format!("{code}{}", serde_json::to_string(&files)?).as_bytes());
    let version = version.to_string().chars().take(16).collect();
    Ok(format!("self.SITE={};\n{code}\n", serde_json::to_string(&Stamp { version, files })?))
}

fn files(site: &Site) -> Vec<File<'_>> {
    let files = site.iter().filter_map(|(path, bytes)| {
        let required = is_required(path);
        let is_file = required || path == routes::WEB_APP_MANIFEST || icons::is_icon(path);
        is_file.then(|| File(path, trust::hash(bytes).to_string(), required))
    });
    files.collect()
}

/// Returns whether the app cannot start without a file: the page that starts it, its code with all parts, and its messages.
fn is_required(path: &str) -> bool {
    let is_code = [".js", ".wasm", ".txt"].iter().any(|ending| path.ends_with(ending));
    path == OFFLINE || is_code && path.starts_with("offprint-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "install(self.SITE);";

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
            "offprint-00.updates.wasm",
            "offprint-00.wasm",
        ];
        paths.map(|path| (path.to_owned(), path.as_bytes().to_vec())).into()
    }

    fn check(change: impl FnOnce(&mut Site), is_other: bool, why: &str) {
        let mut changed = site();
        change(&mut changed);
        let same = script(CODE, &changed).expect("a script") == script(CODE, &site()).expect("a script");
        assert_eq!(!same, is_other, "{why}");
    }

    #[test]
    fn it_changes_with_the_app_and_not_with_the_edition() {
        let set = |path: &'static str| move |site: &mut Site| _ = site.insert(path.to_owned(), b"other".to_vec());
        check(set("edition/b/01.json"), false, "an article is new");
        check(set("articles/a/index.html"), false, "a page changed");
        check(set("offprint-00.wasm"), true, "the app changed");
        check(set("offprint-00.updates.wasm"), true, "a part of the app changed");
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
            ("offprint-00.updates.wasm", true),
            ("offprint-00.wasm", true),
        ];
        assert_eq!(files, expected);
        let script = script(CODE, &site).expect("a script");
        let file = format!(r#"["offline.html","{}",true]"#, trust::hash(b"offline.html"));
        assert!(script.starts_with("self.SITE={\"version\":\"") && script.contains(&file), "{script}");
        assert!(script.ends_with(&format!("}};\n{CODE}\n")), "{script}");
        assert_ne!(script, super::script("other();", &site).expect("a script"));
    }
}
