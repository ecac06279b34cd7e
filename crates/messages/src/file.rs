//! The file of a language, which the app fetches: a line with the version, a line with the plural rule, then a line for
//! each pattern.

use crate::{APP_COUNT, COUNT, LANGUAGES, Messages, VERSION};

impl Messages {
    /// Parses the file of a language. Returns `None` if it is cut short or belongs to another version of the app.
    pub fn read(file: &'static str) -> Option<Self> {
        // The last line ends with a line break too, so that a cut file is recognised.
        let mut lines = file.strip_suffix('\n')?.split('\n');
        if lines.next()? != VERSION {
            return None;
        }
        let mut messages = Self { plural: lines.next()?, patterns: [""; COUNT] };
        for pattern in messages.patterns.iter_mut().take(APP_COUNT) {
            *pattern = lines.next()?;
        }
        lines.next().is_none().then_some(messages)
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::find;

/// Natively all languages are compiled in.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{APP_COUNT, LANGUAGES, Messages, VERSION};
    use crate::ALL;

    /// Returns the messages in one of [`LANGUAGES`].
    pub(crate) fn find(language: &str) -> &'static Messages {
        let position = LANGUAGES.iter().position(|known| *known == language);
        &ALL[position.unwrap_or_default()]
    }

    impl Messages {
        /// Writes the file of one of [`LANGUAGES`].
        pub fn file(language: &str) -> String {
            let messages = find(language);
            let lines = [VERSION, messages.plural].into_iter().chain(messages.patterns.into_iter().take(APP_COUNT));
            lines.flat_map(|line| [line, "\n"]).collect()
        }
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::find;

/// The app has a language once its file is loaded.
#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::Cell;

    use super::{COUNT, LANGUAGES, Messages};

    /// The messages before any file is loaded: all empty.
    static EMPTY: Messages = Messages { plural: "", patterns: [""; COUNT] };

    thread_local! {
        /// The loaded messages, in the order of [`LANGUAGES`].
        static LOADED: Cell<[Option<&'static Messages>; LANGUAGES.len()]> =
            const { Cell::new([None; LANGUAGES.len()]) };
    }

    /// Returns the messages in one of [`LANGUAGES`], or else those in any loaded language.
    pub(crate) fn find(language: &str) -> &'static Messages {
        let loaded = LOADED.get();
        loaded[position(language)].or_else(|| loaded.into_iter().flatten().next()).unwrap_or(&EMPTY)
    }

    fn position(language: &str) -> usize {
        LANGUAGES.iter().position(|known| *known == language).unwrap_or_default()
    }

    impl Messages {
        /// Returns whether the messages in one of [`LANGUAGES`] are not loaded yet.
        pub fn are_missing(language: &str) -> bool {
            LOADED.get()[position(language)].is_none()
        }

        /// Parses the file of one of [`LANGUAGES`] and keeps its messages for the lifetime of the tab. Returns whether
        /// the file was whole.
        pub fn add(language: &str, file: Vec<u8>) -> bool {
            let Ok(file) = String::from_utf8(file) else { return false };
            let Some(messages) = Messages::read(file.leak()) else { return false };
            let mut loaded = LOADED.get();
            loaded[position(language)] = Some(Box::leak(Box::new(messages)));
            LOADED.set(loaded);
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Language;

    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for language in LANGUAGES {
            let read = Messages::read(Messages::file(language).leak()).expect("a whole file");
            let own = Messages::of(&Language::new(language));
            assert_eq!(read.plural, own.plural, "{language}");
            assert_eq!(read.patterns[..APP_COUNT], own.patterns[..APP_COUNT], "{language}");
        }
        let languages: Vec<String> = LANGUAGES.map(Messages::file).into();
        assert!(languages.iter().enumerate().all(|(index, file)| !languages[..index].contains(file)));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = Messages::file("ru");
        let page = "<!doctype html>\n<title>Log in</title>\n";
        let length = whole.chars().count();
        let cuts = [0, 1, length / 2, length - 1].map(|length| whole.chars().take(length).collect::<String>());
        for damaged in [page.to_owned(), format!("{whole}\n")].into_iter().chain(cuts) {
            assert_eq!(Messages::read(damaged.leak()), None);
        }
    }

    #[test]
    fn a_file_of_another_version_is_refused() {
        let other = Messages::file("uk").replacen(VERSION, "offprint messages 0123456789abcdef", 1);
        assert_eq!(Messages::read(other.leak()), None);
    }
}
