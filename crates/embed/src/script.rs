//! Adds `embed-<hash>.js`, the script of the element, which is the same for all newsrooms.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use edition::routes::EMBED_SCRIPT;
use model::EmbedScript;
use sha2::{Digest, Sha384};

use site::{Site, short_hash};

/// Adds the script under a name with its hash and under a fixed name, and returns its path and integrity.
pub fn add(script: &str, site: &mut Site) -> EmbedScript {
    let script = script.as_bytes();
    let path = format!("embed-{}.js", short_hash([script]));
    let integrity = format!("sha384-{}", BASE64.encode(Sha384::digest(script)));
    site.insert(path.clone(), script.to_vec());
    site.insert(EMBED_SCRIPT.to_owned(), script.to_vec());
    EmbedScript { path, integrity }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_where_it_is_by_its_bytes() {
        let mut site = Site::new();
        let embed = add("show();", &mut site);
        assert_eq!(site[EMBED_SCRIPT], b"show();");
        assert_eq!(site[&embed.path], site[EMBED_SCRIPT]);
        let hash = trust::hash(&site[EMBED_SCRIPT]).to_string();
        assert_eq!(embed.path, format!("embed-{}.js", &hash[..16]));
        assert_eq!(embed.integrity.len(), "sha384-".len() + 64);
    }
}
