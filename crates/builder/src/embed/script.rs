//! `embed-<hash>.js`: the script of the element. It holds nothing of a newsroom, so that all sites have the same.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use messages::LANGUAGES;
use model::language::{RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS};
use model::{BundleReference, EmbedScript, Hash, Head, Rendition};
use reader::embed::LISTED;
use reader::routes::{ARTICLES, EMBED_SCRIPT, SECTIONS};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};
use trust::{Root, edition, root};

use crate::script::{READ, compact};
use crate::shell::{Shell, Verifier};
use crate::site::{Site, folder_of};

/// Its parts, in their order.
const PARTS: [&str; 7] = [
    READ,
    include_str!("request.js"),
    include_str!("network.js"),
    include_str!("signed.js"),
    include_str!("blocks.js"),
    include_str!("element.js"),
    include_str!("frame.js"),
];

/// What the script is told in the place of this.
const PLACEHOLDER: &str = "self.OFFPRINT";

/// Adds the script under the name of its bytes and under one that stays, and says where it is.
pub fn add(shell: &Shell, site: &mut Site) -> anyhow::Result<EmbedScript> {
    let script = script(&shell.verifier, &shell.element_style)?.into_bytes();
    let name: String = trust::hash(&script).to_string().chars().take(16).collect();
    let path = format!("embed-{name}.js");
    let integrity = format!("sha384-{}", BASE64.encode(Sha384::digest(&script)));
    site.insert(path.clone(), script.clone());
    site.insert(EMBED_SCRIPT.to_owned(), script);
    Ok(EmbedScript { path, integrity })
}

fn script(verifier: &Verifier, style: &str) -> anyhow::Result<String> {
    // In base64 the wasm would be shorter, and a quarter longer once it is compressed: its patterns would be cut apart.
    let digits: String = verifier.wasm.iter().map(|byte| format!("{byte:02x}")).collect();
    let told = json!({
        "style": style,
        "words": LANGUAGES.map(|tag| (tag.to_owned(), messages::embed::json(tag).into())).into_iter().collect::<Map<_, _>>(),
        "paths": paths(),
        "rightToLeft": RIGHT_TO_LEFT,
        "rightToLeftScripts": RIGHT_TO_LEFT_SCRIPTS,
        "listed": LISTED,
        "limits": { "head": edition::MOST_BYTES, "root": root::MOST_BYTES, "roots": root::MOST_STEPS },
        "wasm": digits,
    });
    let code: String = PARTS.into_iter().map(compact).collect();
    let code = format!("const verifier={};{code}", object_of(&verifier.module)?);
    Ok(format!("(()=>{{\"use strict\";{}}})();\n", code.replacen(PLACEHOLDER, &told.to_string(), 1)))
}

/// The exports of a module, as an object: `export{a as b};` ends it, and what is inlined cannot export.
fn object_of(module: &str) -> anyhow::Result<String> {
    let (code, exports) = module.trim_end().rsplit_once("export{").context("the verifier exports nothing")?;
    let exports = exports.trim_end_matches(';').trim_end_matches('}').split(',');
    let named = exports.map(|export| match export.split_once(" as ") {
        Some((own, name)) => format!("{name}:{own}"),
        None => export.to_owned(),
    });
    Ok(format!("(()=>{{{code}return{{{}}}}})()", named.collect::<Vec<_>>().join(",")))
}

/// Where the files of an edition lie, from the root of a site.
fn paths() -> Value {
    let reference = BundleReference { hash: Hash([0; 32]), bytes: 0 };
    let picture = Rendition { hash: Hash([0; 32]), extension: String::new(), width: 0, height: 0, bytes: 0 };
    json!({
        "articles": ARTICLES,
        "sections": SECTIONS,
        "head": Head::PATH,
        "roots": folder_of(&Root::path(1)),
        "manifests": folder_of(&reference.manifest_path()),
        "bundles": folder_of(&reference.path()),
        "media": folder_of(&picture.path()),
    })
}

#[cfg(test)]
mod tests {
    use model::{Block, Inline};

    use super::*;
    use crate::shell::tests::shell;

    fn verifier() -> Verifier {
        Verifier { module: "function a(){}export{a as default};".to_owned(), wasm: b"\0asm".to_vec() }
    }

    #[test]
    fn it_is_small_and_the_same_each_time() {
        let script = script(&verifier(), "").expect("a script");
        assert_eq!(script, super::script(&verifier(), "").expect("a script"));
        let mut packed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut script.as_bytes(), &mut packed, &parameters).expect("in memory");
        assert!(packed.len() <= 15 * 1024, "{} bytes", packed.len());
    }

    #[test]
    fn it_says_where_it_is_by_its_bytes() {
        let mut site = Site::new();
        let embed = add(&shell(), &mut site).expect("a script");
        assert!(String::from_utf8_lossy(&site[EMBED_SCRIPT]).contains("\"wasm\":\"0061736d20746f6f\""));
        assert_eq!(site[&embed.path], site[EMBED_SCRIPT]);
        let hash = trust::hash(&site[EMBED_SCRIPT]).to_string();
        assert_eq!(embed.path, format!("embed-{}.js", &hash[..16]));
        assert_eq!(embed.integrity.len(), "sha384-".len() + 64);
    }

    #[test]
    fn the_module_of_the_verifier_becomes_an_object() {
        assert_eq!(object_of("let a,b;export{a as A,b};\n").expect("one"), "(()=>{let a,b;return{A:a,b}})()");
        assert!(object_of("let a;").is_err());
    }

    /// A kind that the script forgets would be shown as its plain text.
    #[test]
    fn every_kind_is_known() {
        let blocks = include_str!("blocks.js");
        for kind in Block::KINDS {
            assert!(blocks.contains(&format!("\n  {kind}: (")), "the script has no block {kind}");
        }
        for kind in Inline::KINDS {
            assert!(blocks.contains(&format!("case \"{kind}\":")), "the script has no inline {kind}");
        }
    }

    #[test]
    fn it_makes_no_markup_of_text_and_keeps_nothing() {
        let script = script(&verifier(), "").expect("a script");
        let forbidden = [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "DOMParser",
            "eval(",
            "Function(",
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "document.cookie",
            "caches",
            "sendBeacon",
            "self.OFFPRINT",
        ];
        for name in forbidden {
            assert!(!script.contains(name), "the script has {name}");
        }
    }
}
