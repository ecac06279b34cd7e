//! Finds the pictures of an article.

use model::Rendition;
use serde::Deserialize;

use super::json::{self, Tree};
use crate::error::ContentError;

/// Returns the renditions of every picture in an article's bundle, widest first.
///
/// It finds them by their name in the JSON rather than by walking the blocks, so that a kind of block newer than this
/// app keeps its pictures too.
pub fn pictures(bundle: &[u8]) -> Result<Vec<Vec<Rendition>>, ContentError> {
    let mut found = Vec::new();
    collect(&json::tree(bundle)?, &mut found);
    Ok(found)
}

fn collect(tree: &Tree, found: &mut Vec<Vec<Rendition>>) {
    match tree {
        Tree::Object(entries) => {
            for (name, value) in entries {
                match name {
                    Tree::Text(name) if name == "renditions" => found.extend(Vec::<Rendition>::deserialize(value).ok()),
                    _ => collect(value, found),
                }
            }
        }
        Tree::List(list) => list.iter().for_each(|tree| collect(tree, found)),
        Tree::Null | Tree::Bool(_) | Tree::Unsigned(_) | Tree::Signed(_) | Tree::Float(_) | Tree::Text(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_wherever_they_stand() {
        let bundle = include_bytes!("json/tests/blocks.json");
        let found = pictures(bundle).unwrap();
        assert_eq!(found.len(), String::from_utf8_lossy(bundle).matches("\"renditions\"").count());
        assert!(!found.is_empty() && found.iter().all(|renditions| !renditions.is_empty()));
    }

    #[test]
    fn what_is_no_rendition_is_passed_over() {
        let hash = "00".repeat(32);
        let bundle = format!(
            r#"{{"body":[
                {{"hologram":{{"renditions":[{{"hash":"{hash}","extension":"jpg","width":1,"height":2,"bytes":3}}]}}}},
                {{"picture":{{"renditions":[{{"hash":"../../x","extension":"jpg","width":1,"height":2,"bytes":3}}]}}}}
            ]}}"#
        );
        let found = pictures(bundle.as_bytes()).unwrap();
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1]);
        assert_eq!(pictures(b"<html>"), Err(ContentError::Unreadable));
    }
}
