//! Joins the modules in `client/` into the scripts of a shell.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use crate::bound::Bound;
use crate::link::{Source, link};
use crate::script::{Kind, minified};
use crate::split::Parts;
use crate::{constants, style};

/// The module through which scripts call the app.
const APP: &str = "offprint:app";

/// The module through which scripts call the verifier.
const VERIFIER: &str = "offprint:verifier";

/// The module with the verifier's wasm, in hexadecimal digits.
const VERIFIER_WASM: &str = "offprint:verifier-wasm";

/// The module with the names of other files of the app; each name contains the hash of the file.
const FILES: &str = "offprint:files";

/// The module with the parts of the app: the files of each part, and the hash of each file.
const PARTS: &str = "offprint:parts";

/// The module with paths, limits and messages.
const CONSTANTS: &str = "offprint:constants";

/// A function that makes a style sheet from the folder `style/`.
type Sheet = fn(&Path) -> Result<String>;

/// The style sheets that modules import as text, by their paths in the repository.
const SHEETS: [(&str, Sheet); 3] = [
    ("style/dialog.css", style::dialog),
    ("style/embed/element.css", style::element),
    ("style/portable.css", style::portable),
];

/// The inputs of a shell.
pub struct Inputs<'a> {
    /// The repository, with the sources of scripts and styles.
    pub root: &'a Path,
    /// The folder with the modules that wasm-bindgen's script imports.
    pub snippets: &'a Path,
    /// The core of the app.
    pub app: &'a Bound,
    /// The parts of the app.
    pub parts: &'a Parts,
    /// The verifier, which judges signed editions on other people's pages.
    pub verifier: &'a Bound,
}

/// The modules that a script of the shell can import.
pub struct Client<'a> {
    /// The inputs of the shell.
    pub inputs: &'a Inputs<'a>,
    /// The name of the share script.
    pub share: &'a str,
}

