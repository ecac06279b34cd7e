//! The tools for handing articles over: a script of its own, which the app loads when a reader wants one of them.

use std::collections::BTreeMap;

use anyhow::Context;
use messages::LANGUAGES;
use model::language::{RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS};
use model::{Article, EmbedScript, Hash, Language};
use reader::embed::{Addresses, CARD_HEIGHT, Clipping, Snippets};
use reader::routes::{Place, Route};
use serde_json::{Value, json};

use super::{contents, file};
use crate::script::{compact, compact_style};
use crate::site::short_hash;

/// The parts of the script, in their order.
const PARTS: [&str; 5] = [
    include_str!("share/archive.js"),
    include_str!("share/file.js"),
    include_str!("share/open.js"),
    include_str!("share/dialog.js"),
    include_str!("share/embed.js"),
];

/// The encoder of QR codes, as David Evans publishes it (`lean-qr/nano`, MIT).
const CODES: &str = include_str!("share/lean-qr/nano.mjs");

/// The style of the dialogs, which no page needs before there is one.
const DIALOG: &str = include_str!("share/dialog.css");

/// What only a module can have; a portable edition has the rest inside its own script.
const EXPORT: &str = "export default tools;";

/// How the app starts in a portable edition: `{start}` is the function of wasm-bindgen.
const BOOT: &str = "window.offprint={use:async(tool,...given)=>tools[tool](...given),get:tools.carried()};\
    {start}({module_or_path:tools.carriedBytes('offprint-wasm')});";

/// The script's name and text.
pub fn script() -> (String, String) {
    let text = format!("{}\n{EXPORT}\n", source());
    (format!("offprint-{}.js", short_hash([text.as_bytes()])), text)
}

/// What a site's script has of them: where the app finds them.
pub fn hook(name: &str) -> String {
    format!("use:async(tool,...given)=>(await import(\"./{name}\")).default[tool](...given)")
}

/// The script for a portable edition, of the script of a site: it has the tools in it, and starts with the wasm that the
/// file carries. `share/file.js` does the same.
pub fn carried_script(site: &str) -> anyhow::Result<String> {
    let mut lines = site.trim_end().rsplitn(3, '\n');
    let start = lines.next().and_then(|line| line.split_once("({module_or_path:"));
    let (start, _) = start.context("the app's script does not start it as this version does")?;
    let app = lines.nth(1).context("the app's script is too short")?;
    let script = [app, &source(), &boot(start)].join("\n");
    // Inside an element these would end the script, or begin what no script is.
    Ok(script.replace("</script", "<\\/script").replace("<!--", "<\\!--"))
}

/// What the tools say in a language, with the snippets that they fill.
fn words(tag: &str) -> Value {
    let mut words = messages::share::json(tag);
    words.insert("snippets".to_owned(), json!(snippets(&Language::new(tag))));
    words.into()
}

/// The snippets of an article as templates: made of an article that has names in braces in the place of all that differs.
fn snippets(language: &Language) -> Option<BTreeMap<&'static str, String>> {
    let route = Route { language: None, place: Place::Article("{slug}".to_owned()) };
    let article: Article = serde_json::from_value(json!({
        "slug": "{slug}", "language": language, "headline": "{headline}", "body": [], "words": 0,
        "published": { "iso": "{iso}", "text": "{date}" },
    }))
    .ok()?;
    let script = EmbedScript { path: "{script}".to_owned(), integrity: "{integrity}".to_owned() };
    let roots = ["https://{host}/".to_owned()];
    let clipping = Clipping {
        route: &route,
        main: language,
        newsroom: "{newsroom}",
        article: &article,
        lead: "{lead}",
        bundle: Hash([0; 32]),
        edition: Some(0),
    };
    let Snippets { quotation, card, element, .. } =
        Snippets::article(&clipping, &Addresses { roots: &roots, key: Some(Hash([255; 32])), script: Some(&script) })?;
    let page = "https://{host}/articles/{slug}/";
    let named = [
        (format!("src=\"{page}\" root=\"../../\""), "src=\"{pages}\" root=\"{up}\""),
        ("https://{host}/{script}".to_owned(), "{site}{script}"),
        ("https://{host}/".to_owned(), "{root}"),
        (
            format!("lang=\"{language}\" dir=\"{}\"", language.direction().as_str()),
            "lang=\"{language}\" dir=\"{direction}\"",
        ),
        (Hash([0; 32]).to_string(), "{bundle}"),
        (Hash([255; 32]).to_string(), "{key}"),
        (format!("month=\"{}\"", article.month()), "month=\"{month}\""),
        ("edition=\"0\"".to_owned(), "edition=\"{edition}\""),
    ];
    let template = |text: &str| named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let element = element?;
    Some(
        [("quotation", &quotation), ("card", &card), ("element", &element)]
            .map(|(name, text)| (name, template(text)))
            .into(),
    )
}

