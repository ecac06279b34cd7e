//! The languages of the paper.

use model::Language;

use crate::config::table::{Table, is_language};

pub(super) fn read_languages(table: &mut Table<'_, '_, '_>) -> Vec<Language> {
    let main = read_language(table);
    let mut listed = Vec::new();
    for (tag, offset) in table.texts("languages") {
        listed.extend(check_language(table, &tag, offset));
    }
    let main = main.or_else(|| listed.first().cloned()).unwrap_or_else(|| Language::new("en"));
    let mut languages = vec![main];
    for language in listed {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

pub(super) fn read_language(table: &mut Table<'_, '_, '_>) -> Option<Language> {
    let (tag, offset) = table.text_at("language")?;
    check_language(table, &tag, offset)
}

fn check_language(table: &mut Table<'_, '_, '_>, tag: &str, offset: usize) -> Option<Language> {
    if is_language(tag) {
        return Some(Language::new(tag));
    }
    table.error(offset, format!("`{tag}` is not a language"), "use a language tag such as en, ru, uk, fa or zh-hant");
    None
}
