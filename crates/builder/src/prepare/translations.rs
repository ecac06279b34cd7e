//! Finds out which articles are the same story in different languages.

use std::collections::{BTreeMap, BTreeSet};

use model::{Language, Translation};

use crate::read::ReadArticle;

/// Links the translations of each story to each other, in the order of the paper's languages.
pub fn link(articles: &mut [&mut ReadArticle], languages: &[Language]) {
    let keys: Vec<Option<String>> = articles.iter().map(|read| key(read, languages)).collect();
    let mut stories: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            stories.entry(key).or_default().push(position);
        }
    }
    for positions in stories.into_values() {
        if !is_one_story(&positions, articles) {
            continue;
        }
        let mut translations: Vec<Translation> =
            positions.iter().map(|position| translation(articles[*position])).collect();
        translations.sort_by_key(|translation| languages.iter().position(|language| *language == translation.language));
        for position in positions {
            let article = &mut articles[position].article;
            let others = translations.iter().filter(|translation| translation.language != article.language);
            article.translations = others.cloned().collect();
        }
    }
}

/// What translations of a story share: what the newsroom says they share, else the name of the file.
fn key(read: &ReadArticle, languages: &[Language]) -> Option<String> {
    if let Some(key) = &read.translation_key {
        return Some(format!("key {key}"));
    }
    if !read.item.is_empty() {
        return None;
    }
    let is_language = |name: &str| languages.iter().any(|language| language.as_str() == name);
    let path = read.file.with_extension("");
    let path = path.to_string_lossy().to_lowercase();
    let path = path.rsplit_once('.').filter(|(_, end)| is_language(end)).map_or(path.as_str(), |(path, _)| path);
    let folders_without_language: Vec<&str> = path.split('/').filter(|segment| !is_language(segment)).collect();
    Some(format!("file {}", folders_without_language.join("/")))
}

/// Two articles of one language under one key are different stories, whatever their files are called.
fn is_one_story(positions: &[usize], articles: &[&mut ReadArticle]) -> bool {
    let languages: BTreeSet<&Language> =
        positions.iter().map(|position| &articles[*position].article.language).collect();
    positions.len() > 1 && languages.len() == positions.len()
}

fn translation(read: &ReadArticle) -> Translation {
    Translation {
        language: read.article.language.clone(),
        slug: read.article.slug.clone(),
        month: read.article.month().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::tests::read_article;

    fn check(files: &[(&str, &str, Option<&str>)], expected: &[&[&str]]) {
        let languages = ["en", "ru", "fa"].map(Language::new);
        let mut articles: Vec<ReadArticle> = files
            .iter()
            .map(|(file, language, key)| {
                let mut read = read_article("story", file);
                read.article.language = Language::new(language);
                read.translation_key = key.map(str::to_owned);
                read
            })
            .collect();
        link(&mut articles.iter_mut().collect::<Vec<_>>(), &languages);
        for (read, expected) in articles.iter().zip(expected) {
            let found: Vec<&str> = read.article.translations.iter().map(|other| other.language.as_str()).collect();
            assert_eq!(found, *expected, "{}", read.file.display());
        }
    }

    #[test]
    fn by_key_by_folder_or_by_ending() {
        check(&[("a.md", "fa", Some("x")), ("b.md", "en", Some("x"))], &[&["en"], &["fa"]]);
        check(&[("articles/a.md", "en", None), ("articles/a.ru.md", "ru", None)], &[&["ru"], &["en"]]);
        check(
            &[("fa/a.md", "fa", None), ("ru/a.md", "ru", None), ("en/a.md", "en", None)],
            &[&["en", "ru"], &["en", "fa"], &["ru", "fa"]],
        );
    }

    #[test]
    fn one_name_in_one_language_is_two_stories() {
        check(&[("en/a.md", "en", None), ("a.en.md", "en", None)], &[&[], &[]]);
        check(&[("north/a.md", "en", None), ("south/a.md", "ru", None)], &[&[], &[]]);
    }
}