fn boot(start: &str) -> String {
    BOOT.replace("{start}", start)
}

fn source() -> String {
    let words: BTreeMap<&str, Value> = LANGUAGES.into_iter().map(|tag| (tag, words(tag))).collect();
    let templates = json!({
        "top": file::TOP, "cover": file::COVER, "list": file::LIST, "line": file::LINE, "date": file::DATE,
        "carried": file::CARRIED, "app": file::APP, "end": file::END,
    });
    let constants = [
        ("WORDS", json!(words)),
        ("TEMPLATES", templates),
        ("STYLE", json!(file::style())),
        ("BOOT", json!(BOOT)),
        ("LANGUAGES", json!(LANGUAGES)),
        ("RIGHT_TO_LEFT", json!(RIGHT_TO_LEFT)),
        ("RIGHT_TO_LEFT_SCRIPTS", json!(RIGHT_TO_LEFT_SCRIPTS)),
        ("CARD_HEIGHT", json!(CARD_HEIGHT)),
        ("DIALOG_STYLE", json!(compact_style(DIALOG))),
        ("LISTS_OF_ONE", json!(contents::LISTS_OF_ONE)),
    ];
    let constants: String = constants.iter().map(|(name, value)| format!("const {name}={value};")).collect();
    // It stands in a script element of a portable edition, which nothing in it may end.
    let constants = constants.replace("</script", "<\\/script").replace("<!--", "<\\!--");
    let codes = CODES.replace("export{r as correction,m as generate};", "return m;");
    let parts: String = PARTS.iter().map(|part| compact(part)).collect();
    format!(
        "const tools=(()=>{{{constants}const generate=(()=>{{{codes}}})();{parts}return{{offer,open,embed,carried,carriedBytes}};}})();"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_a_site_becomes_one_that_starts_from_the_file() {
        let (name, tools) = script();
        let site = format!(
            "let t = '</script><!--';\nwindow.offprint={{{}}};\na({{module_or_path:new URL('./x.wasm',import.meta.url)}});\n",
            hook(&name)
        );
        let carried = carried_script(&site).expect("a script");
        assert!(carried.ends_with("a({module_or_path:tools.carriedBytes('offprint-wasm')});"), "{carried}");
        assert!(!carried.contains("</script") && !carried.contains("<!--") && !carried.contains("x.wasm"));
        assert!(!carried.contains(EXPORT) && tools.ends_with("export default tools;\n"));
        assert!(carried_script("let a = 1;\n").is_err());
    }

    #[test]
    fn snippets_are_templates_of_what_differs() {
        for tag in LANGUAGES {
            let snippets = snippets(&Language::new(tag)).expect("snippets");
            for name in ["root", "direction", "headline", "lead", "newsroom", "iso", "date", "host"] {
                assert!(snippets["quotation"].contains(&format!("{{{name}}}")), "{tag}: no {name}");
            }
            for name in ["site", "pages", "up", "key", "month", "bundle", "edition", "script", "integrity"] {
                assert!(snippets["element"].contains(&format!("{{{name}}}")), "{tag}: no {name}");
            }
            assert!(snippets["card"].contains("{root}embed/{slug}/") && !snippets["element"].contains("https:"));
        }
    }

    #[test]
    fn the_encoder_of_codes_is_the_one_that_was_chosen() {
        assert!(
            CODES.ends_with("export{r as correction,m as generate};\n")
                || CODES.ends_with("export{r as correction,m as generate};")
        );
    }
}
