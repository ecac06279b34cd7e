//! Joins the files in `style/` into the style sheets of a shell, and minifies each for the browsers that read it.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use lightningcss::properties::Property;
use lightningcss::properties::custom::{Function, Token, TokenList, TokenOrValue, UnparsedProperty, Variable};
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::{Component, Selector};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Features, Targets};
use lightningcss::traits::ParseWithOptions;
use lightningcss::values::ident::{DashedIdentReference, Ident};
use lightningcss::values::length::LengthValue;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};
use oxc_allocator::Allocator;

/// A file of `style/`, and the changes to it in a sheet.
#[derive(Clone, Copy)]
struct Part {
    file: &'static str,
    /// The selector that replaces `:root`.
    root: &'static str,
    /// The media rule around the file; empty for none.
    media: &'static str,
}

impl Part {
    const fn new(file: &'static str) -> Self {
        Self { file, root: ":root", media: "" }
    }

    const fn rooted(file: &'static str, root: &'static str) -> Self {
        Self { file, root, media: "" }
    }

    /// Paper is never dark.
    const fn in_the_dark(file: &'static str, root: &'static str) -> Self {
        Self { file, root, media: "@media screen and (prefers-color-scheme: dark) {}" }
    }
}

/// The style of every page. Later parts override earlier ones.
const PAGE: &[Part] = &[
    Part::new("light.css"),
    Part::in_the_dark("dark.css", ":root"),
    Part::new("tokens.css"),
    Part::new("base.css"),
    Part::new("frame.css"),
    Part::new("article.css"),
    Part::new("components/header.css"),
    Part::new("components/teaser.css"),
    Part::new("components/footer.css"),
    Part::new("pages/device.css"),
    Part::new("components/notice.css"),
    Part::new("print.css"),
];

/// The style of a card. Its colours follow the reader's system, or the fragment of the address: see the elements with
/// `hidden` in its page.
const CARD: &[Part] = &[
    Part::rooted("light.css", ".embed-card"),
    Part::in_the_dark("dark.css", ".embed-card"),
    Part::rooted("light.css", "#theme\\=light:target ~ .embed-card"),
    Part::rooted("dark.css", "#theme\\=dark:target ~ .embed-card"),
    Part::rooted("tokens.css", ".embed-card"),
    Part::new("embed/card.css"),
];

/// The style of the element: the style of an article, below a root of its own.
const ELEMENT: &[Part] = &[
    Part::new("embed/reset.css"),
    Part::rooted("light.css", ".offprint"),
    Part::rooted("dark.css", ".offprint.dark"),
    Part::rooted("tokens.css", ".offprint"),
    Part::rooted("base.css", ".offprint"),
    Part::new("article.css"),
    Part::new("embed/element.css"),
];

/// The sheets and their files, which a test compares with the folder.
#[cfg(test)]
const ALL: &[&[Part]] = &[PAGE, CARD, ELEMENT, &[Part::new("portable.css"), Part::new("dialog.css")]];

/// Makes the style of every page.
pub fn page(folder: &Path) -> Result<String> {
    minified(folder, PAGE, of_2021(), false)
}

/// Makes the style of a card.
pub fn card(folder: &Path) -> Result<String> {
    minified(folder, CARD, of_2021(), false)
}

/// Makes the style of the element on other people's pages.
pub fn element(folder: &Path) -> Result<String> {
    // The host's page may have changed the size of a rem; `--rem` is the size of the text around the element.
    minified(folder, ELEMENT, with_shadow_sheets(), true)
}

/// Makes the style that only portable editions have.
pub fn portable(folder: &Path) -> Result<String> {
    minified(folder, &[Part::new("portable.css")], of_2021(), false)
}

/// Makes the style of the share script's dialogs. Browsers that know dialogs also know shadow roots with sheets.
pub fn dialog(folder: &Path) -> Result<String> {
    minified(folder, &[Part::new("dialog.css")], with_shadow_sheets(), false)
}

/// Returns the browsers of November 2021: Chrome 96, Firefox 94, Safari 15. Older ones show all text, but not every distance and
/// colour. `chrome` includes Chrome on Android: the tables of `android` do not know that it has logical margins.
fn of_2021() -> Browsers {
    Browsers {
        chrome: version(96, 0),
        edge: version(96, 0),
        firefox: version(94, 0),
        ios_saf: version(15, 0),
        safari: version(15, 0),
        ..Browsers::default()
    }
}

/// Returns the first browsers that have dialogs, and shadow roots with sheets of their own.
fn with_shadow_sheets() -> Browsers {
    Browsers {
        chrome: version(91, 0),
        firefox: version(101, 0),
        ios_saf: version(15, 4),
        safari: version(15, 4),
        ..Browsers::default()
    }
}

