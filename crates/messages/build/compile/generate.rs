//! Writes the Rust of all messages: a table of patterns for each language, and a function for each message.

use std::fmt::Write;

use super::check::{Parameter, parameters};
use super::parse::{Message, Part, Variant};
use super::plural::PluralRule;
use super::{File, Locale};

/// The files whose messages the app has, in the order of its table. Messages of other files are for the builder only.
const APP_FILES: [&str; 3] = ["reader", "device", "provenance"];

/// Generates the Rust code. `locales` are checked and begin with English.
pub(super) fn generate(locales: &[Locale], names: &[Message]) -> String {
    let english = &locales[0];
    let (app, others): (Vec<&File>, Vec<&File>) = ordered(english).into_iter().partition(|file| is_of_app(file));
    let app: Vec<&Message> = app.into_iter().flat_map(|file| &file.messages).collect();
    let others: Vec<&Message> = others.into_iter().flat_map(|file| &file.messages).collect();
    let tags: Vec<&str> = locales.iter().map(|locale| locale.tag.as_str()).collect();
    let names: Vec<(&str, String)> = names.iter().map(|name| (name.id.as_str(), plain(&name.pattern))).collect();
    let mut code = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing into memory cannot fail.
        let _ = writeln!(code, "{text}");
    };
    line(format_args!("/// The languages of the interface. The first replaces languages without messages."));
    line(format_args!("pub const LANGUAGES: [&str; {}] = {tags:?};", tags.len()));
    line(format_args!("/// The languages' own names."));
    line(format_args!("const LANGUAGE_NAMES: [(&str, &str); {}] = {names:?};", names.len()));
    line(format_args!("/// Identifies the list of messages in the app's files."));
    line(format_args!("const VERSION: &str = \"offprint messages {:016x}\";", version(&app)));
    line(format_args!("/// The number of messages in the app."));
    line(format_args!("const APP_COUNT: usize = {};", app.len()));
    line(format_args!("/// The number of messages in this build."));
    line(format_args!(
        "const COUNT: usize = if cfg!(target_arch = \"wasm32\") {{ APP_COUNT }} else {{ {} }};",
        app.len() + others.len()
    ));
    line(format_args!("#[cfg(not(target_arch = \"wasm32\"))]"));
    line(format_args!("/// The messages in the order of [`LANGUAGES`]."));
    line(format_args!("static ALL: [Messages; {}] = [", locales.len()));
    for locale in locales {
        let patterns: Vec<String> = app.iter().chain(&others).map(|original| compiled(locale, original)).collect();
        line(format_args!("Messages {{ plural: {:?}, patterns: {patterns:?} }},", locale.rule.table));
    }
    line(format_args!("];"));
    line(format_args!("impl Messages {{"));
    for (index, message) in app.iter().enumerate() {
        line(format_args!("{}", function(index, message)));
    }
    line(format_args!("}}"));
    line(format_args!("#[cfg(not(target_arch = \"wasm32\"))]"));
    line(format_args!("impl Messages {{"));
    for (index, message) in others.iter().enumerate() {
        line(format_args!("{}", function(app.len() + index, message)));
    }
    line(format_args!("}}"));
    line(format_args!("/// All messages by their names."));
    line(format_args!("#[cfg(not(target_arch = \"wasm32\"))]"));
    let ids: Vec<&str> = app.iter().chain(&others).map(|message| message.id.as_str()).collect();
    line(format_args!("const IDS: [&str; COUNT] = {ids:?};"));
    code
}

/// Returns the files of English: those of the app in the order of its table, then the others.
fn ordered(english: &Locale) -> Vec<&File> {
    let mut files: Vec<&File> = english.files.iter().collect();
    files.sort_by_key(|file| APP_FILES.iter().position(|name| *name == file.name).unwrap_or(APP_FILES.len()));
    files
}

fn is_of_app(file: &File) -> bool {
    APP_FILES.contains(&file.name.as_str())
}

/// Hashes a list of messages and their parameters (FNV-1a, 64 bits).
fn version(messages: &[&Message]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for message in messages {
        add(&message.id);
        for Parameter { name, is_number } in parameters(&message.pattern) {
            add(&name);
            add(if is_number { "number" } else { "text" });
        }
    }
    hash
}

/// Compiles the pattern of a message in a language for `src/format.rs`.
fn compiled(locale: &Locale, original: &Message) -> String {
    let parameters = parameters(&original.pattern);
    let messages = locale.files.iter().flat_map(|file| &file.messages);
    let mut text = String::new();
    for message in messages.filter(|message| message.id == original.id) {
        compile(&locale.rule, &parameters, &message.pattern, &mut text);
    }
    text
}

fn compile(rule: &PluralRule, parameters: &[Parameter], pattern: &[Part], text: &mut String) {
    let position = |name: &str| parameters.iter().position(|parameter| parameter.name == name).unwrap_or_default();
    for part in pattern {
        match part {
            Part::Text(part) => text.push_str(part),
            // Writing into memory cannot fail.
            Part::Variable(variable) => drop(write!(text, "{{{}}}", position(&variable.name))),
            Part::Select(variable, variants) => {
                let _ = write!(text, "[{}", position(&variable.name));
                for category in &rule.categories {
                    text.push('|');
                    if let Some(variant) = form(variants, category) {
                        compile(rule, parameters, &variant.pattern, text);
                    }
                }
                text.push(']');
            }
        }
    }
}

/// Returns the form for a category, or the default form.
fn form<'a>(variants: &'a [Variant], category: &str) -> Option<&'a Variant> {
    let own = variants.iter().find(|variant| variant.category == category);
    own.or_else(|| variants.iter().find(|variant| variant.is_default))
}

/// Generates the function of a message.
fn function(index: usize, message: &Message) -> String {
    let Message { id, comment, pattern, .. } = message;
    let name = id.replace('-', "_");
    let mut code = format!("/// `{}`\n", plain(pattern).replace('`', "'"));
    if !comment.is_empty() {
        let _ = writeln!(code, "///\n/// {comment}");
    }
    let parameters = parameters(pattern);
    if parameters.is_empty() {
        let _ = write!(code, "pub fn {name}(&self) -> &'static str {{ self.patterns[{index}] }}");
        return code;
    }
    let mut declared = String::new();
    let mut arguments = Vec::new();
    for Parameter { name, is_number } in &parameters {
        let name = name.replace('-', "_");
        let kind = if *is_number { "impl Into<u64>" } else { "&str" };
        let _ = write!(declared, ", {name}: {kind}");
        arguments.push(if *is_number {
            format!("Argument::Number({name}.into())")
        } else {
            format!("Argument::Text({name})")
        });
    }
    let arguments = arguments.join(", ");
    let _ = write!(code, "pub fn {name}(&self{declared}) -> String {{ self.format({index}, &[{arguments}]) }}");
    code
}

/// Writes a pattern for the documentation.
fn plain(pattern: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable(variable) => format!("{{ ${} }}", variable.name),
        Part::Select(_, variants) => {
            variants.iter().map(|variant| plain(&variant.pattern)).collect::<Vec<_>>().join(" / ")
        }
    };
    pattern.iter().map(part).collect()
}
