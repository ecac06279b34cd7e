//! Plural rules of CLDR for whole numbers, as tables of the last two digits.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// All categories in the order of CLDR.
const CATEGORIES: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

/// The largest number whose plural form a translator must write.
const LAST_REQUIRED: u64 = 1000;

/// A number with its own plural form in Romance languages and in Breton.
const MILLION: u64 = 1_000_000;

/// The plural form that each number takes.
#[derive(Debug)]
pub(super) struct PluralRule {
    /// The categories of whole numbers, in the order of CLDR. The position of a category is the number of its form.
    pub(super) categories: Vec<&'static str>,
    /// The categories whose form a translator must write: those of numbers up to 1000.
    pub(super) required: Vec<&'static str>,
    /// The forms of numbers up to 99, then of larger numbers by their last two digits, then of whole millions:
    /// 201 digits, which `Messages::form` reads.
    pub(super) table: String,
}

impl PluralRule {
    /// Returns the rule of a language, or the reason why there is none. A language that ICU does not know has one form.
    pub(super) fn of(tag: &str) -> Result<Self, String> {
        let is_language = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        let locale = Locale::try_from_str(tag).ok().filter(|_| is_language);
        let locale = locale.ok_or("name the folder after the language alone: `pt`, not `pt-br`")?;
        let rules = PluralRules::try_new_cardinal(locale.into()).map_err(|error| error.to_string())?;
        let category = |number: u64| {
            let found = rules.category_for(number);
            CATEGORIES.iter().find(|(category, _)| *category == found).map_or("other", |(_, name)| *name)
        };
        Self::tabulate(&category)
            .map_err(|number| format!("the plural forms of `{tag}` do not depend on the last two digits: see {number}"))
    }

    /// Tabulates the categories of numbers, or returns a number that does not fit into the table.
    pub(super) fn tabulate(category: &dyn Fn(u64) -> &'static str) -> Result<Self, u64> {
        let columns = || (0..200).chain([MILLION]);
        let categories_of = |numbers: &mut dyn Iterator<Item = u64>| -> Vec<&'static str> {
            let found: Vec<&str> = numbers.map(category).collect();
            CATEGORIES.iter().map(|(_, name)| *name).filter(|name| found.contains(name)).collect()
        };
        let categories = categories_of(&mut columns());
        let required = categories_of(&mut (0..=LAST_REQUIRED));
        let form = |number: u64| categories.iter().position(|name| *name == category(number)).unwrap_or_default();
        let table: String = columns().map(|number| form(number).to_string()).collect();
        let rule = Self { table, required, categories };
        let large = (1..=10).flat_map(|step| [step * MILLION / 10, step * MILLION + 2]);
        let misfit = (0..=LAST_REQUIRED).chain(large).find(|number| rule.category(*number) != category(*number));
        misfit.map_or(Ok(rule), Err)
    }

    /// Returns the category of a number by the table.
    pub(super) fn category(&self, number: u64) -> &'static str {
        let column = match number {
            0..100 => number,
            _ if number.is_multiple_of(MILLION) => 200,
            _ => 100 + number % 100,
        };
        let form = self.table.as_bytes()[column as usize] - b'0';
        self.categories[usize::from(form)]
    }
}
