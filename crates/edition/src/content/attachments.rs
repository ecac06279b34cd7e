//! Finds the files that an article needs besides its bundle.

use model::{LinkedFile, Rendition};
use serde::Deserialize;

use super::json::{self, Tree};
use crate::error::ContentError;

/// The files that an article shows or links to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attachments {
    /// The renditions of every picture, widest first.
    pub pictures: Vec<Vec<Rendition>>,
    /// The files that the article links to.
    pub files: Vec<LinkedFile>,
}

/// Returns the attachments of the article in a bundle.
///
/// It finds them by their name in the JSON rather than by walking the blocks, so that a kind of block newer than this
/// app keeps its pictures too.
pub fn attachments(bundle: &[u8]) -> Result<Attachments, ContentError> {
    let mut found = Attachments::default();
    collect(&json::tree(bundle)?, &mut found);
    Ok(found)
}

fn collect(tree: &Tree, found: &mut Attachments) {
    match tree {
        Tree::Object(entries) => {
            for (name, value) in entries {
                match name {
                    Tree::Text(name) if name == "renditions" => found.pictures.extend(read(value)),
                    Tree::Text(name) if name == "files" => found.files.extend(read(value).into_iter().flatten()),
                    _ => collect(value, found),
                }
            }
        }
        Tree::List(list) => list.iter().for_each(|tree| collect(tree, found)),
        Tree::Null | Tree::Bool(_) | Tree::Unsigned(_) | Tree::Signed(_) | Tree::Float(_) | Tree::Text(_) => {}
    }
}

fn read<'a, T: Deserialize<'a>>(list: &'a Tree) -> Option<Vec<T>> {
    Vec::deserialize(list).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_wherever_they_stand() {
        let bundle = include_bytes!("json/tests/blocks.json");
        let found = attachments(bundle).unwrap().pictures;
        assert_eq!(found.len(), String::from_utf8_lossy(bundle).matches("\"renditions\"").count());
        assert!(!found.is_empty() && found.iter().all(|renditions| !renditions.is_empty()));
    }

    #[test]
    fn what_is_no_attachment_is_passed_over() {
        let hash = "00".repeat(32);
        let bundle = format!(
            r#"{{"files":[{{"hash":"{hash}","extension":"pdf","bytes":4}}],"body":[
                {{"hologram":{{"renditions":[{{"hash":"{hash}","extension":"jpg","width":1,"height":2,"bytes":3}}]}}}},
                {{"picture":{{"renditions":[{{"hash":"../../x","extension":"jpg","width":1,"height":2,"bytes":3}}]}}}},
                {{"hologram":{{"files":[{{"hash":"../../x","extension":"pdf","bytes":4}}]}}}}
            ]}}"#
        );
        let found = attachments(bundle.as_bytes()).unwrap();
        assert_eq!(found.pictures.iter().map(Vec::len).collect::<Vec<_>>(), [1]);
        assert_eq!(found.files.iter().map(|file| file.bytes).collect::<Vec<_>>(), [4]);
        assert_eq!(attachments(b"<html>"), Err(ContentError::Unreadable));
    }
}
