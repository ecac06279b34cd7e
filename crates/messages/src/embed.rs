//! The messages of the script that shows articles in other people's pages.

use serde_json::{Map, Value};

/// The reader's messages that the script needs too.
const SHARED: [&str; 20] = [
    "audio",
    "back-to-text",
    "background",
    "by",
    "code",
    "corrections",
    "digit-zero",
    "key-points",
    "note",
    "open-on",
    "outdated",
    "outdated-because",
    "picture-elsewhere",
    "post",
    "sources",
    "table",
    "updated",
    "video",
    "withdrawn",
    "withdrawn-because",
];

/// Returns the messages of `embed.ftl` in one of [`LANGUAGES`](crate::LANGUAGES), by their names without `embed-`.
pub fn json(language: &str) -> Map<String, Value> {
    crate::script::json(language, "embed-", &SHARED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_gets_its_own_messages_and_the_shared_ones() {
        let json = json("en");
        assert_eq!((json["read_here"].as_str(), json["note"].as_str()), (Some("Read here"), Some("Note")));
        assert!(SHARED.iter().all(|id| json.contains_key(&id.replace('-', "_"))) && !json.contains_key("front_page"));
    }
}
