//! `[appeal]` in `offprint.toml`: the paper's appeal to readers.

use std::collections::BTreeSet;

use model::Language;
use toml::de::DeTable;

use crate::config::Localized;
use crate::config::address::read_address;
use crate::config::table::{Table, nearest, plain};

/// The paper's appeal to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealConfig {
    /// Its paragraphs, separated by blank lines.
    pub text: Localized,
    /// The address for donations.
    pub address: Option<String>,
}

pub(super) fn read_appeal(table: &mut Table<'_, '_, '_>, languages: &[Language]) -> Option<AppealConfig> {
    let value = table.get("appeal")?;
    if let Some(text) = value.get_ref().as_str() {
        return Some(AppealConfig {
            text: Localized { any: Some(plain(text)), ..Localized::default() },
            address: None,
        });
    }
    let expected = "a text, or a table of texts by language: { en = \"...\" }";
    let Some(entry) = value.get_ref().as_table() else {
        table.wrong_type("appeal", value, expected);
        return None;
    };
    let mut appeal = Table::new(entry, "appeal", table.report);
    let address = read_address(&mut appeal, "url");
    let mut text = appeal.localized("text");
    let known = BTreeSet::from(["url", "text"]);
    let mut texts = DeTable::new();
    for (key, value) in entry {
        let written = key.get_ref().as_ref();
        if known.contains(written) {
            continue;
        }
        // `ulr` has the form of a language tag too, but is more likely a typing error.
        match nearest(written, &known).filter(|_| written.len() > 2 && !languages.contains(&Language::new(written))) {
            Some(near) => {
                let message = format!("unknown key `appeal.{written}`");
                appeal.error(key.span().start, message, format!("did you mean `{near}`?"));
            }
            None => _ = texts.insert(key.clone(), value.clone()),
        }
    }
    table.languages_of(&texts, "appeal", &mut text);
    Some(AppealConfig { text, address })
}
