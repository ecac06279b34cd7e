//! Compares every language with English and with its own plural rule.

use std::collections::BTreeMap;

use super::parse::{Message, Part, Variable, Variant};
use super::{File, LANGUAGE_NAMES, Locale, Problem};

/// A variable of a message, which becomes a parameter of its function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// The name, with hyphens.
    pub(super) name: String,
    /// `true` for a number, `false` for a text.
    pub(super) is_number: bool,
}

/// Returns the variables of a pattern in alphabetical order, so that word order changes no function.
pub(super) fn parameters(pattern: &[Part]) -> Vec<Parameter> {
    let mut parameters: BTreeMap<&str, bool> = BTreeMap::new();
    visit(pattern, &mut |variable| *parameters.entry(&variable.name).or_default() |= variable.is_number);
    parameters.into_iter().map(|(name, is_number)| Parameter { name: name.to_owned(), is_number }).collect()
}

/// Calls `call` for each mention of a variable.
fn visit<'a>(pattern: &'a [Part], call: &mut dyn FnMut(&'a Variable)) {
    for part in pattern {
        match part {
            Part::Text(_) => {}
            Part::Variable(variable) => call(variable),
            Part::Select(variable, variants) => {
                call(variable);
                for variant in variants {
                    visit(&variant.pattern, call);
                }
            }
        }
    }
}

/// Checks English and the other languages and adds their problems. `names` are the languages' own names.
pub(super) fn check(english: &Locale, others: &[Locale], names: &[Message], problems: &mut Vec<Problem>) {
    check_ids(english, problems);
    for other in others {
        check_files(english, other, problems);
    }
    for locale in [english].into_iter().chain(others) {
        for file in &locale.files {
            for message in &file.messages {
                check_forms(locale, file, message, problems);
            }
        }
        if !names.iter().any(|name| name.id == locale.tag) {
            let text = format!("add the language's own name: `{} = ...`", locale.tag);
            problems.push(Problem::new(LANGUAGE_NAMES, 1, text));
        }
    }
}

/// Checks that no message is in two files, since each becomes one function.
fn check_ids(english: &Locale, problems: &mut Vec<Problem>) {
    let mut known: BTreeMap<&str, (&File, usize)> = BTreeMap::new();
    for file in &english.files {
        for message in &file.messages {
            if let Some((other, line)) = known.insert(&message.id, (file, message.line)) {
                let text = format!("the message `{}` is already in {}:{line}", message.id, other.path);
                problems.push(Problem::new(&file.path, message.line, text));
            }
        }
    }
}

/// Compares the messages of a language with those of English, file by file.
fn check_files(english: &Locale, other: &Locale, problems: &mut Vec<Problem>) {
    for original in &english.files {
        let Some(translation) = other.files.iter().find(|file| file.name == original.name) else {
            let path = original.path.replacen(&english.tag, &other.tag, 1);
            problems.push(Problem::new(&path, 1, format!("this file is missing: translate {}", original.path)));
            continue;
        };
        for message in &original.messages {
            match translation.messages.iter().find(|found| found.id == message.id) {
                Some(found) => check_variables(message, translation, found, problems),
                None => {
                    let text = format!(
                        "the message `{}` is missing: translate it from {}:{}",
                        message.id, original.path, message.line
                    );
                    problems.push(Problem::new(&translation.path, translation.lines, text));
                }
            }
        }
        for message in &translation.messages {
            if !original.messages.iter().any(|known| known.id == message.id) {
                let text = format!("{} has no message `{}`: remove or rename it", original.path, message.id);
                problems.push(Problem::new(&translation.path, message.line, text));
            }
        }
    }
    for file in &other.files {
        if !english.files.iter().any(|known| known.name == file.name) {
            let text = format!("there is no `locales/{}/{}.ftl`: remove or rename this file", english.tag, file.name);
            problems.push(Problem::new(&file.path, 1, text));
        }
    }
}

/// Compares the variables of a translated message with those of the English one.
fn check_variables(original: &Message, file: &File, translation: &Message, problems: &mut Vec<Problem>) {
    let wanted = parameters(&original.pattern);
    let list = wanted.iter().map(|parameter| format!("${}", parameter.name)).collect::<Vec<_>>().join(", ");
    let list = if list.is_empty() { "none".to_owned() } else { list };
    visit(&translation.pattern, &mut |variable| {
        let text = match wanted.iter().find(|known| known.name == variable.name) {
            None => format!("`{}` has no variable ${}; it has: {list}", original.id, variable.name),
            Some(known) if variable.is_number && !known.is_number => {
                format!("${} of `{}` is a text, not a number", variable.name, original.id)
            }
            Some(_) => return,
        };
        problems.push(Problem::new(&file.path, variable.line, text));
    });
    let found = parameters(&translation.pattern);
    for parameter in &wanted {
        if !found.iter().any(|known| known.name == parameter.name) {
            let text = format!("`{}` does not mention its variable ${}", original.id, parameter.name);
            problems.push(Problem::new(&file.path, translation.line, text));
        }
    }
}

/// Compares the forms of a message with the plural categories of its language.
fn check_forms(locale: &Locale, file: &File, message: &Message, problems: &mut Vec<Problem>) {
    for part in &message.pattern {
        let Part::Select(variable, variants) = part else { continue };
        let count = |name: &str| variants.iter().filter(|variant| variant.category == name).count();
        for missing in locale.rule.required.iter().filter(|name| count(name) == 0) {
            let text = format!("`{}` lacks the form [{missing}]; {}", message.id, forms_of(locale));
            problems.push(Problem::new(&file.path, variable.line, text));
        }
        for variant in variants {
            let Variant { category, line, .. } = variant;
            // `other` is the form of fractions: no message needs it, but Fluent's own tools expect it.
            let is_known = category == "other" || locale.rule.categories.contains(&category.as_str());
            if !is_known {
                let text = format!("`{}` does not need the form [{category}]; {}", message.id, forms_of(locale));
                problems.push(Problem::new(&file.path, *line, text));
            } else if count(category) > 1 {
                let text = format!("`{}` has the form [{category}] twice", message.id);
                problems.push(Problem::new(&file.path, *line, text));
            }
        }
    }
}

fn forms_of(locale: &Locale) -> String {
    format!("forms of `{}`: {}", locale.tag, locale.rule.required.join(", "))
}
