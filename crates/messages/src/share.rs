//! The messages of the script that makes and opens files.

use model::Language;
use serde_json::{Map, Value};

use crate::Messages;

/// The reader's messages that the script needs too.
const SHARED: [&str; 6] = ["digit-zero", "decimal-separator", "kilobytes", "megabytes", "gigabytes", "open-on"];

/// Returns the messages of `share.ftl` in one of [`LANGUAGES`](crate::LANGUAGES), by their names without `share-`.
///
/// `plural` holds the position of the plural form as one character each: for numbers up to 99, then for larger numbers
/// by their last two digits, then for whole millions.
pub fn json(language: &str) -> Map<String, Value> {
    let mut json = crate::script::json(language, "share-", &SHARED);
    json.insert("plural".to_owned(), Messages::of(&Language::new(language)).plural.into());
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_gets_its_own_messages_and_the_shared_ones() {
        let json = json("ru");
        assert_eq!((json["close"].as_str(), json["megabytes"].as_str()), (Some("Закрыть"), Some("МБ")));
        assert!(SHARED.iter().all(|id| json.contains_key(&id.replace('-', "_"))) && !json.contains_key("front_page"));
    }
}
