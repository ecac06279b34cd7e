//! What proves an edition to a reader: a script of its own with the verifier beside it, which the app loads where a site is
//! signed. The script for other people's pages shares its parts.

use model::Head;
use serde_json::json;
use trust::{Root, edition, root};

use crate::script::compact;
use crate::site::{Site, folder_of, short_hash};

/// Reading an answer, for the app, which shares it with this script, and for that of other people's pages.
pub const READ: &str = include_str!("read.js");

/// Asking for files, for both scripts.
pub const REQUEST: &str = include_str!("request.js");

/// Asking the verifier, for the same two.
pub const VERIFIED: &str = include_str!("verified.js");

const NEWEST: &str = include_str!("newest.js");

/// What the script is told in the place of this.
const PLACEHOLDER: &str = "self.OFFPRINT";

/// Adds the script and the verifier; gives the names of both, which are those of their bytes.
pub fn add(verifier: &[u8], files: &mut Site) -> [String; 2] {
    let wasm = format!("offprint-{}.wasm", short_hash([verifier]));
    let script = script(&wasm, verifier.len());
    let name = format!("offprint-{}.js", short_hash([script.as_bytes()]));
    files.insert(wasm.clone(), verifier.to_vec());
    files.insert(name.clone(), script.into_bytes());
    [name, wasm]
}

/// What the app's script has of it: where it lies, and how answers are read.
pub fn hook(name: &str) -> String {
    let read = compact(READ);
    format!(
        "newest:async(...given)=>(await import(\"./{name}\")).default(...given),\
         read:(()=>{{{read}return read}})()"
    )
}

/// What loads it beside the app where pages say that their site is signed: then no edition is opened without it.
pub fn preload(name: &str) -> String {
    format!("if(document.documentElement.dataset.key)import(\"./{name}\").catch(()=>{{}});")
}

fn script(wasm: &str, length: usize) -> String {
    let told = json!({
        "paths": { "head": Head::PATH, "roots": folder_of(&Root::path(1)) },
        "limits": { "head": edition::MOST_BYTES, "root": root::MOST_BYTES, "roots": root::MOST_STEPS, "verifier": length },
        "verifier": format!("./{wasm}"),
    });
    let code = [REQUEST, VERIFIED, NEWEST].map(compact).concat();
    format!("{}\n", code.replacen(PLACEHOLDER, &told.to_string(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_named_by_their_bytes_and_find_each_other() {
        let mut files = Site::new();
        let [name, wasm] = add(b"\0asm", &mut files);
        let script = String::from_utf8_lossy(&files[&name]).into_owned();
        assert!(script.contains(&format!("\"verifier\":\"./{wasm}\"")) && !script.contains(PLACEHOLDER), "{script}");
        for code in [hook(&name), preload(&name)] {
            assert!(code.contains(&format!("import(\"./{name}\")")), "{code}");
        }
        assert_eq!(files[&wasm], b"\0asm");
        assert_ne!(add(b"\0asm too", &mut Site::new())[0], name);
    }
}