fn version(major: u32, minor: u32) -> Option<u32> {
    Some(major << 16 | minor << 8)
}

fn minified(folder: &Path, parts: &[Part], browsers: Browsers, with_own_rem: bool) -> Result<String> {
    let texts = parts.iter().map(|part| {
        let file = folder.join(part.file);
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
    });
    let texts = texts.collect::<Result<Vec<String>>>()?;
    joined(parts, &texts, browsers, with_own_rem)
}

fn joined(parts: &[Part], texts: &[String], browsers: Browsers, with_own_rem: bool) -> Result<String> {
    let allocator = Allocator::default();
    let mut rules = CssRuleList(Vec::new());
    for (part, text) in parts.iter().zip(texts) {
        let own = rules_of(part, text).with_context(|| format!("cannot parse style/{}", part.file))?;
        rules.0.extend(own.0);
    }
    // No sheet uses `light-dark()`, whose stand-in is two more variables wherever a colour scheme is set.
    let targets = Targets { exclude: Features::LightDark, ..Targets::from(browsers) };
    let mut sheet = StyleSheet::new(Vec::new(), rules, ParserOptions::default());
    let failed = |error: String| anyhow!("the style sheets cannot be minified: {error}");
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| failed(error.to_string()))?;
    if with_own_rem {
        sheet.visit(&mut OwnRem { strings: &allocator, targets })?;
    }
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    let code = printed.map_err(|error| failed(error.to_string()))?.code;
    // The sheet is the content of a <style> element, which `</` could end.
    Ok(code.replace("</", "<\\/"))
}

/// Parses the rules of a file, with its root and inside its media rule.
fn rules_of<'a>(part: &Part, text: &'a str) -> Result<CssRuleList<'a>> {
    let sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let mut rules = sheet.rules;
    if part.root != ":root" {
        rules.visit(&mut Rooted { root: selector(part.root)? })?;
    }
    if part.media.is_empty() {
        return Ok(rules);
    }
    let mut sheet = StyleSheet::parse(part.media, ParserOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let Some(CssRule::Media(media)) = sheet.rules.0.first_mut() else { bail!("{} is no media rule", part.media) };
    media.rules = rules;
    Ok(sheet.rules)
}

fn selector<'a>(text: &'a str) -> Result<Selector<'a>> {
    Selector::parse_string_with_options(text, ParserOptions::default()).map_err(|error| anyhow!("{text}: {error}"))
}

/// A visitor that replaces `:root` by another selector.
struct Rooted<'i> {
    root: Selector<'i>,
}

impl<'i> Visitor<'i> for Rooted<'i> {
    type Error = anyhow::Error;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(SELECTORS)
    }

    fn visit_selector(&mut self, selector: &mut Selector<'i>) -> Result<()> {
        let components: Vec<&Component<'i>> = selector.iter_raw_match_order().collect();
        match components.as_slice() {
            [Component::Root] => *selector = self.root.clone(),
            components => {
                ensure!(!components.contains(&&Component::Root), ":root must be the whole selector")
            }
        }
        Ok(())
    }
}

/// A visitor that replaces each rem by `--rem`.
struct OwnRem<'i> {
    /// The owner of the strings that lightningcss borrows.
    strings: &'i Allocator,
    targets: Targets,
}

impl<'i> Visitor<'i> for OwnRem<'i> {
    type Error = anyhow::Error;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(PROPERTIES | TOKENS)
    }

    fn visit_property(&mut self, property: &mut Property<'i>) -> Result<()> {
        if !matches!(property, Property::Unparsed(_) | Property::Custom(_)) && has_rem(property) {
            // A typed property cannot hold a variable inside a length; a list of tokens can.
            let options = PrinterOptions { minify: true, targets: self.targets, ..PrinterOptions::default() };
            let text = self.strings.alloc_str(&property.value_to_css_string(options)?);
            let value = TokenList::parse_string_with_options(text, ParserOptions::default());
            let value = value.map_err(|error| anyhow!("{text}: {error}"))?;
            *property = Property::Unparsed(UnparsedProperty { property_id: property.property_id(), value });
        }
        property.visit_children(self)
    }

    fn visit_token(&mut self, token: &mut TokenOrValue<'i>) -> Result<()> {
        if let TokenOrValue::Length(LengthValue::Rem(value)) = *token {
            let number = Token::Number { has_sign: false, value, int_value: None };
            let ident = "--rem".into();
            let name = DashedIdentReference { ident, from: None };
            let rem = TokenOrValue::Var(Variable { name, fallback: None });
            let arguments = TokenList(vec![number.into(), Token::Delim('*').into(), rem]);
            *token = TokenOrValue::Function(Function { name: Ident("calc".into()), arguments });
        }
        token.visit_children(self)
    }
}

