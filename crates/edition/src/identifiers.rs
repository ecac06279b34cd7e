//! The identifiers of a page's own parts. The identifiers of an article's headings are others.

/// The identifier of the element that the app takes over; the builder puts the rendered page into it.
pub const ROOT: &str = "offprint";

/// The identifier of the content of a page, for the link that skips the header.
pub const CONTENT: &str = "content";

/// The identifier of the corrections of an article, for the link in the byline.
pub const CORRECTIONS: &str = "corrections";

/// Returns the identifier of a footnote.
pub fn footnote(label: &str) -> String {
    format!("footnote-{label}")
}

/// Returns the identifier of the place that a footnote leads back to.
pub fn reference(label: &str) -> String {
    format!("reference-{label}")
}

/// Returns whether an identifier is reserved for the parts of a page or of a portable edition.
pub fn is_reserved(identifier: &str) -> bool {
    let is_number = |rest: Option<&str>| {
        rest.is_some_and(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(identifier, CONTENT | CORRECTIONS | ROOT)
        // Scripts and styles of a page and of a portable edition.
        || identifier.strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('-'))
        || is_number(identifier.strip_prefix("footnote-"))
        || is_number(identifier.strip_prefix("reference-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_page_are_reserved() {
        for identifier in [ROOT, CONTENT, CORRECTIONS, "offprint-style", &footnote("1"), &reference("12")] {
            assert!(is_reserved(identifier), "{identifier}");
        }
        for identifier in ["contents", "footnote-1-2", "footnote-", "reference-a", "offprints"] {
            assert!(!is_reserved(identifier), "{identifier}");
        }
    }
}
