//! Tells kinds of files apart by their names.

use std::path::Path;

use site::endings::{PAGES, PROGRAMS};

use crate::endings::Ending;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article in Markdown, which is never published as a file.
    Article,
    /// A text or page, which may be an article.
    Text,
    /// A picture that is encoded again, without its metadata.
    Picture,
    /// A private key, or a store of keys.
    Key,
    /// A document, a table, a recording, or another file that articles link to.
    Document,
    /// Another file.
    Other,
}

/// Returns the kind of a file.
pub(super) fn kind(path: &Path) -> Kind {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match Ending::of(&name) {
        Some(Ending::Markdown) => Kind::Article,
        Some(Ending::Text | Ending::Page) => Kind::Text,
        Some(Ending::Picture) => Kind::Picture,
        Some(Ending::Key) => Kind::Key,
        Some(Ending::OtherPicture | Ending::Recording | Ending::Document) => Kind::Document,
        None if path.extension().is_none() => Kind::Text,
        None => Kind::Other,
    }
}

/// Returns the ending under which the site has a file: its own, or `bin` if hosts would run the file, or browsers would show it as a page
/// of the site.
pub(super) fn ending(name: &str) -> String {
    let endings: Vec<String> = name.split('.').skip(1).map(str::to_lowercase).collect();
    let own = endings.last().cloned().unwrap_or_default();
    let is_plain = (1..=8).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_copy = matches!(own.as_str(), "gz" | "br");
    let is_active = [PROGRAMS, PAGES].iter().any(|endings| endings.contains(&own.as_str()));
    if is_plain && !is_copy && !is_active { own } else { "bin".to_owned() }
}

/// Returns the kind of a file for readers, such as `PDF`.
pub(super) fn label(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_uppercase() {
        ending if ending.is_empty() || ending.chars().count() > 8 => name.to_owned(),
        ending if ending == "JPG" => "JPEG".to_owned(),
        ending => ending,
    }
}

/// Returns the name under which a browser saves a file, without letters that have a meaning in addresses or file systems.
pub(super) fn saved_name(name: &str) -> String {
    let is_forbidden =
        |letter: char| letter.is_control() || trust::listing::turns_text(letter) || "<>\"'`\\|?*:/#%&".contains(letter);
    name.chars().map(|letter| if is_forbidden(letter) { '-' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_keeps_its_ending() {
        for (name, expected) in [
            ("report.pdf", "pdf"),
            ("Report.PDF", "pdf"),
            ("table.csv", "csv"),
            ("book.epub", "epub"),
            ("logo.svg", "bin"),
            ("track.gpx", "bin"),
            ("page.HTML", "bin"),
            ("shell.php", "bin"),
            ("data.tar.gz", "bin"),
            ("LICENSE", "bin"),
            ("odd.ending with blanks", "bin"),
            ("odd.конец", "bin"),
        ] {
            assert_eq!(ending(name), expected, "{name}");
        }
    }

    #[test]
    fn readers_see_kind_and_name() {
        assert_eq!([label("a.pdf"), label("b.jpg"), label("LICENSE")], ["PDF", "JPEG", "LICENSE"]);
        assert_eq!(saved_name("Отчёт #3: \"май\".pdf"), "Отчёт -3- -май-.pdf");
    }
}
