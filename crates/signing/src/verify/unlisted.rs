//! Judges files that nobody signed: a host would act on some of them, and show others to readers under the paper's name.

use std::collections::BTreeSet;

use edition::routes;
use site::endings::{PAGES, PROGRAMS};

/// The files by which hosts decide what they send. Hosts compare their names in any case.
const SETTINGS: &[&str] = &[
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "_headers",
    "_redirects",
    "_routes.json",
    "_worker.js",
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "amplify.yml",
    "app.yaml",
    "app.yml",
    "apphosting.yaml",
    "caddyfile",
    "customhttp.yml",
    "firebase.json",
    "lighttpd.conf",
    "netlify.toml",
    "nginx.conf",
    "now.json",
    "php.ini",
    "render.yaml",
    "serve.json",
    "staticfile",
    "static.json",
    "staticwebapp.config.json",
    "vercel.json",
    "web.config",
    "wrangler.json",
    "wrangler.jsonc",
    "wrangler.toml",
];

/// The names of files that hosts send at the address of a folder, without their endings.
const FOLDER_PAGES: &[&str] = &["index", "default", "home", "welcome", "iisstart", "placeholder"];

/// The endings of documents that browsers or hosts show to readers.
const DOCUMENTS: &[&str] = &["pdf", "md", "markdown"];

/// The folder of a repository, which some newsrooms and mirrors keep in the folder of the site.
const REPOSITORY: &str = ".git";

/// The folders that do not belong to the site. Programs ask for files in the first.
const FOREIGN_FOLDERS: &[&str] = &[".well-known", REPOSITORY];

/// The files beside a site, without their endings, that a repository or a host needs and that change no page.
const FOREIGN_FILES: &[&str] = &["readme", "license", "licence", "copying"];

/// The endings of these files.
const FOREIGN_ENDINGS: &[&str] = &["", "md", "txt"];

/// The file that macOS adds to each folder that its Finder shows.
const FOLDER_VIEW: &str = ".ds_store";

/// The signed files of a site, and the folders that belong to it, all in lower case.
pub(super) struct Listed {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Listed {
    /// Collects the paths of all signed files.
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let files: BTreeSet<String> = paths.map(str::to_lowercase).collect();
        let tops = files.iter().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder);
        let own = routes::FOLDERS.into_iter().chain([routes::EMBED, routes::OEMBED, "edition", "hosting", "icons"]);
        let folders = tops.chain(own).filter(|folder| !FOREIGN_FOLDERS.contains(folder));
        Self { folders: folders.map(str::to_owned).collect(), files }
    }

    /// Returns the danger of an unsigned file; `None` if it changes nothing for readers.
    pub(super) fn danger(&self, path: &str) -> Option<&'static str> {
        let path = path.to_lowercase();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
        // Some file systems ignore these at the end of a name, and what follows a colon.
        let name = name.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
        let mut folders = folders.split('/').filter(|folder| !folder.is_empty());
        let top = folders.next();
        let (stem, endings) = name.split_once('.').unwrap_or((name, ""));
        let has = |known: &[&str]| endings.split(['.', '~']).any(|ending| known.contains(&ending.trim()));
        let is_shown = has(PAGES) || has(DOCUMENTS);
        let is_foreign = top.is_none() && FOREIGN_FILES.contains(&stem) && FOREIGN_ENDINGS.contains(&endings);
        let is_function =
            top.is_some_and(|top| matches!(top, "functions" | "netlify" | "api" | ".netlify" | ".vercel" | "cgi-bin"));
        if SETTINGS.contains(&name) || has(PROGRAMS) || is_function {
            Some("the host may act on it")
        } else if top == Some(REPOSITORY) {
            is_shown.then_some("readers may be shown it as the newspaper's")
        } else if FOLDER_PAGES.contains(&stem) {
            Some("the host may send it at the address of its folder")
        } else if self.stands_for_a_file(folders_of(&path), name) {
            Some("the host may send it in place of a signed file")
        } else if is_shown && !is_foreign {
            Some("readers may be shown it as the newspaper's")
        } else if top.is_some_and(|top| self.folders.contains(top)) && name != FOLDER_VIEW {
            Some("it lies among the newspaper's own files")
        } else {
            None
        }
    }

    /// Returns whether hosts may choose a file where a signed one is asked for: it has that name and one more ending, such as
    /// that of a compressed copy or of a language.
    fn stands_for_a_file(&self, folder: &str, name: &str) -> bool {
        let ends = name.match_indices(['.', '~']).map(|(end, _)| end);
        ends.filter(|end| *end > 0).any(|end| self.files.contains(&format!("{folder}{}", &name[..end])))
    }
}

