//! Resolves addresses in sources: those that may be linked, and those of files of the newsroom.

use std::path::{Path, PathBuf};

use model::LinkTarget;
use model::inline::LINK_SCHEMES;
use url::Url;

use crate::config::{Newsroom, PUBLIC_FOLDER};
use crate::names::{NamedFile, decode_percent, readable};
use crate::read::embed::web_address;
use crate::segment;

/// The prefix of a picture's address while it is a file of the newsroom, before the builder prepares it.
pub const FILE: &str = "offprint-file:";

/// The prefix of a link to another article, before the builder resolves it.
pub const ARTICLE: &str = "offprint-article:";

/// The reason why a text must not become a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoLink {
    /// It leads nowhere: it is empty or only `#`.
    Nowhere,
    /// Its scheme runs programs or opens files of the reader, or is unknown.
    Scheme(String),
    /// It is not an address.
    Invalid,
}

impl NoLink {
    /// Returns message and remedy for a link with this address, or `None` if nothing is lost.
    pub(super) fn explain(&self, written: &str) -> Option<(String, &'static str)> {
        let (reason, remedy) = match self {
            Self::Nowhere => return None,
            Self::Scheme(scheme) => {
                (format!("links with `{scheme}:` are not published"), "link to an address that begins with https://")
            }
            Self::Invalid => ("it is not an address".to_owned(), "correct the address"),
        };
        Some((format!("the link to `{}` became plain text: {reason}", readable(written)), remedy))
    }
}

/// Returns the beginning of a text, for messages.
pub(super) fn shortened(written: &str) -> String {
    segment::shortened(written, 80)
}

/// Returns the target of a link, or the reason why there is none, such as the scheme `javascript:`.
pub(super) fn link_target(written: &str) -> Result<LinkTarget, NoLink> {
    // Browsers ignore control characters, so `java\nscript:` is a scheme.
    let written: String = written.trim().chars().filter(|character| !character.is_control()).collect();
    if let Some(fragment) = written.strip_prefix('#') {
        let fragment = Some(fragment).filter(|fragment| !fragment.is_empty()).ok_or(NoLink::Nowhere)?;
        return Ok(LinkTarget::Fragment(decode_percent(fragment)));
    }
    if written.starts_with("//") {
        return web_address(&written).map(LinkTarget::Address).ok_or(NoLink::Invalid);
    }
    match Url::parse(&written) {
        Ok(url) if LINK_SCHEMES.contains(&url.scheme()) => Ok(LinkTarget::Address(written)),
        Ok(url) => Err(NoLink::Scheme(url.scheme().to_owned())),
        Err(url::ParseError::RelativeUrlWithoutBase) if written.is_empty() => Err(NoLink::Nowhere),
        Err(url::ParseError::RelativeUrlWithoutBase) => Ok(LinkTarget::Address(format!("{ARTICLE}{written}"))),
        Err(_) => Err(NoLink::Invalid),
    }
}

/// The reason why a picture cannot be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoPicture {
    /// It is outside the newsroom.
    Outside,
    /// It is a `data:` address, or not an address at all.
    Unusable,
}

impl NoPicture {
    /// Returns message and remedy for a picture with this address.
    pub(super) fn explain(self, written: &str) -> (String, &'static str) {
        let (reason, remedy) = match self {
            Self::Outside => ("is outside the newsroom", "move it into the newsroom's folder"),
            Self::Unusable => ("is neither a file nor a web address", "name a file of the newsroom"),
        };
        (format!("the picture `{}` {reason}, so it is left out", readable(written)), remedy)
    }
}

/// The address of a picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PictureAddress {
    /// The address: on the web, or of a file relative to the newsroom.
    pub(super) address: String,
    /// Message and remedy, if the name of the file matches another file as well.
    pub(super) warning: Option<(String, &'static str)>,
}