fn has_rem(property: &mut Property<'_>) -> bool {
    struct Finder(bool);
    impl<'i> Visitor<'i> for Finder {
        type Error = Infallible;

        fn visit_types(&self) -> VisitTypes {
            visit_types!(LENGTHS | TOKENS)
        }

        fn visit_length(&mut self, length: &mut LengthValue) -> Result<(), Infallible> {
            self.0 |= matches!(length, LengthValue::Rem(_));
            Ok(())
        }

        fn visit_token(&mut self, token: &mut TokenOrValue<'i>) -> Result<(), Infallible> {
            self.0 |= matches!(token, TokenOrValue::Length(LengthValue::Rem(_)));
            token.visit_children(self)
        }
    }
    let mut finder = Finder(false);
    let Ok(()) = property.visit_children(&mut finder);
    finder.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style")
    }

    fn sheet(part: Part, text: &str, with_own_rem: bool) -> String {
        joined(&[part], &[text.to_owned()], of_2021(), with_own_rem).unwrap()
    }

    #[test]
    fn old_browsers_read_what_is_nested() {
        let css = sheet(Part::new("a"), "p { color: rgb(255, 0, 0); & a { color: blue } } q { margin: 0px }", false);
        assert_eq!(css, "p{color:red}p a{color:#00f}q{margin:0}");
    }

    #[test]
    fn the_root_becomes_what_it_stands_for() {
        let css = ":root { color: red } @media print { :root { color: blue } } p { color: green }";
        let expected = ".a.b{color:red}@media print{.a.b{color:#00f}}p{color:green}";
        assert_eq!(sheet(Part::rooted("a", ".a.b"), css, false), expected);
        assert_eq!(
            sheet(Part::in_the_dark("a", ":root"), "p { color: red }", false),
            "@media screen and (prefers-color-scheme:dark){p{color:red}}"
        );
        assert!(rules_of(&Part::rooted("a", ".a"), ":root p { color: red }").is_err());
    }

    #[test]
    fn every_rem_becomes_one_of_the_host() {
        let css = "p { font: 600 1.5rem/1.4 var(--sans); margin: 0 1rem 0 -0.5rem; --gap: clamp(1rem, 4vw, 2rem); \
                   width: min(3rem, 100%); color: red }";
        let css = sheet(Part::new("a"), css, true);
        for value in [
            "font:600 calc(1.5*var(--rem))/1.4 var(--sans)",
            "margin:0 calc(1*var(--rem)) 0 calc(-.5*var(--rem))",
            "--gap:clamp(calc(1*var(--rem)), 4vw, calc(2*var(--rem)))",
            "width:min(calc(3*var(--rem)),100%)",
        ] {
            assert!(css.contains(value), "{value} is not in {css}");
        }
        assert!(css.contains("color:red") && !css.contains("rem;") && !css.contains("rem)/"));
    }

    #[test]
    fn the_element_has_the_style_of_an_article_and_no_more() {
        let css = element(&folder()).unwrap();
        for rule in [".quotation", ".timeline", ".offprint.dark", "--paper:#17161a", ":focus-visible", ".meta"] {
            assert!(css.contains(rule), "{rule} is missing");
        }
        for frame in ["loading", "#offprint", ":root", "body{", "html", "rem;", "prefers-color-scheme", "@media print"]
        {
            assert!(!css.contains(frame), "{frame} is there");
        }
        assert!(css.len() < 11_000, "{} bytes", css.len());
    }

    #[test]
    fn a_card_knows_three_themes() {
        let css = card(&folder()).unwrap();
        let themes =
            [r"#theme\=light:target~.embed-card", r"#theme\=dark:target~.embed-card", "prefers-color-scheme:dark"];
        for theme in themes {
            assert!(css.contains(theme), "{theme} is missing");
        }
    }

    #[test]
    fn the_direction_is_that_of_the_document() {
        for sheet in [page, card, element, portable, dialog] {
            let css = sheet(&folder()).unwrap();
            // lightningcss replaces a property that a browser lacks by rules for each language that is written right to left.
            let rule = css.split('}').find(|rule| rule.contains(":lang(ae)"));
            assert_eq!(rule, None, "use a logical property that every browser has");
        }
    }

    #[test]
    fn every_file_is_a_part_of_a_sheet() {
        let listed: BTreeSet<&str> = ALL.iter().copied().flatten().map(|part| part.file).collect();
        let mut found = BTreeSet::new();
        let mut folders = vec![folder()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.strip_prefix(self::folder()).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
    }
}
