//! Adds the languages of articles to the paper, and names those that are codes of countries.

use std::path::Path;

use model::Language;

use super::articles;
use crate::config::{CONFIG_FILE, Newsroom};
use crate::problem::Problem;
use crate::read::Reading;

/// Codes that people write for a language, most of them of its country, and the language's code. Those that are codes of
/// other languages too are only doubted where the paper has the language that was probably meant.
const MISTAKEN: [(&str, &str); 36] = [
    ("al", "sq"),
    ("am", "hy"),
    ("at", "de"),
    ("ba", "bs"),
    ("br", "pt"),
    ("by", "be"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("ee", "et"),
    ("eng", "en"),
    ("gb", "en"),
    ("ge", "ka"),
    ("gr", "el"),
    ("il", "he"),
    ("in", "hi"),
    ("ir", "fa"),
    ("iw", "he"),
    ("jp", "ja"),
    ("ke", "sw"),
    ("kg", "ky"),
    ("kr", "ko"),
    ("kz", "kk"),
    ("md", "ro"),
    ("mm", "my"),
    ("mo", "ro"),
    ("np", "ne"),
    ("rs", "sr"),
    ("rus", "ru"),
    ("se", "sv"),
    ("si", "sl"),
    ("tj", "tg"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// Adds languages that the paper does not list, so that no article is lost.
pub(super) fn check(reading: &mut Reading, newsroom: &Newsroom) {
    let mut languages = newsroom.languages.clone();
    let mut problems = Vec::new();
    for (code, meant) in newsroom.languages.iter().filter_map(|code| Some((code, meant(code)?))) {
        let is_language = newsroom.languages.contains(&meant);
        if !is_language && !is_code_of_a_language(code) {
            let message = format!("the paper lists the language `{code}`, which is no language");
            problems.push(Problem::warning(CONFIG_FILE, message, format!("did you mean `{meant}`?")));
        }
    }
    for read in articles(reading) {
        let language = &read.article.language;
        if let Some((code, meant)) = mistaken_name(&read.file, newsroom) {
            let message =
                format!("`{code}` in its name is not a language of the paper, so this is an article in `{language}`");
            problems.push(Problem::warning(read.file.clone(), message, format!("did you mean `{meant}`?")));
        }
        if !languages.contains(language) {
            languages.push(language.clone());
            let message = format!("the paper does not list the article's language `{language}`, so it was added");
            let remedy = match meant(language) {
                Some(meant) if languages.contains(&meant) || !is_code_of_a_language(language) => {
                    format!("did you mean `{meant}`?")
                }
                _ => format!("add \"{language}\" to the languages in offprint.toml, or correct the article's language"),
            };
            problems.push(Problem::warning(read.file.clone(), message, remedy));
        }
    }
    reading.languages = languages;
    reading.problems.extend(problems);
}

/// Returns the language that a code was probably meant for.
fn meant(code: &Language) -> Option<Language> {
    let (_, meant) = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == code.as_str())?;
    Some(Language::new(meant))
}

/// Returns whether a mistaken code is the code of another language: of Northern Sami, for instance.
fn is_code_of_a_language(code: &Language) -> bool {
    matches!(
        code.as_str(),
        "am" | "ba" | "br" | "ee" | "eng" | "in" | "iw" | "kg" | "kr" | "mo" | "rus" | "se" | "si" | "ukr"
    )
}

/// Returns the code in a file's name, or in one of its folders, that was probably meant for a language of the paper.
fn mistaken_name(file: &Path, newsroom: &Newsroom) -> Option<(String, Language)> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let ending = stem.rsplit_once('.').map(|(_, ending)| ending.to_owned());
    let folders = file.parent().into_iter().flat_map(Path::components);
    let folders = folders.map(|folder| folder.as_os_str().to_string_lossy().into_owned());
    let is_listed = |language: &Language| newsroom.languages.contains(language);
    ending.into_iter().chain(folders).find_map(|code| {
        let language = Language::new(&code);
        let meant = meant(&language).filter(|meant| is_listed(meant) && !is_listed(&language))?;
        Some((code, meant))
    })
}

#[cfg(test)]
mod tests {
    use model::Article;

    use super::*;
    use crate::read::{Item, Outcome, ReadArticle};

    #[test]
    fn codes_of_countries_are_doubted() {
        let newsroom = crate::read::tests::newsroom("title = 'A'\nlanguages = ['en', 'uk', 'sv', 'se']");
        let mistaken = |file: &str| mistaken_name(Path::new(file), &newsroom).map(|(_, meant)| meant.to_string());
        assert_eq!(mistaken("articles/f.ua.md").as_deref(), Some("uk"));
        assert_eq!(mistaken("articles/UA/f.md").as_deref(), Some("uk"));
        assert_eq!(mistaken("articles/f.se.md"), None, "the paper lists it");
        assert_eq!(mistaken("articles/f.cz.md"), None, "the paper has no Czech");
        assert_eq!(mistaken("articles/f.uk.md"), None);
    }

    #[test]
    fn languages_of_articles_are_added_with_a_warning() {
        let newsroom = crate::read::tests::newsroom("title = 'A'\nlanguages = ['uk', 'cz', 'br']");
        let files = [("uk", "a.ua.md"), ("ua", "b.md"), ("se", "c.md"), ("de", "d.md"), ("de", "e.md")];
        let items = files.map(|(language, file)| {
            let article = Article::new("a", Language::new(language), "A");
            let outcome = Outcome::Read(Box::new(ReadArticle::new(article, file)));
            Item { source: file.into(), item: String::new(), outcome }
        });
        let mut reading = Reading { items: items.into(), ..Reading::default() };
        check(&mut reading, &newsroom);
        let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        let add =
            |code: &str| format!("add \"{code}\" to the languages in offprint.toml, or correct the article's language");
        let added = |code: &str| format!("the paper does not list the article's language `{code}`, so it was added");
        assert_eq!(
            problems,
            [
                "offprint.toml: warning: the paper lists the language `cz`, which is no language; did you mean `cs`?"
                    .to_owned(),
                "a.ua.md: warning: `ua` in its name is not a language of the paper, so this is an article in `uk`; \
                 did you mean `uk`?"
                    .to_owned(),
                format!("b.md: warning: {}; did you mean `uk`?", added("ua")),
                format!("c.md: warning: {}; {}", added("se"), add("se")),
                format!("d.md: warning: {}; {}", added("de"), add("de")),
            ]
        );
        let languages: Vec<&str> = reading.languages.iter().map(Language::as_str).collect();
        assert_eq!(languages, ["uk", "cz", "br", "ua", "se", "de"]);
    }
}
