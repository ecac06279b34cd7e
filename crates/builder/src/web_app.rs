//! Writes `manifest.webmanifest`: the name, colours and icons of the installed app.

use edition::routes::WEB_APP_MANIFEST;
use model::Masthead;
use serde_json::{Map, Value, json};

use crate::icons;
use newsroom::config::AppConfig;
use site::Site;

/// The colour of the page, `--paper` in `style/tokens.css`, shown around the app and before it starts.
const PAPER: &str = "#fffdf8";

/// Adds the manifest, unless the shell has its own.
pub fn add(app: &AppConfig, masthead: &Masthead, site: &mut Site) -> anyhow::Result<()> {
    if !site.contains_key(WEB_APP_MANIFEST) {
        let manifest = serde_json::to_vec(&manifest(app, masthead, site))?;
        site.insert(WEB_APP_MANIFEST.to_owned(), manifest);
    }
    Ok(())
}

/// Returns the manifest. It has no `id`, which would be relative to the root of the host, the same for all papers
/// there: without one, browsers identify the app by its `start_url`.
fn manifest(app: &AppConfig, masthead: &Masthead, site: &Site) -> Value {
    let mut manifest = Map::new();
    let mut add = |name: &str, value: Value| _ = manifest.insert(name.to_owned(), value);
    let name = app.name().unwrap_or(&masthead.title);
    add("name", json!(name));
    add("short_name", json!(name));
    if !app.neutral && !masthead.description.is_empty() {
        add("description", json!(masthead.description));
    }
    add("lang", json!(masthead.language));
    add("dir", json!(masthead.language.direction().as_str()));
    add("start_url", json!("./"));
    add("scope", json!("./"));
    add("display", json!("standalone"));
    add("theme_color", json!(PAPER));
    add("background_color", json!(PAPER));
    add("icons", site.keys().filter_map(|path| icon(path)).collect());
    Value::Object(manifest)
}

/// Describes an icon by its name: `icons/icon.svg`, `icons/icon-192.png` (192 pixels), or `icons/maskable-512.png`,
/// which phones may cut into their own shape.
fn icon(path: &str) -> Option<Value> {
    let (name, extension) = path.strip_prefix(icons::FOLDER)?.rsplit_once('.')?;
    match extension {
        "svg" => Some(json!({ "src": path, "type": "image/svg+xml", "sizes": "any" })),
        "png" => {
            let (kind, pixels) = name.rsplit_once('-')?;
            let pixels: u32 = pixels.parse().ok()?;
            let mut icon = json!({ "src": path, "type": "image/png", "sizes": format!("{pixels}x{pixels}") });
            if kind == "maskable" {
                icon["purpose"] = json!("maskable");
            }
            Some(icon)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::masthead;

    fn site() -> Site {
        let paths = ["icons/icon-192.png", "icons/icon.svg", "icons/maskable-512.png", "icons/read.me"];
        paths.map(|path| (path.to_owned(), Vec::new())).into()
    }

    #[test]
    fn the_manifest_of_the_shell_stays() {
        let mut site = Site::from([(WEB_APP_MANIFEST.to_owned(), b"own".to_vec())]);
        add(&AppConfig::default(), &masthead(), &mut site).expect("added");
        assert_eq!(site[WEB_APP_MANIFEST], b"own");
    }

    #[test]
    fn icons_say_what_they_are() {
        let icons = manifest(&AppConfig::default(), &masthead(), &site())["icons"].to_string();
        assert!(icons.contains("192x192") && icons.contains("any") && !icons.contains("read.me"), "{icons}");
        assert_eq!(icons.matches("maskable\"").count(), 1, "{icons}");
    }

    #[test]
    fn a_neutral_app_does_not_say_what_it_is() {
        let masthead = Masthead { description: "News of the town".to_owned(), ..masthead() };
        let text = |neutral: bool, name: Option<&str>| {
            let app = AppConfig { neutral, name: name.map(str::to_owned), icon: None };
            manifest(&app, &masthead, &site()).to_string()
        };
        assert!(text(false, None).contains("Lantern") && text(false, None).contains("News of the town"));
        let named = text(false, Some("Notes"));
        assert!(named.contains(r#""name":"Notes""#) && named.contains("News of the town"), "{named}");
        for (name, expected) in [(None, "Reader"), (Some("Notes"), "Notes")] {
            let neutral = text(true, name);
            assert!(neutral.contains(&format!("\"short_name\":\"{expected}\"")), "{neutral}");
            assert!(!neutral.contains("Lantern") && !neutral.contains("town"), "{neutral}");
        }
    }
}
