//! Bad Fluent fails with file and line; good Fluent becomes functions.

use icu_locale_core::Locale;
use icu_plurals::PluralRules;

use super::plural::PluralRule;
use super::{Source, compile};

const NAMES: &str = "en = English\nuk = Українська\nde = Deutsch\nar = العربية\n";

const ENGLISH: &str = "\
close = Close
# $count: the number of articles.
articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
  }
open-on = Open on { $site }
";

const UKRAINIAN: &str = "\
close = Закрити
articles = { $count ->
    [one] { $count } стаття
    [few] { $count } статті
   *[many] { $count } статей
  }
open-on = Відкрити: { $site }
";

fn compiled(english: &str, ukrainian: &str) -> Result<String, Vec<String>> {
    compiled_files(&[("en/reader", english), ("languages", NAMES), ("uk/reader", ukrainian)])
}

fn compiled_files(files: &[(&str, &str)]) -> Result<String, Vec<String>> {
    let source = |(name, text): &(&str, &str)| Source { path: format!("locales/{name}.ftl"), text: (*text).to_owned() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    compile(&sources).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// Checks the problems of Ukrainian when a part of it is replaced.
#[track_caller]
fn check(part: &str, replacement: &str, problems: &[&str]) {
    assert!(UKRAINIAN.contains(part), "{part}");
    assert_eq!(
        compiled(ENGLISH, &UKRAINIAN.replacen(part, replacement, 1)),
        Err(problems.iter().map(ToString::to_string).collect())
    );
}

#[test]
fn each_message_is_a_function_with_its_variables() {
    let code = compiled(ENGLISH, UKRAINIAN).expect("good Fluent");
    for part in [
        "pub const LANGUAGES: [&str; 2] = [\"en\", \"uk\"];",
        "/// `Close`\npub fn close(&self) -> &'static str { self.patterns[0] }",
        "///\n/// $count: the number of articles.\npub fn articles(&self, count: impl Into<u64>) -> String {",
        "pub fn open_on(&self, site: &str) -> String { self.format(2, &[Argument::Text(site)]) }",
        "\"[0|{0} стаття|{0} статті|{0} статей]\"",
        "\"[0|{0} article|{0} articles]\"",
    ] {
        assert!(code.contains(part), "no {part} in {code}");
    }
}

#[test]
fn another_order_of_words_changes_no_function() {
    let functions = |english: &str| {
        let code = compiled_files(&[("en/reader", english), ("languages", NAMES)]).expect("good Fluent");
        code.lines().find(|line| line.starts_with("pub fn")).expect("a function").to_owned()
    };
    assert_eq!(
        functions("of = { NUMBER($part) } of { NUMBER($all) }"),
        functions("of = Of { NUMBER($all) } { NUMBER($part) }")
    );
}

#[test]
fn only_the_files_of_the_app_are_compiled_into_it() {
    let code =
        compiled_files(&[("en/offline", "ask = Ask"), ("en/reader", "close = Close"), ("languages", "en = English")]);
    let code = code.expect("good Fluent");
    assert!(code.contains("const APP_COUNT: usize = 1;") && code.contains("pub fn ask(&self)"), "{code}");
    let (app, others) = code.split_once("pub fn close(&self)").expect("the app's function");
    assert!(app.contains("patterns: [\"Close\", \"Ask\"]") && others.contains("self.patterns[1]"), "{code}");
    assert!(others.contains("#[cfg(not(target_arch = \"wasm32\"))]\nimpl Messages"), "{code}");
}

#[test]
fn a_missing_message_is_a_problem() {
    let text = "locales/uk/reader.ftl:7: the message `close` is missing: translate it from locales/en/reader.ftl:1";
    check("close = Закрити\n", "", &[&text.replace(":7:", ":6:")]);
    let file = compiled_files(&[
        ("en/reader", ENGLISH),
        ("en/share", "copy = Copy"),
        ("languages", NAMES),
        ("uk/reader", UKRAINIAN),
    ]);
    assert_eq!(
        file,
        Err(vec!["locales/uk/share.ftl:1: this file is missing: translate locales/en/share.ftl".to_owned()])
    );
}

#[test]
fn a_message_that_english_does_not_have_is_a_problem() {
    let text = "locales/uk/reader.ftl:1: locales/en/reader.ftl has no message `shut`: remove or rename it";
    check("close = Закрити", "shut = Закрити\nclose = Закрити", &[text]);
    let text = "locales/uk/reader.ftl:2: the message `close` is already in line 1";
    check("close = Закрити", "close = Закрити\nclose = Закрити", &[text]);
}

#[test]
fn a_wrong_variable_is_a_problem() {
    check(
        "{ $site }",
        "{ $place }",
        &[
            "locales/uk/reader.ftl:7: `open-on` does not mention its variable $site",
            "locales/uk/reader.ftl:7: `open-on` has no variable $place; it has: $site",
        ],
    );
    check("Закрити", "Закрити { $site }", &["locales/uk/reader.ftl:1: `close` has no variable $site; it has: none"]);
    let text = "locales/uk/reader.ftl:7: $site of `open-on` is a text, not a number";
    check("{ $site }", "{ NUMBER($site) }", &[text]);
}

#[test]
fn a_missing_plural_form_is_a_problem() {
    check(
        "    [few] { $count } статті\n",
        "",
        &["locales/uk/reader.ftl:2: `articles` lacks the form [few]; forms of `uk`: one, few, many"],
    );
    // The form of fractions does not replace [many].
    check(
        "*[many]",
        "*[other]",
        &["locales/uk/reader.ftl:2: `articles` lacks the form [many]; forms of `uk`: one, few, many"],
    );
    check(
        "[few]",
        "[two]",
        &[
            "locales/uk/reader.ftl:2: `articles` lacks the form [few]; forms of `uk`: one, few, many",
            "locales/uk/reader.ftl:4: `articles` does not need the form [two]; forms of `uk`: one, few, many",
        ],
    );
    check(
        "[few]",
        "[one]",
        &[
            "locales/uk/reader.ftl:2: `articles` lacks the form [few]; forms of `uk`: one, few, many",
            "locales/uk/reader.ftl:3: `articles` has the form [one] twice",
            "locales/uk/reader.ftl:4: `articles` has the form [one] twice",
        ],
    );
    let english = compiled(&ENGLISH.replace("    [one] { $count } article\n", ""), UKRAINIAN);
    let text = "locales/en/reader.ftl:3: `articles` lacks the form [one]; forms of `en`: one, other";
    assert_eq!(english, Err(vec![text.to_owned()]));
}

#[test]
fn what_is_not_fluent_is_a_problem_with_its_line() {
    let found = compiled(ENGLISH, &UKRAINIAN.replace("open-on =", "open on =")).expect_err("bad Fluent");
    assert!(found[0].starts_with("locales/uk/reader.ftl:7: this is not valid Fluent: "), "{found:#?}");
    let found = compiled(ENGLISH, &UKRAINIAN.replace("   *[many]", "    [many]")).expect_err("bad Fluent");
    assert!(
        found.iter().any(|text| text.starts_with("locales/uk/reader.ftl:6: this is not valid Fluent")),
        "{found:#?}"
    );
}

#[test]
fn what_offprint_does_not_know_of_fluent_is_a_problem() {
    for (text, problem) in [
        ("Закрити {\"{\"}", "a message cannot contain the character {"),
        ("Закрити [x]", "a message cannot contain the character ["),
        ("{ open-on }", "a message cannot refer to another: write out the text"),
        ("{ -brand }", "a message cannot refer to another: write out the text"),
        ("{ DATETIME($x) }", "the only function is `NUMBER($variable)`"),
        ("Закрити\n  .title = Закрити", "attributes are not supported: make this a separate message"),
    ] {
        let found = compiled(ENGLISH, &UKRAINIAN.replacen("Закрити", text, 1)).expect_err(text);
        assert!(found.iter().any(|found| found.ends_with(problem)), "{text}: {found:#?}");
    }
    let nested = "[few] { $count ->\n [one] 1\n [few] 2\n *[many] 3\n }";
    let found = compiled(ENGLISH, &UKRAINIAN.replace("[few] { $count } статті", nested)).expect_err("nested forms");
    assert!(found.iter().any(|found| found.contains("forms cannot be nested")), "{found:#?}");
}

#[test]
fn a_text_over_several_lines_is_one_line() {
    let code =
        compiled(&ENGLISH.replace("close = Close", "close =\n    Close\n    it"), UKRAINIAN).expect("good Fluent");
    assert!(code.contains("\"Close it\""), "{code}");
}

#[test]
fn a_new_language_needs_its_files_and_its_name_only() {
    let german = "close = Schließen\narticles = { $count ->\n    [one] { $count } Artikel\n   *[other] { $count } Artikel\n  }\nopen-on = Öffnen: { $site }\n";
    let files = [("de/reader", german), ("en/reader", ENGLISH), ("languages", NAMES)];
    let code = compiled_files(&files).expect("good Fluent");
    assert!(code.contains("[\"en\", \"de\"]") && code.contains("\"Schließen\""), "{code}");
    let files = [("de/reader", german), ("en/reader", ENGLISH), ("languages", "en = English")];
    let text = "locales/languages.ftl:1: add the language's own name: `de = ...`";
    assert_eq!(compiled_files(&files), Err(vec![text.to_owned()]));
}

#[test]
fn a_folder_that_is_no_language_is_a_problem() {
    let files = [("de-at/reader", ENGLISH), ("en/reader", ENGLISH), ("languages", NAMES), ("reader", ENGLISH)];
    let text = |path: &str, text: &str| format!("locales/{path}.ftl:1: {text}");
    assert_eq!(
        compiled_files(&files),
        Err(vec![
            text("de-at/reader", "name the folder after the language alone: `pt`, not `pt-br`"),
            text("reader", "move this file to `locales/<language>/`, or its lines to `locales/languages.ftl`"),
        ])
    );
}

/// Covers languages of every kind of rule that CLDR has, and the numbers that messages count.
#[test]
fn plural_rules_are_those_of_icu() {
    for tag in [
        "ar", "be", "br", "cs", "cy", "da", "de", "en", "fa", "fil", "fr", "ga", "he", "is", "ja", "lt", "lv", "mk",
        "mt", "pl", "pt", "ru", "sl", "uk",
    ] {
        let rule = PluralRule::of(tag).unwrap_or_else(|error| panic!("{tag}: {error}"));
        let locale = Locale::try_from_str(tag).expect("a language");
        let rules = PluralRules::try_new_cardinal(locale.into()).expect("rules");
        for number in (0..=1000_u64).chain([1101, 2_000_000, 7_000_003, 123_456_789]) {
            let expected = format!("{:?}", rules.category_for(number)).to_lowercase();
            assert_eq!(rule.category(number), expected, "{number} in {tag}");
        }
    }
    assert_eq!(PluralRule::of("uk").expect("a rule").required, ["one", "few", "many"]);
    assert_eq!(PluralRule::of("fr").expect("a rule").required, ["one", "other"]);
    assert_eq!(PluralRule::of("fr").expect("a rule").categories, ["one", "many", "other"]);
    assert_eq!(PluralRule::of("xx").expect("a rule").required, ["other"]);
}

#[test]
fn a_rule_that_does_not_fit_into_the_table_is_refused() {
    let thousands = |number: u64| if number.is_multiple_of(1000) { "two" } else { "other" };
    assert_eq!(PluralRule::tabulate(&thousands).map(|rule| rule.table), Err(1000));
}
