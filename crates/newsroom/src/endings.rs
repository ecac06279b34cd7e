//! Tells kinds of files apart by the endings of their names.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A text in Markdown.
    Markdown,
    /// A plain text.
    Text,
    /// A page of a site, which may have been made from a text.
    Page,
    /// A picture that Offprint can encode again.
    Picture,
    /// A picture in another format.
    OtherPicture,
    /// A sound or a film.
    Recording,
    /// A private key, or a store of keys.
    Key,
    /// A document, a table, an archive.
    Document,
}

const ENDINGS: [(Ending, &[&str]); 8] = [
    (Ending::Markdown, &["md", "markdown", "mdown", "mkd", "mkdn"]),
    (Ending::Text, &["txt", "text"]),
    (Ending::Page, &["html", "htm", "xhtml", "php", "asp", "aspx", "jsp"]),
    (Ending::Picture, &["jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp"]),
    (Ending::OtherPicture, &["svg", "avif", "heic", "heif", "bmp", "tif", "tiff"]),
    (
        Ending::Recording,
        &["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "mp4", "m4v", "webm", "ogv", "mov"],
    ),
    (Ending::Key, &["key", "p12", "pfx", "jks", "keystore", "kdbx", "kdb", "ppk"]),
    (
        Ending::Document,
        &[
            "pdf", "csv", "tsv", "json", "geojson", "gpx", "kml", "kmz", "xml", "djvu", "epub", "mobi", "fb2", "odt",
            "ods", "odp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "rtf", "zip", "7z", "gz", "tar", "bz2", "xz",
            "rar", "srt", "vtt",
        ],
    ),
];

impl Ending {
    /// Returns the kind of a file, or `None` if its name has no ending, or an unknown one.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let is_own = |known: &&str| known.eq_ignore_ascii_case(ending);
        ENDINGS.iter().find(|(_, endings)| endings.iter().any(is_own)).map(|(kind, _)| *kind)
    }

    /// Returns the kind of the file that an address leads to.
    pub(crate) fn of_address(address: &str) -> Option<Self> {
        Self::of(address.split(['?', '#']).next().unwrap_or_default())
    }

    /// Returns whether files of this kind may be the source of an article, so that references may leave their ending out.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Markdown | Self::Text | Self::Page)
    }

    pub(crate) fn is_picture(self) -> bool {
        matches!(self, Self::Picture | Self::OtherPicture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_known_in_any_case() {
        assert_eq!(Ending::of("a/b.JPG"), Some(Ending::Picture));
        assert_eq!(Ending::of_address("a.mp4?x.pdf#y"), Some(Ending::Recording));
        for name in ["", "md", "a", "a.", "a.b/c", "a.no7"] {
            assert_eq!(Ending::of(name), None, "{name}");
        }
    }
}