/// Returns the address of a picture: on the web, or of a file relative to the newsroom.
///
/// Looks for a file beside the article, then from the newsroom's root, then in the folders of site generators, and there
/// first for exactly this name.
pub(super) fn picture_address(written: &str, newsroom: &Newsroom, folder: &Path) -> Result<PictureAddress, NoPicture> {
    let written = written.trim();
    if let Some(address) = web_address(written) {
        return Ok(PictureAddress { address, warning: None });
    }
    match Url::parse(written) {
        Err(url::ParseError::RelativeUrlWithoutBase) if !written.is_empty() && !written.starts_with('#') => {}
        _ => return Err(NoPicture::Unusable),
    }
    // A mark may also be part of the name of a file.
    let whole = [written, written.split(['?', '#']).next().unwrap_or_default()];
    let mut candidates: Vec<PathBuf> = whole.iter().flat_map(|path| places(&decode_percent(path), folder)).collect();
    candidates.dedup();
    let inside: Vec<PathBuf> = candidates.iter().filter_map(|candidate| newsroom.inside(candidate)).collect();
    let file = |path: &Path| format!("{FILE}{}", path.to_string_lossy().replace('\\', "/"));
    if let Some(path) = inside.iter().find(|path| newsroom.root.join(path).is_file()) {
        return Ok(PictureAddress { address: file(path), warning: None });
    }
    let loose = inside.iter().find_map(|path| newsroom.files.find(&newsroom.root, path));
    if let Some(NamedFile { path, other }) = loose.filter(|named| newsroom.inside(&named.path).is_some()) {
        let warning = other.map(|other| {
            let message = format!(
                "the picture `{}` is {} or {}, and the first is shown",
                readable(written),
                path.display(),
                other.display()
            );
            (message, "write the name of the file as it is")
        });
        return Ok(PictureAddress { address: file(&path), warning });
    }
    // A missing file keeps its name in the article.
    match places(&decode_percent(whole[1]), folder).first().and_then(|first| newsroom.inside(first)) {
        Some(path) => Ok(PictureAddress { address: file(&path), warning: None }),
        None => Err(NoPicture::Outside),
    }
}

/// Returns the paths that a path in a source may mean, the most likely first.
pub(crate) fn places(written: &str, folder: &Path) -> Vec<PathBuf> {
    let written = written.replace('\\', "/");
    let (from_root, relative) = match written.strip_prefix(['/', '@']) {
        Some(rest) => (true, PathBuf::from(rest.trim_start_matches('/'))),
        None => (false, PathBuf::from(&written)),
    };
    let beside = if from_root { relative.clone() } else { folder.join(&relative) };
    vec![beside, relative.clone(), Path::new("static").join(&relative), Path::new(PUBLIC_FOLDER).join(&relative)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_are_linked() {
        for (written, expected) in [
            ("https://a.example/x?y#z", "https://a.example/x?y#z"),
            ("//a.example/x", "https://a.example/x"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("tel:+380", "tel:+380"),
            ("tg://resolve?domain=heron", "tg://resolve?domain=heron"),
            ("magnet:?xt=urn:btih:00", "magnet:?xt=urn:btih:00"),
            ("sms:+380000000", "sms:+380000000"),
            ("FTP://a.example/x", "FTP://a.example/x"),
            ("geo:46.48,30.74", "geo:46.48,30.74"),
            ("other.md", "offprint-article:other.md"),
            ("/2016/01/02/x/#part", "offprint-article:/2016/01/02/x/#part"),
        ] {
            assert_eq!(link_target(written), Ok(LinkTarget::Address(expected.to_owned())), "{written}");
        }
        assert_eq!(link_target("#a%20b"), Ok(LinkTarget::Fragment("a b".to_owned())));
        for (written, scheme) in [
            ("javascript:alert(1)", "javascript"),
            (" java\nscript:alert(1)", "javascript"),
            ("JAVASCRIPT:x", "javascript"),
            ("data:text/html,x", "data"),
            ("vbscript:x", "vbscript"),
            ("file:///etc/passwd", "file"),
            ("blob:https://a.example/x", "blob"),
            ("intent://x#Intent;end", "intent"),
            ("ms-msdt:/id", "ms-msdt"),
            ("C:\\letters\\a.doc", "c"),
        ] {
            assert_eq!(link_target(written), Err(NoLink::Scheme(scheme.to_owned())), "{written}");
        }
        assert_eq!(link_target("#"), Err(NoLink::Nowhere));
        assert_eq!(link_target(" "), Err(NoLink::Nowhere));
        assert_eq!(link_target("https://"), Err(NoLink::Invalid));
    }
}
