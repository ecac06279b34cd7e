//! Reads slug, language and section of an article from its file name, its folders and its front matter.

use std::path::Path;

use model::Language;

use crate::config::Newsroom;
use crate::names::without_ending;
use crate::read::anchors::FoundAnchors;
use crate::read::date::strip_date;
use crate::read::fields::Fields;
use crate::read::reference_lines::ReferenceLines;
use crate::read::{ReadArticle, slug};

/// The information in the path of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The name without date, language and extension.
    pub(super) stem: String,
    /// The language from a suffix, as in `name.ru.md`, or from a folder.
    pub(super) language: Option<Language>,
    /// The section from a folder.
    pub(super) section: Option<String>,
    /// `true` if it is in a folder of drafts.
    pub(super) is_draft: bool,
}

impl FileName {
    pub(super) fn new(path: &Path, source: &Path, newsroom: &Newsroom) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let whole = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let (stem, suffix) = match whole.rsplit_once('.') {
            Some((stem, suffix)) if !stem.is_empty() && is_known(suffix, newsroom) => {
                (stem, Some(Language::new(suffix)))
            }
            _ => (whole, None),
        };
        let in_source = path.strip_prefix(source).unwrap_or(path);
        let folders: Vec<String> = in_source
            .parent()
            .map(|parent| parent.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        let above = source.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let folder_language =
            |folder: &String| newsroom.languages.iter().find(|listed| **listed == Language::new(folder)).cloned();
        let own = folders.iter().rev().find_map(folder_language);
        let language = suffix.or(own).or_else(|| above.collect::<Vec<_>>().iter().rev().find_map(folder_language));
        let section =
            folders.iter().rev().find(|folder| newsroom.sections.iter().any(|section| section.id == **folder)).cloned();
        // A page bundle, as in Hugo, takes its name from its folder.
        let bare = match (stem, folders.last()) {
            ("index", Some(folder)) => folder.as_str(),
            _ => stem,
        };
        Self {
            stem: strip_date(bare).to_owned(),
            language,
            section,
            is_draft: folders.iter().any(|folder| matches!(folder.as_str(), "_drafts" | "drafts")),
        }
    }
}

/// Returns whether a suffix is a language: one of the paper's, or another common one.
fn is_known(suffix: &str, newsroom: &Newsroom) -> bool {
    const COMMON: [&str; 40] = [
        "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
        "hu", "hy", "id", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sv", "tg",
        "tr", "uk", "uz", "zh",
    ];
    newsroom.languages.contains(&Language::new(suffix)) || COMMON.contains(&suffix)
}

/// Adds what makes an article's name, and what its references and those of others need.
pub(super) fn with_names(mut read: ReadArticle, fields: Fields<'_>, anchors: FoundAnchors, text: &str) -> ReadArticle {
    read.translation_key = fields.text(&["translation_key", "ref"]).map(str::to_owned);
    read.aliases = fields.aliases();
    read.chosen_slug = fields.slug().filter(|chosen| slug::slug(&chosen.text) == read.article.slug);
    read.address = fields.address().map(str::to_owned);
    read.lines = ReferenceLines::find(&mut read.article, text);
    read.anchors = anchors.within(&read.article.body);
    read
}

/// Returns the slug that an article has if no other article has it: from its front matter, the last part of its address at
/// another site generator, the file's name, or the headline. It is empty if none of them has a letter or a digit.
pub(super) fn plain_slug(fields: Fields<'_>, name: &FileName, headline: &str) -> String {
    let chosen = fields.slug().map(|chosen| slug::slug(&chosen.text));
    let address = || fields.address().map(|address| slug::slug(last_part(address)));
    let all = chosen.into_iter().chain(address()).chain([slug::slug(&name.stem), slug::slug(headline)]);
    all.into_iter().find(|slug| !slug.is_empty()).unwrap_or_default()
}

/// Returns the last part of an address, without `index.html`.
fn last_part(address: &str) -> &str {
    without_ending(address).rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_much() {
        let newsroom =
            crate::read::tests::newsroom("title = 'A'\nlanguages = ['en', 'ru']\n[[sections]]\nid = 'news'\n");
        for (path, stem, language, section) in [
            ("articles/bridge.md", "bridge", None, None),
            ("articles/bridge.ru.md", "bridge", Some("ru"), None),
            ("articles/ru/bridge.md", "bridge", Some("ru"), None),
            ("articles/news/2026-01-02-bridge.uk.md", "bridge", Some("uk"), Some("news")),
            ("articles/2026-01-02-bridge/index.md", "bridge", None, None),
            ("articles/v1.2.md", "v1.2", None, None),
        ] {
            let name = FileName::new(Path::new(path), Path::new("articles"), &newsroom);
            assert_eq!(
                (name.stem.as_str(), name.language.as_ref().map(Language::as_str), name.section.as_deref(),),
                (stem, language, section),
                "{path}"
            );
        }
    }
}
