//! Fills patterns, which the build script compiles from Fluent.
//!
//! `{0}` stands for the first argument. `[0|one article|{0} articles]` stands for the plural form that the first
//! argument selects.

use crate::Messages;

/// An argument of a message.
pub(crate) enum Argument<'a> {
    /// A number, written in the digits of the language; it may select a plural form.
    Number(u64),
    /// A text, inserted as it is.
    Text(&'a str),
}

/// A number with its own plural form in Romance languages and in Breton.
const MILLION: u64 = 1_000_000;

impl Messages {
    /// Fills the pattern at an index with arguments.
    #[inline(never)]
    pub(crate) fn format(&self, index: usize, arguments: &[Argument<'_>]) -> String {
        let mut text = String::new();
        // The number of forms before the selected one; 0 inside the selected form and outside all forms.
        let mut skipped: i32 = 0;
        let mut characters = self.patterns[index].chars();
        while let Some(character) = characters.next() {
            match character {
                '[' => {
                    skipped = 1 + match argument(&mut characters, arguments) {
                        Some(Argument::Number(number)) => self.form(*number),
                        _ => 0,
                    }
                }
                '|' => skipped -= 1,
                ']' => skipped = 0,
                '{' => {
                    let argument = argument(&mut characters, arguments);
                    // The closing brace.
                    characters.next();
                    match argument {
                        _ if skipped != 0 => {}
                        Some(Argument::Number(number)) => text.push_str(&self.number(*number)),
                        Some(Argument::Text(argument)) => text.push_str(argument),
                        None => {}
                    }
                }
                _ if skipped == 0 => text.push(character),
                _ => {}
            }
        }
        text
    }

    /// Returns the position of the plural form for a number.
    fn form(&self, number: u64) -> i32 {
        let column = if number < 100 {
            number
        } else if number.is_multiple_of(MILLION) {
            200
        } else {
            100 + number % 100
        };
        self.plural.as_bytes().get(column as usize).map_or(0, |digit| i32::from(digit - b'0'))
    }
}

/// Returns the argument that the next character of a pattern names.
fn argument<'a, 'b>(pattern: &mut std::str::Chars<'_>, arguments: &'b [Argument<'a>]) -> Option<&'b Argument<'a>> {
    arguments.get(pattern.next()?.to_digit(10)? as usize)
}

#[cfg(test)]
mod tests {
    use icu_locale_core::Locale;
    use icu_plurals::{PluralCategory, PluralRules};
    use model::Language;

    use super::*;
    use crate::LANGUAGES;

    /// Returns the messages in a language, with `pattern` in place of the first.
    fn messages(language: &str, pattern: &'static str) -> Messages {
        let Messages { plural, mut patterns } = *Messages::of(&Language::new(language));
        patterns[0] = pattern;
        Messages { plural, patterns }
    }

    #[test]
    fn arguments_stand_where_the_language_has_them() {
        let swapped = messages("fa", "{1}: {0}, {1}");
        assert_eq!(swapped.format(0, &[Argument::Text("{1}"), Argument::Number(120)]), "۱۲۰: {1}, ۱۲۰");
    }

    #[test]
    fn only_the_form_that_goes_with_the_number_is_taken() {
        let pattern = "а [0|{0} стаття|{0} статті|{0} статей] б [1|{1} день|{1} дні|{1} днів] в";
        let format =
            |articles, days| messages("uk", pattern).format(0, &[Argument::Number(articles), Argument::Number(days)]);
        assert_eq!(format(1, 22), "а 1 стаття б 22 дні в");
        assert_eq!(format(111, 101), "а 111 статей б 101 день в");
    }

    #[test]
    fn forms_are_those_of_icu() {
        const ORDER: [PluralCategory; 6] = [
            PluralCategory::Zero,
            PluralCategory::One,
            PluralCategory::Two,
            PluralCategory::Few,
            PluralCategory::Many,
            PluralCategory::Other,
        ];
        for language in LANGUAGES {
            let locale = Locale::try_from_str(language).expect("a language");
            let rules = PluralRules::try_new_cardinal(locale.into()).expect("rules");
            let categories: Vec<PluralCategory> = (0..=1000_u32).map(|number| rules.category_for(number)).collect();
            let forms: Vec<&PluralCategory> = ORDER.iter().filter(|category| categories.contains(category)).collect();
            let messages = Messages::of(&Language::new(language));
            for (number, category) in categories.iter().enumerate() {
                let form = messages.form(number as u64) as usize;
                assert_eq!(forms[form], category, "{number} in {language}");
            }
        }
    }
}
