//! Messages for scripts, as JSON: each pattern by its name, as `format` reads it.

use model::Language;
use serde_json::{Map, Value};

use crate::{IDS, Messages};

/// Returns the messages whose ids begin with `prefix`, without it, and those in `others`. Keys have underscores.
pub(crate) fn json(language: &str, prefix: &str, others: &[&str]) -> Map<String, Value> {
    let messages = Messages::of(&Language::new(language));
    let mut json = Map::new();
    for (id, pattern) in IDS.iter().zip(messages.patterns) {
        let name = id.strip_prefix(prefix).or_else(|| others.contains(id).then_some(*id));
        if let Some(name) = name {
            json.insert(name.replace('-', "_"), pattern.into());
        }
    }
    json
}
