//! Finds translations: the same story in different languages.

use std::collections::{BTreeMap, BTreeSet};

use model::{Language, Translation};

use crate::names::{key as name_key, letters};
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
    join_named_files(&mut stories, articles);
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

/// Returns the key that translations of a story share: the newsroom's own key, or else the path of the file without its
/// language. The path includes the source, because two sources may number their articles alike.
fn key(read: &ReadArticle, languages: &[Language]) -> Option<String> {
    if let Some(key) = &read.translation_key {
        return Some(format!("{KEY}{}", letters(key)));
    }
    if !read.item.is_empty() {
        return None;
    }
    let is_language = |name: &str| languages.contains(&Language::new(name));
    let path = read.file.with_extension("");
    let path = name_key(&path.to_string_lossy());
    let path = path.rsplit_once('.').filter(|(_, end)| is_language(end)).map_or(path.as_str(), |(path, _)| path);
    let folders_without_language: Vec<&str> = path.split('/').filter(|segment| !is_language(segment)).collect();
    Some(format!("{FILE}{}", folders_without_language.join("/")))
}

/// The prefix of a key from the newsroom.
const KEY: &str = "key ";
/// The prefix of a key that is the path of a file.
const FILE: &str = "file /";

/// Joins the stories of keys that name a file, if there is only one such file and its language is still missing.
fn join_named_files(stories: &mut BTreeMap<&str, Vec<usize>>, articles: &[&mut ReadArticle]) {
    let written: Vec<&str> = stories.keys().copied().filter(|key| key.starts_with(KEY)).collect();
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in stories.keys().copied().filter(|key| key.starts_with(FILE)) {
        by_name.entry(key.rsplit('/').next().unwrap_or(key)).or_default().push(key);
    }
    for key in written {
        let end = format!("/{}", name_key(&key[KEY.len()..]));
        let name = end.rsplit('/').next().unwrap_or_default();
        let mut files = by_name.get(name).into_iter().flatten().filter(|file| file.ends_with(&end));
        let (Some(file), None) = (files.next(), files.next()) else { continue };
        let together =
            [stories.get(key), stories.get(file)].into_iter().flatten().flatten().copied().collect::<Vec<_>>();
        if is_one_story(&together, articles) {
            stories.remove(file);
            stories.insert(key, together);
        }
    }
}

/// Returns whether articles are translations of one story. Two articles in one language are different stories.
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
        check(
            &[("fa/b.md", "fa", Some("a")), ("a.md", "en", None), ("a.ru.md", "ru", None)],
            &[&["en", "ru"], &["ru", "fa"], &["en", "fa"]],
        );
        check(&[("b.md", "fa", Some("a")), ("x/a.md", "en", None), ("y/a.md", "ru", None)], &[&[], &[], &[]]);
        check(&[("b.md", "en", Some("a")), ("a.md", "en", None)], &[&[], &[]]);
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
        check(&[("wire/001.txt", "en", None), ("lenta/001.txt", "ru", None)], &[&[], &[]]);
    }
}
