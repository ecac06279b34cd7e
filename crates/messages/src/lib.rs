//! Offprint's messages to readers. `locales/` holds the sentences; each is a function of [`Messages`].
//!
//! Natively all languages are compiled in. The app has none: it loads the language of the page from a file beside its
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

/// A placeholder in a message, to be replaced by an element.
pub const ELEMENT: &str = "\u{fffc}";

/// All messages in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Messages {
    /// The plural form for each number; see [`Messages::form`].
    plural: &'static str,
    /// The texts in the order of the functions.
    patterns: [&'static str; COUNT],
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// Returns the messages in a language, or in English if there are none in that language.
    pub fn of(language: &Language) -> &'static Self {
        file::find(Self::spoken(language))
    }

    /// Returns the one of [`LANGUAGES`] that the interface uses for a paper in some language.
    pub fn spoken(language: &Language) -> &'static str {
        LANGUAGES.into_iter().find(|known| *known == language.primary()).unwrap_or(LANGUAGES[0])
    }
}

/// Returns a language's own name, or its tag if the name is not known.
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
