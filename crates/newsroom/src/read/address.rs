//! Addresses as a source writes them: which may be linked, and which lead to files of the newsroom.

use std::path::{Path, PathBuf};

use model::LinkTarget;
use url::Url;

use crate::config::Newsroom;
use crate::read::embed::web_address;

/// How the address of a picture that is a file of the newsroom begins, until the builder has prepared it.
pub const FILE: &str = "offprint-file:";

/// How a link to another article begins, until the builder knows all of them.
pub const ARTICLE: &str = "offprint-article:";

/// Where a link leads; none for what must not be followed, as `javascript:`.
pub(super) fn link_target(written: &str) -> Option<LinkTarget> {
    // Browsers ignore such characters, so `java\nscript:` is a scheme.
    let written: String = written.trim().chars().filter(|character| !character.is_control()).collect();
    if let Some(fragment) = written.strip_prefix('#') {
        return (!fragment.is_empty()).then(|| LinkTarget::Fragment(decode_percent(fragment)));
    }
    if written.starts_with("//") {
        return web_address(&written).map(LinkTarget::Address);
    }
    match Url::parse(&written) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "mailto" | "tel") => Some(LinkTarget::Address(written)),
        Ok(_) => None,
        Err(url::ParseError::RelativeUrlWithoutBase) if !written.is_empty() => {
            Some(LinkTarget::Address(format!("{ARTICLE}{written}")))
        }
        Err(_) => None,
    }
}

/// Why a picture cannot be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoPicture {
    /// It leaves the newsroom.
    Outside,
    /// It is written into the page, or its address means nothing.
    Unusable,
}

impl NoPicture {
    /// What is wrong with a picture of that address, and what to do.
    pub(super) fn explain(self, written: &str) -> (String, &'static str) {
        let (reason, remedy) = match self {
            Self::Outside => ("leaves the newsroom", "put it into the newsroom's folder"),
            Self::Unusable => ("is no file and no address on the web", "name a file of the newsroom"),
        };
        let shown: String = written.chars().take(80).collect();
        (format!("the picture `{shown}` {reason}, so it is left out"), remedy)
    }
}

/// The address of a picture: on the web, or a file relative to the newsroom.
///
/// A file is looked for beside the article, then from the newsroom's root, then where site generators keep such files.
pub(super) fn picture_address(written: &str, newsroom: &Newsroom, folder: &Path) -> Result<String, NoPicture> {
    let written = written.trim();
    if let Some(address) = web_address(written) {
        return Ok(address);
    }
    match Url::parse(written) {
        Err(url::ParseError::RelativeUrlWithoutBase) if !written.is_empty() && !written.starts_with('#') => {}
        _ => return Err(NoPicture::Unusable),
    }
    let plain = written.split(['?', '#']).next().unwrap_or_default();
    let plain = decode_percent(plain);
    let (from_root, relative) = match plain.strip_prefix(['/', '@']) {
        Some(rest) => (true, PathBuf::from(rest.trim_start_matches('/'))),
        None => (false, PathBuf::from(&plain)),
    };
    let beside = if from_root { relative.clone() } else { folder.join(&relative) };
    let candidates =
        [beside, relative.clone(), Path::new("static").join(&relative), Path::new("public").join(&relative)];
    let inside: Vec<PathBuf> = candidates.iter().filter_map(|candidate| newsroom.inside(candidate)).collect();
    let found = inside.iter().find(|path| newsroom.root.join(path).is_file());
    // A file that is nowhere keeps the name that the article gives it.
    let first = newsroom.inside(&candidates[0]);
    match found.or(first.as_ref()) {
        Some(path) => Ok(format!("{FILE}{}", path.to_string_lossy().replace('\\', "/"))),
        None => Err(NoPicture::Outside),
    }
}

/// Percent-encoded characters as what they stand for.
pub(super) fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => {
                std::str::from_utf8(&[*high, *low]).ok().and_then(|code| u8::from_str_radix(code, 16).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_are_linked() {
        for (written, expected) in [
            ("https://a.example/x?y#z", Some("https://a.example/x?y#z")),
            ("//a.example/x", Some("https://a.example/x")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("tel:+380", Some("tel:+380")),
            ("javascript:alert(1)", None),
            (" java\nscript:alert(1)", None),
            ("JAVASCRIPT:x", None),
            ("data:text/html,x", None),
            ("vbscript:x", None),
            ("file:///etc/passwd", None),
            ("", None),
            ("other.md", Some("offprint-article:other.md")),
            ("/2016/01/02/x/#part", Some("offprint-article:/2016/01/02/x/#part")),
        ] {
            let expected = expected.map(|address| LinkTarget::Address(address.to_owned()));
            assert_eq!(link_target(written), expected, "{written}");
        }
        assert_eq!(link_target("#a%20b"), Some(LinkTarget::Fragment("a b".to_owned())));
    }

    #[test]
    fn percent_signs_are_decoded() {
        for (text, expected) in [("a%20b", "a b"), ("%D0%B0", "а"), ("100%", "100%"), ("%zz", "%zz"), ("%ff", "%ff")] {
            assert_eq!(decode_percent(text), expected);
        }
    }
}