impl Client<'_> {
    /// Joins a script with all its imports, and minifies the result.
    pub fn script(&self, entry: &str, kind: Kind) -> Result<String> {
        let joined = link(entry, &|specifier, importer| self.load(specifier, importer))?;
        minified(&joined, kind).with_context(|| format!("{entry} cannot be minified"))
    }

    fn load(&self, specifier: &str, importer: &str) -> Result<Source> {
        let text = match specifier {
            APP => self.inputs.app.script.clone(),
            VERIFIER => self.inputs.verifier.script.clone(),
            VERIFIER_WASM => module(&[("default", &digits(&self.inputs.verifier.wasm))])?,
            FILES => module(&[("SHARE_SCRIPT", &format!("./{}", self.share))])?,
            PARTS => parts(self.inputs.parts),
            CONSTANTS => constants::module(),
            _ => return self.file(specifier, importer),
        };
        Ok(Source { name: specifier.to_owned(), text })
    }

    /// Reads a module of `client/`, or a text that a module imports.
    fn file(&self, specifier: &str, importer: &str) -> Result<Source> {
        let folder = Path::new(importer).parent().unwrap_or(Path::new(""));
        let path = normalized(&folder.join(specifier));
        let name = path.to_string_lossy().replace('\\', "/");
        let text = match path.extension().and_then(|extension| extension.to_str()) {
            Some("js") if importer == APP => read(&self.inputs.snippets.join(&path))?,
            Some("js" | "mjs") => read(&self.inputs.root.join(&path))?,
            Some("html") => module(&[("default", &read(&self.inputs.root.join(&path))?)])?,
            Some("css") => {
                let sheet = SHEETS.iter().find(|(path, _)| *path == name);
                let (_, sheet) =
                    sheet.with_context(|| format!("{importer} imports {name}, which is missing in `SHEETS`"))?;
                module(&[("default", &sheet(&self.inputs.root.join("style"))?)])?
            }
            _ => bail!("{importer} imports {specifier}, which is neither a script nor a text"),
        };
        Ok(Source { name, text })
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes a module that exports these texts.
fn module(texts: &[(&str, &str)]) -> Result<String> {
    let mut module = String::new();
    for (position, (name, text)) in texts.iter().enumerate() {
        module.push_str(&format!("const text{position} = {};\nexport {{ text{position} as {name} }};\n", json!(text)));
    }
    Ok(module)
}

/// Writes the module with the files of each part, the hashes with which browsers verify them, the files that a portable edition
/// needs, and the size of all files in bytes.
fn parts(parts: &Parts) -> String {
    let integrity = |wasm: &Vec<u8>| format!("sha256-{}", BASE64.encode(trust::hash(wasm).0));
    let bytes: usize = parts.wasm.values().map(Vec::len).sum();
    let hashes: BTreeMap<_, _> = parts.wasm.iter().map(|(file, wasm)| (file, integrity(wasm))).collect();
    format!(
        "export const PARTS = {};\nexport const FILES = {};\nexport const PORTABLE_FILES = {};\nexport const PART_BYTES = {bytes};\n",
        json!(parts.files),
        json!(hashes),
        json!(parts.portable())
    )
}

/// Writes bytes in hexadecimal digits. Base64 would be shorter, but a quarter longer after compression, because it
/// breaks up repeated patterns.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a path without `.` and `..`.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = normalized.pop(),
            Component::CurDir => {}
            other => normalized.push(other),
        }
    }
    normalized
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use model::{Block, Inline};

    use super::*;

    fn bound(rest: &str) -> Bound {
        Bound { script: format!("async function start() {{}}\n{rest}"), wasm: b"\0asm".to_vec() }
    }

    fn script(entry: &str, kind: Kind) -> String {
        let root = crate::root();
        let app = bound("export { start as default };");
        let verifier =
            bound("class Verifier {}\nconst Freshness = {};\nexport { start as default, Freshness, Verifier };");
        let parts = Parts {
            files: [("updates".to_owned(), vec!["updates".to_owned()])].into(),
            wasm: [("updates".to_owned(), b"\0asm".to_vec())].into(),
            shared: Vec::new(),
        };
        let snippets = Path::new("");
        let inputs = Inputs { root: &root, snippets, app: &app, parts: &parts, verifier: &verifier };
        let client = Client { inputs: &inputs, share: "offprint-00.js" };
        client.script(entry, kind).unwrap_or_else(|error| panic!("{error:#}"))
    }

    #[test]
    fn each_script_is_joined() {
        let worker = script("client/service-worker.js", Kind::Classic);
        assert!(worker.contains("^edition/media/") && worker.contains("offline.html") && worker.contains("self.SITE"));
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(worker.as_bytes()).unwrap();
        let packed = packed.finish().unwrap().len();
        assert!(packed <= 3 << 10, "{packed} bytes, and each site adds the list of its files");
        let share = script("client/share/main.js", Kind::Module);
        assert!(share.contains("offprint-edition 1") && share.contains(".dialog{") && share.contains("carried-list"));
        assert!(script("client/not-found.js", Kind::Classic).contains("edition/head.json"));
        let app = script("client/app.js", Kind::Module);
        assert!(app.contains("import(`./offprint-00.js`)") && app.contains("import.meta.url"), "{app}");
        let hash = BASE64.encode(trust::hash(b"\0asm").0);
        assert!(app.contains("{updates:[`updates`]}") && app.contains(&format!("updates:`sha256-{hash}`")), "{app}");
    }

    #[test]
    fn the_script_for_pages_of_others_is_small_and_the_same_each_time() {
        let embed = || script("client/embed/main.js", Kind::Classic);
        assert_eq!(embed(), embed());
        let mut packed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut embed().as_bytes(), &mut packed, &parameters).unwrap();
        assert!(packed.len() <= 15 << 10, "{} bytes", packed.len());
        assert!(embed().contains("0061736d") && embed().contains("edition/roots/"));
    }

    #[test]
    fn the_script_for_pages_of_others_makes_no_markup_of_text_and_keeps_nothing() {
        let script = script("client/embed/main.js", Kind::Classic);
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
        ];
        for name in forbidden {
            assert!(!script.contains(name), "the script has {name}");
        }
    }

    /// The element would show a kind without a function as plain text.
    #[test]
    fn every_kind_is_known() {
        let blocks = read(&crate::root().join("client/embed/blocks.js")).unwrap();
        for kind in Block::KINDS {
            assert!(blocks.contains(&format!("\n  {kind}: (")), "the script has no block {kind}");
        }
        for kind in Inline::KINDS {
            assert!(blocks.contains(&format!("case \"{kind}\":")), "the script has no inline {kind}");
        }
    }

    #[test]
    fn paths_lead_up_and_stay() {
        assert_eq!(normalized(Path::new("client/share/../lib/./a.js")), Path::new("client/lib/a.js"));
    }
}
