//! The styles of what is embedded, made of the reader's own: in a page of somebody else nothing else is to change.

use anyhow::Context;
use lightningcss::targets::Browsers;
use regex::Regex;

use crate::shell::{minified, minified_for};

const TOKENS: &str = include_str!("../../../../style/tokens.css");
const BASE: &str = include_str!("../../../../style/base.css");
const ARTICLE: &str = include_str!("../../../../style/article.css");
const CARD: &str = include_str!("card.css");
const ELEMENT: &str = include_str!("element.css");

/// The rules of the page frame, which an embedded article has not.
const FRAME: [&str; 10] =
    ["body", "main", "#offprint", ".skip", ".hidden", ".index", ".paging", "loading", ".more", ".page-"];

/// The style of a card. Its colours follow the host's, or the address: see the elements with `hidden` in its page.
pub(super) fn card() -> anyhow::Result<String> {
    let tokens = Tokens::read()?;
    let (Tokens { light, dark, .. }, bright) = (&tokens, tokens.bright());
    let colours = format!(
        ".clipping{{{light}color-scheme:light dark}}@media (prefers-color-scheme:dark){{.clipping{{{dark}color-scheme:dark}}}}\
         #theme\\=light:target~.clipping{{{bright}color-scheme:light}}\
         #theme\\=dark:target~.clipping{{{dark}color-scheme:dark}}"
    );
    minified(&format!("{colours}{}{CARD}", tokens.rest(".clipping")))
}

/// The style of the element: that of an article, inside a root of its own.
pub(super) fn element() -> anyhow::Result<String> {
    let tokens = Tokens::read()?;
    let Tokens { light, dark, .. } = &tokens;
    let colours = format!(
        ".offprint{{all:initial;display:block;{light}color-scheme:light}}.offprint.dark{{{dark}color-scheme:dark}}{}",
        tokens.rest(".offprint")
    );
    let base = without_frame(&BASE.replacen("\nhtml {", "\n.offprint {", 1))?;
    // What has shadow roots and the sheets for them knows this too.
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    let browsers = Browsers {
        chrome: version(91, 0),
        firefox: version(101, 0),
        ios_saf: version(15, 4),
        safari: version(15, 4),
        ..Browsers::default()
    };
    let css = minified_for(&format!("{colours}{base}{ARTICLE}{ELEMENT}"), browsers)?;
    // A rem is the host's, who may have made it anything; `--rem` is the size of the text around the element.
    let rem = Regex::new(r"(\d*\.?\d+)rem\b")?;
    Ok(rem.replace_all(&css, "calc($1*var(--rem))").into_owned())
}

/// The colours and sizes of `style/tokens.css`, taken apart.
struct Tokens {
    light: String,
    dark: String,
    rest: String,
}

impl Tokens {
    fn read() -> anyhow::Result<Self> {
        let read = || {
            let (_, rest) = TOKENS.split_once(":root {")?;
            let (light, rest) = rest.split_once('}')?;
            let (_, rest) = rest.split_once("@media (prefers-color-scheme: dark) {\n  :root {")?;
            let (dark, rest) = rest.split_once('}')?;
            let (_, rest) = rest.split_once('}')?;
            // Each place says itself which of the two it is.
            let light = light.replacen("color-scheme: light dark;", "", 1);
            Some(Self { light, dark: dark.to_owned(), rest: rest.to_owned() })
        };
        read().context("style/tokens.css has no longer one :root with colours, and another for the dark")
    }

    /// Of the light ones those that are others in the dark.
    fn bright(&self) -> String {
        let names: Vec<&str> = self.dark.lines().filter_map(|line| line.trim().split(':').next()).collect();
        let is_colour = |line: &&str| line.trim().split_once(':').is_some_and(|(name, _)| names.contains(&name));
        self.light.lines().filter(is_colour).collect()
    }

    /// What stands after the colours, for another element than the root.
    fn rest(&self, selector: &str) -> String {
        self.rest.replace(":root", selector)
    }
}

/// A style sheet without the rules that only the page frame needs, and without those for paper.
fn without_frame(css: &str) -> anyhow::Result<String> {
    let comment = Regex::new(r"(?s)/\*.*?\*/")?;
    let css = comment.replace_all(css, "").into_owned();
    let css = css.split("@media print").next().unwrap_or_default();
    let mut kept = String::new();
    let mut rest = css;
    while let Some((selector, after)) = rest.split_once('{') {
        let (block, after) = split_block(after);
        let is_frame = FRAME.iter().any(|name| selector.contains(name)) || selector.contains("@media");
        if !is_frame {
            kept.push_str(&format!("{selector}{{{block}}}"));
        }
        rest = after;
    }
    Ok(kept)
}

/// A block without its closing brace, and what follows it.
fn split_block(css: &str) -> (&str, &str) {
    let mut depth = 1;
    for (at, character) in css.char_indices() {
        depth += match character {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return (&css[..at], &css[at + 1..]);
        }
    }
    (css, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_element_has_the_style_of_an_article_and_no_more() {
        let css = element().expect("a style");
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
        let css = card().expect("a style");
        let themes = [r"#theme\=light:target~.clipping", r"#theme\=dark:target~.clipping", "prefers-color-scheme:dark"];
        for theme in themes {
            assert!(css.contains(theme), "{theme} is missing");
        }
    }
}
