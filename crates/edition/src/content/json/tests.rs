//! Bundles are read and refused as serde_json does.

use std::fmt::Debug;

use model::{Article, Block, FrontPage, Head, Inline, Manifest, MonthIndex, PlaceIndex, TopicIndex};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::read;
use crate::error::ContentError;

/// Blocks of many kinds, among them one that is unknown.
const BLOCKS: &str = include_str!("tests/blocks.json");

/// One of each kind of bundle.
const BUNDLES: &str = include_str!("tests/bundles.json");

/// Returns the value that both read from some JSON, or `None` if both refuse it.
fn agreed<T: DeserializeOwned + PartialEq + Debug>(json: &str) -> Option<T> {
    let expected: Option<T> = serde_json::from_str(json).ok();
    assert_eq!(read::<T>(json.as_bytes()).ok(), expected, "{json}");
    expected
}

/// Returns variants of some JSON, each with one value left out or replaced.
fn spoilt(value: &Value) -> Vec<Value> {
    let mut all = vec![json!(null), json!(true), json!(-1), json!(1.5), json!(1_u64 << 32), json!(u64::MAX)];
    all.extend([json!(""), json!("start"), json!({}), json!({ "start": null }), json!({ "newer": ["words"] })]);
    match value {
        Value::Array(elements) => {
            all.push(json!([]));
            for (index, element) in elements.iter().enumerate() {
                all.extend(spoilt(element).into_iter().map(|element| {
                    let mut list = elements.clone();
                    list[index] = element;
                    Value::Array(list)
                }));
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                let mut less = entries.clone();
                less.remove(key);
                all.push(Value::Object(less));
                all.extend(spoilt(value).into_iter().map(|value| {
                    let mut object = entries.clone();
                    object.insert(key.clone(), value);
                    Value::Object(object)
                }));
            }
        }
        _ => all.push(json!(["words"])),
    }
    all
}

fn check<T: DeserializeOwned + PartialEq + Debug>(value: &Value) {
    assert!(agreed::<T>(&value.to_string()).is_some(), "{value}");
    let read = spoilt(value).iter().filter(|value| agreed::<T>(&value.to_string()).is_some()).count();
    assert!(read > 0, "not everything is required");
}

#[test]
fn blocks_are_read_and_refused_alike() {
    for block in serde_json::from_str::<Vec<Value>>(BLOCKS).unwrap() {
        check::<Vec<Block>>(&json!([block]));
    }
}

#[test]
fn every_kind_of_bundle_is_read_and_refused_alike() {
    let bundles: Value = serde_json::from_str(BUNDLES).unwrap();
    check::<Head>(&bundles["head"]);
    check::<Manifest>(&bundles["manifest"]);
    check::<FrontPage>(&bundles["front"]);
    check::<MonthIndex>(&bundles["month"]);
    check::<Vec<TopicIndex>>(&bundles["topics"]);
    check::<Vec<PlaceIndex>>(&bundles["places"]);
    check::<Article>(&bundles["article"]);
    check::<Vec<Block>>(&bundles["about"]);
}

#[test]
fn an_unknown_kind_keeps_its_words_in_their_order() {
    let json = r#"[{"zoo":{"z":"one","a":["two",{"b":"three"}],"c":4,"d":"five"},"more":["six"]}]"#;
    assert_eq!(agreed::<Vec<Block>>(json), Some(vec![Block::Unknown("one two three five".to_owned())]));
    assert_eq!(agreed::<Inline>(r#"{"twice":"a","twice":"b"}"#), Some(Inline::Unknown("a".to_owned())));
}

#[test]
fn what_is_no_json_is_refused() {
    let nested = |depth| format!("{}1{}", r#"{"newer":["#.repeat(depth), "]}".repeat(depth));
    assert!(agreed::<Inline>(&nested(60)).is_some());
    let deep = nested(100_000);
    let twice = r#"{"edition":1,"edition":2}"#;
    for wrong in ["", "[", "[] []", "{\"paragraph\":}", "\u{feff}[]", twice, &deep] {
        assert_eq!(agreed::<Head>(wrong), None);
        assert_eq!(agreed::<Vec<Block>>(wrong), None);
    }
    assert_eq!(read::<Vec<Block>>(b"[{\"code\":{\"text\":\"\xff\"}}]"), Err(ContentError::Unreadable));
}