/// Returns the folders of a path, with the slash after them.
fn folders_of(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..=slash])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hosts_act_on_and_readers_are_shown_is_dangerous() {
        let signed = [
            "index.html",
            "articles/a/index.html",
            "edition/m/0a.json",
            "icons/icon.svg",
            "maps/a.png",
            "pt-BR/index.html",
            "embed.js",
        ];
        let listed = Listed::new(signed.into_iter());
        for (path, reason) in [
            (".htaccess", "act on"),
            ("deep/er/.HTACCESS", "act on"),
            ("_redirects", "act on"),
            ("_headers", "act on"),
            ("web.config", "act on"),
            (".user.ini", "act on"),
            ("nginx.conf", "act on"),
            ("shell.php", "act on"),
            ("photo.php.jpg", "act on"),
            ("articles/a/x.PHP5", "act on"),
            ("readme.php", "act on"),
            ("x.php ", "act on"),
            ("x.php::$data", "act on"),
            (".well-known/x.php", "act on"),
            (".git/hooks/x.php", "act on"),
            (".git/x.html", "shown"),
            ("functions/all.js", "act on"),
            ("index.php", "act on"),
            ("index.htm", "of its folder"),
            ("notes/index.json", "of its folder"),
            ("Default.htm", "of its folder"),
            ("index.html.zst", "of its folder"),
            ("embed.js.br.bak", "in place of"),
            ("maps/a.png.webp", "in place of"),
            ("forged.html", "shown"),
            ("notes/forged.xhtml", "shown"),
            (".well-known/forged.html", "shown"),
            ("logo.svg", "shown"),
            ("report.pdf", "shown"),
            ("worker.js", "shown"),
            ("post.md", "shown"),
            ("readme.html", "shown"),
            ("license.svg", "shown"),
            ("copying.js", "shown"),
            ("README.md.html", "shown"),
            ("articles/forged/picture.jpg", "own files"),
            ("Articles/b.txt", "own files"),
            ("places/somewhere.txt", "own files"),
            ("edition/b/0a.json", "own files"),
            ("maps/b.png", "own files"),
            ("pt-BR/photo.jpg", "own files"),
            ("PT-br/photo.jpg", "own files"),
        ] {
            let found = listed.danger(path);
            assert!(found.is_some_and(|found| found.contains(reason)), "{path}: {found:?}");
        }
        for path in [
            "CNAME",
            ".nojekyll",
            ".well-known/acme-challenge/token",
            ".well-known/security.txt",
            ".well-known/assetlinks.json",
            ".git/HEAD",
            ".git/index",
            ".git/hooks/pre-commit.sample",
            ".gitignore",
            ".DS_Store",
            "articles/.DS_Store",
            "README.md",
            "LICENSE",
            "LICENSE.txt",
            "notes/years.txt",
            "favicon.ico",
            "ads.txt",
        ] {
            assert_eq!(listed.danger(path), None, "{path}");
        }
    }

    #[test]
    fn a_signed_file_in_a_foreign_folder_does_not_make_it_the_papers() {
        let listed = Listed::new(["index.html", ".well-known/security.txt"].into_iter());
        assert_eq!(listed.danger(".well-known/acme-challenge/token"), None);
    }
}
