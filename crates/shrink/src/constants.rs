//! The module `offprint:constants`: the paths, limits and messages of the scripts, from the Rust code that defines
//! them.

use std::collections::BTreeMap;

use ::edition::limits::{CARD_HEIGHT, MAX_LISTED, MAX_LISTS_BYTES};
use ::edition::routes::{ARTICLES, EMBED, EMBED_FRAME, FILES, FOLDERS, FRESH, OFFLINE, SECTIONS};
use messages::{LANGUAGES, embed, share};
use model::inline::LINK_SCHEMES;
use model::language::{RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS};
use model::{BundleReference, Hash, Head, Rendition};
use serde_json::{Map, Value, json};
use trust::{Root, edition, root};

/// Writes the module. The minifier removes what a script does not use.
pub fn module() -> String {
    let bundle = BundleReference { hash: Hash([0; 32]), bytes: 0 };
    let picture = Rendition { hash: Hash([0; 32]), extension: String::new(), width: 0, height: 0, bytes: 0 };
    let constants: [(&str, Value); 25] = [
        ("HEAD_PATH", json!(Head::PATH)),
        ("MANIFEST_FOLDER", json!(folder_of(&bundle.manifest_path()))),
        ("BUNDLE_FOLDER", json!(folder_of(&bundle.path()))),
        ("MEDIA_FOLDER", json!(folder_of(&picture.path()))),
        ("FILE_FOLDER", json!(FILES)),
        ("ROOT_FOLDER", json!(folder_of(&Root::path(1)))),
        ("PAGE_FOLDERS", json!(FOLDERS)),
        ("ARTICLES", json!(ARTICLES)),
        ("SECTIONS", json!(SECTIONS)),
        ("EMBED_FOLDER", json!(EMBED)),
        ("EMBED_FRAME", json!(EMBED_FRAME)),
        ("OFFLINE_PAGE", json!(OFFLINE)),
        ("FRESH", json!(FRESH)),
        ("LANGUAGES", json!(LANGUAGES)),
        ("LINK_SCHEMES", json!(LINK_SCHEMES)),
        ("RIGHT_TO_LEFT", json!(RIGHT_TO_LEFT)),
        ("RIGHT_TO_LEFT_SCRIPTS", json!(RIGHT_TO_LEFT_SCRIPTS)),
        ("CARD_HEIGHT", json!(CARD_HEIGHT)),
        ("MAX_LISTS_BYTES", json!(MAX_LISTS_BYTES)),
        ("MAX_LISTED", json!(MAX_LISTED)),
        ("MAX_HEAD_BYTES", json!(edition::MAX_BYTES)),
        ("MAX_ROOT_BYTES", json!(root::MAX_BYTES)),
        ("MAX_ROOTS", json!(root::MAX_STEPS)),
        ("EMBED_WORDS", in_all_languages(embed::json)),
        ("SHARE_WORDS", in_all_languages(share::json)),
    ];
    constants.iter().map(|(name, value)| format!("export const {name} = {value};\n")).collect()
}

/// Returns messages in all languages, by language.
fn in_all_languages(messages: fn(&str) -> Map<String, Value>) -> Value {
    json!(LANGUAGES.map(|tag| (tag, messages(tag))).into_iter().collect::<BTreeMap<_, _>>())
}

/// Returns the folder of a path, with a slash at its end.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}
