//! The languages of the interface: compiled natively, read from files in the browser.

use model::Language;

use super::{Lines, Messages, Words};

/// The languages that have words, that one first which stands in for all others.
pub const LANGUAGES: [&str; 4] = ["en", "fa", "ru", "uk"];

/// The words of one of these languages; none when they have not been read yet.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn find(language: &str) -> Option<&'static Messages> {
    Some(match language {
        "fa" => &super::persian::MESSAGES,
        "ru" => &super::russian::MESSAGES,
        "uk" => &super::ukrainian::MESSAGES,
        _ => &super::english::MESSAGES,
    })
}

#[cfg(target_arch = "wasm32")]
use std::cell::Cell;

#[cfg(target_arch = "wasm32")]
thread_local! {
    /// What was read, in the order of [`LANGUAGES`].
    static READ: Cell<[Option<&'static Messages>; LANGUAGES.len()]> = const { Cell::new([None; LANGUAGES.len()]) };
}

/// The words of one of these languages; where they have not been read yet, those of any that has been.
#[cfg(target_arch = "wasm32")]
pub(super) fn find(language: &str) -> Option<&'static Messages> {
    let read = READ.get();
    read[position(language)].or_else(|| read.into_iter().flatten().next())
}

#[cfg(target_arch = "wasm32")]
fn position(language: &str) -> usize {
    LANGUAGES.iter().position(|known| *known == language).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
impl Messages {
    /// Whether the words of one of [`LANGUAGES`] have not been read yet.
    pub fn are_missing(language: &str) -> bool {
        READ.get()[position(language)].is_none()
    }

    /// Keeps the words of one of [`LANGUAGES`] for as long as the tab lives; says whether the file is whole.
    pub fn add(language: &str, file: Vec<u8>) -> bool {
        let Ok(file) = String::from_utf8(file) else { return false };
        let Some(messages) = Messages::of_file(file.leak()) else { return false };
        let mut read = READ.get();
        read[position(language)] = Some(Box::leak(messages));
        READ.set(read);
        true
    }
}

impl Messages {
    /// Which of [`LANGUAGES`] the interface speaks in a paper of some language.
    pub fn spoken(language: &Language) -> &'static str {
        LANGUAGES.into_iter().find(|known| *known == language.primary()).unwrap_or(LANGUAGES[0])
    }

    /// The file of the words of one of [`LANGUAGES`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(language: &str) -> String {
        let mut file = String::new();
        find(language).into_iter().for_each(|words| words.append_to(&mut file));
        file
    }

    /// The words in such a file; none when it is not whole.
    pub fn of_file(file: &'static str) -> Option<Box<Self>> {
        let mut lines = Lines::new(file);
        let mut messages = Box::new(Self::EMPTY);
        messages.read(&mut lines);
        lines.fit().then_some(messages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for language in LANGUAGES {
            let read = Messages::of_file(Messages::file(language).leak());
            assert_eq!(read.as_deref(), Some(Messages::of(&Language::new(language))), "{language}");
        }
        let languages: Vec<String> = LANGUAGES.map(Messages::file).into();
        assert!(languages.iter().enumerate().all(|(index, file)| !languages[..index].contains(file)));
    }

    #[test]
    fn a_language_without_words_is_spoken_to_in_english() {
        let spoken = ["en-gb", "de", "ru", "uk-ua", "fa"].map(|tag| Messages::spoken(&Language::new(tag)));
        assert_eq!(spoken, ["en", "en", "ru", "uk", "fa"]);
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_not_read() {
        let whole = Messages::file("ru");
        let page = "<!doctype html>\n<title>Log in</title>\n";
        let cuts =
            [0, 1, whole.len() / 2, whole.len() - 1].map(|length| whole.chars().take(length).collect::<String>());
        for damaged in [page.to_owned(), format!("{whole}\n")].into_iter().chain(cuts) {
            let is_whole = damaged == whole;
            assert_eq!(Messages::of_file(damaged.leak()).is_some(), is_whole);
        }
    }
}
