//! What Offprint says to readers. The sentences are in `locales/`; each is a function of [`Messages`].
//!
//! Natively all languages are compiled in. The app has none: it reads those of the page's language from a file beside its
//! script, which [`Messages::file`] writes.

#[cfg(not(target_arch = "wasm32"))]
pub mod embed;
mod file;
mod format;
mod numbers;
#[cfg(not(target_arch = "wasm32"))]
mod script;
#[cfg(not(target_arch = "wasm32"))]
pub mod share;

use model::Language;

use format::Argument;

/// Stands for an element in a message whose value is no text: the element is put in its place.
pub const ELEMENT: &str = "\u{fffc}";

/// All messages in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Messages {
    /// Which form of a sentence goes with a number; see [`Messages::form`].
    plural: &'static str,
    /// The texts in the order of the functions.
    patterns: [&'static str; COUNT],
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// The messages in a language, or in English where there are none in that language.
    pub fn of(language: &Language) -> &'static Self {
        file::find(Self::spoken(language))
    }

    /// Which of [`LANGUAGES`] the interface speaks in a paper of some language.
    pub fn spoken(language: &Language) -> &'static str {
        LANGUAGES.into_iter().find(|known| *known == language.primary()).unwrap_or(LANGUAGES[0])
    }
}

/// What a language calls itself; its tag when that is not known here.
pub fn native_name(language: &Language) -> &str {
    let known = LANGUAGE_NAMES.iter().find(|(tag, _)| *tag == language.primary());
    known.map_or(language.as_str(), |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_messages_is_spoken_to_in_english() {
        let spoken = ["en-gb", "de", "ru", "uk-ua", "fa"].map(|tag| Messages::spoken(&Language::new(tag)));
        assert_eq!(spoken, ["en", "en", "ru", "uk", "fa"]);
    }

    #[test]
    fn languages_are_called_by_their_own_names() {
        assert_eq!(["uk", "fa-ir", "xx"].map(Language::new).each_ref().map(native_name), ["Українська", "فارسی", "xx"]);
    }
}
