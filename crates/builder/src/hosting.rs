//! What hosts need to know: media types, what never changes, and the policy that only a header can state.

use crate::page::MANIFEST;
use crate::site::Site;

/// Adds the settings for the usual hosts and, when the shell brings none, the web app manifest.
pub fn add(title: &str, description: &str, site: &mut Site) -> anyhow::Result<()> {
    let files = [
        ("_headers", include_str!("hosting/_headers")),
        ("hosting/nginx.conf", include_str!("hosting/nginx.conf")),
        ("hosting/Caddyfile", include_str!("hosting/Caddyfile")),
        ("hosting/htaccess", include_str!("hosting/htaccess")),
    ];
    site.extend(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    if !site.contains_key(MANIFEST) {
        let manifest = manifest(title, description, site)?;
        site.insert(MANIFEST.to_owned(), manifest);
    }
    Ok(())
}

fn manifest(title: &str, description: &str, site: &Site) -> anyhow::Result<Vec<u8>> {
    let icons = site.keys().filter(|path| path.starts_with("icons/")).filter_map(|path| icon(path));
    let manifest = serde_json::json!({
        "name": title,
        "short_name": title,
        "description": description,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "icons": icons.collect::<Vec<_>>(),
    });
    Ok(serde_json::to_vec(&manifest)?)
}

/// An icon by its name: `icons/icon.svg`, or `icons/icon-192.png` for one of 192 pixels.
fn icon(path: &str) -> Option<serde_json::Value> {
    let (name, extension) = path.rsplit_once('.')?;
    match extension {
        "svg" => Some(serde_json::json!({ "src": path, "type": "image/svg+xml", "sizes": "any" })),
        "png" => {
            let pixels: u32 = name.rsplit_once('-')?.1.parse().ok()?;
            Some(serde_json::json!({ "src": path, "type": "image/png", "sizes": format!("{pixels}x{pixels}") }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_of_the_shell_stays() {
        let mut site = Site::from([(MANIFEST.to_owned(), b"own".to_vec())]);
        add("The Lantern", "", &mut site).expect("added");
        assert_eq!(site[MANIFEST], b"own");
    }

    #[test]
    fn icons_say_their_size() {
        let site = ["icons/icon-192.png", "icons/icon.svg", "icons/read.me"].map(|path| (path.to_owned(), Vec::new()));
        let manifest = manifest("The Lantern", "", &Site::from(site)).expect("a manifest");
        let text = String::from_utf8_lossy(&manifest).into_owned();
        assert!(text.contains("192x192") && text.contains("any") && !text.contains("read.me"), "{text}");
    }
}
