//! The languages beside English: compiled natively, read from files in the browser.

use super::{Lines, Messages, Words};

/// The languages that have words of their own beside English.
pub const TRANSLATIONS: [&str; 3] = ["fa", "ru", "uk"];

/// The words of a language; none when that is English, has no words, or has not been read yet.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn find(language: &str) -> Option<&'static Messages> {
    match language {
        "fa" => Some(&super::persian::MESSAGES),
        "ru" => Some(&super::russian::MESSAGES),
        "uk" => Some(&super::ukrainian::MESSAGES),
        _ => None,
    }
}

#[cfg(target_arch = "wasm32")]
use std::cell::Cell;

#[cfg(target_arch = "wasm32")]
thread_local! {
    /// What was read, in the order of [`TRANSLATIONS`].
    static READ: Cell<[Option<&'static Messages>; TRANSLATIONS.len()]> = const { Cell::new([None; TRANSLATIONS.len()]) };
}

#[cfg(target_arch = "wasm32")]
pub(super) fn find(language: &str) -> Option<&'static Messages> {
    READ.get()[position(language)?]
}

#[cfg(target_arch = "wasm32")]
fn position(language: &str) -> Option<usize> {
    TRANSLATIONS.iter().position(|translation| *translation == language)
}

#[cfg(target_arch = "wasm32")]
impl Messages {
    /// Whether a language has words of its own that have not been read yet.
    pub fn are_missing(language: &str) -> bool {
        TRANSLATIONS.contains(&language) && find(language).is_none()
    }

    /// Keeps the words of a language for as long as the tab lives; says whether the file is whole.
    pub fn add(language: &str, file: Vec<u8>) -> bool {
        let (Some(position), Ok(file)) = (position(language), String::from_utf8(file)) else { return false };
        let Some(messages) = Messages::of_file(file.leak()) else { return false };
        let mut read = READ.get();
        read[position] = Some(Box::leak(messages));
        READ.set(read);
        true
    }
}

impl Messages {
    /// The file of the words of a language that has some of its own.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(language: &str) -> Option<String> {
        let mut file = String::new();
        find(language)?.append_to(&mut file);
        Some(file)
    }

    /// The words in such a file; none when it is not whole.
    pub fn of_file(file: &'static str) -> Option<Box<Self>> {
        let mut lines = Lines::new(file);
        let mut messages = Box::new(super::english::MESSAGES);
        messages.read(&mut lines);
        lines.fit().then_some(messages)
    }
}

#[cfg(test)]
mod tests {
    use model::Language;

    use super::*;

    fn file(language: &str) -> String {
        Messages::file(language).expect("a translation")
    }

    #[test]
    fn what_is_written_is_read_again() {
        for language in TRANSLATIONS {
            let read = Messages::of_file(file(language).leak());
            assert_eq!(read.as_deref(), Some(Messages::of(&Language::new(language))), "{language}");
        }
        let languages: Vec<String> = TRANSLATIONS.map(file).into();
        assert!(languages.iter().enumerate().all(|(index, file)| !languages[..index].contains(file)));
    }

    #[test]
    fn a_language_without_words_has_no_file() {
        assert_eq!((Messages::file("en"), Messages::file("de")), (None, None));
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_not_read() {
        let whole = file("ru");
        let page = "<!doctype html>\n<title>Log in</title>\n";
        let cuts =
            [0, 1, whole.len() / 2, whole.len() - 1].map(|length| whole.chars().take(length).collect::<String>());
        for damaged in [page.to_owned(), format!("{whole}\n")].into_iter().chain(cuts) {
            let is_whole = damaged == whole;
            assert_eq!(Messages::of_file(damaged.leak()).is_some(), is_whole);
        }
    }
}
