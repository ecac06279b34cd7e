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
    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

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

    /// The lines of some Fluent text: each form of a sentence with a number in one of its own, as in [`Messages::file`].
    fn lines_of(fluent: &str) -> Vec<(String, Vec<String>)> {
        let resource = fluent_syntax::parser::parse(fluent).expect("Fluent");
        let messages = resource.body.iter().map(|entry| {
            let Entry::Message(message) = entry else { panic!("no message: {entry:?}") };
            let pattern = message.value.as_ref().expect("a text");
            let lines = match &pattern.elements[..] {
                [PatternElement::Placeable { expression: Expression::Select { variants, .. } }] => {
                    let last = variants.len() - 1;
                    [0, 1, last].map(|position| line_of(&variants[position].value)).into()
                }
                _ => vec![line_of(pattern)],
            };
            (message.id.name.to_owned(), lines)
        });
        messages.collect()
    }

    /// A pattern with the names that today's sentences have for their values.
    fn line_of(pattern: &Pattern<&str>) -> String {
        let parts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { value } => *value,
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => match id.name {
                "count" | "minutes" | "part" | "age" => "{number}",
                _ => "{all}",
            },
            PatternElement::Placeable { expression } => panic!("{expression:?}"),
        });
        parts.collect()
    }

    #[test]
    fn the_locales_have_the_same_words_in_the_same_order() {
        for language in LANGUAGES {
            let read = |name: &str| {
                let path = format!("{}/locales/{language}/{name}.ftl", env!("CARGO_MANIFEST_DIR"));
                lines_of(&std::fs::read_to_string(path).expect("a file"))
            };
            let mut reader = read("reader");
            let end = reader.iter().position(|(id, _)| id == "share").expect("the first message after the device's");
            let rest = reader.split_off(end);
            let plural =
                ("plural".to_owned(), vec![if ["ru", "uk"].contains(&language) { "slavic" } else { "" }.to_owned()]);
            let numbers = rest.iter().position(|(id, _)| id == "digit-zero").expect("the first message of numbers");
            let (rest, numbers) = rest.split_at(numbers);
            let all = [&reader, &read("device"), &read("provenance"), rest, &[plural], numbers].concat();
            let file: String = all.iter().flat_map(|(_, lines)| lines).map(|line| format!("{line}\n")).collect();
            assert_eq!(file, Messages::file(language), "{language}");
        }
    }
}
