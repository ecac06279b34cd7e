//! The names of elements: which ones HTML knows, and which tags are words in angle brackets.

/// The elements of HTML, current and former, of SVG and of MathML, and those of AMP that become pictures and recordings.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "amp-iframe",
    "amp-img",
    "amp-youtube",
    "animate",
    "annotation",
    "annotation-xml",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "circle",
    "cite",
    "clippath",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "defs",
    "del",
    "desc",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "ellipse",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "filter",
    "font",
    "footer",
    "foreignobject",
    "form",
    "frame",
    "frameset",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "lineargradient",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marker",
    "marquee",
    "mask",
    "math",
    "menu",
    "merror",
    "meta",
    "metadata",
    "meter",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "pattern",
    "picture",
    "plaintext",
    "polygon",
    "polyline",
    "pre",
    "progress",
    "q",
    "radialgradient",
    "rb",
    "rect",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "semantics",
    "slot",
    "small",
    "source",
    "span",
    "stop",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "switch",
    "symbol",
    "table",
    "tbody",
    "td",
    "template",
    "text",
    "textarea",
    "textpath",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tspan",
    "tt",
    "u",
    "ul",
    "use",
    "var",
    "video",
    "view",
    "wbr",
    "xmp",
];

/// Elements without content. They have no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements that are words where they have neither attributes nor an end tag, as in "send it to `<address>`". Elements that
/// authors forget to close are not in the list.
const PLACEHOLDERS: &[&str] = &[
    "abbr", "address", "applet", "audio", "body", "button", "canvas", "caption", "cite", "code", "data", "datalist",
    "defs", "desc", "dfn", "dialog", "dir", "fieldset", "filter", "form", "g", "head", "header", "footer", "html",
    "iframe", "kbd", "label", "legend", "line", "main", "map", "mark", "marker", "mask", "math", "menu", "metadata",
    "meter", "mi", "mn", "mo", "ms", "nav", "noembed", "noframes", "object", "output", "path", "pattern", "picture",
    "progress", "rect", "samp", "script", "search", "select", "slot", "stop", "style", "summary", "svg", "switch",
    "symbol", "template", "text", "textarea", "time", "title", "use", "var", "video", "view", "xmp",
];

/// Elements that an element of the same name, or of a related one, closes. They never nest directly.
const CLOSED_BY_OTHERS: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "rb", "rt", "rp", "rtc",
    "caption", "colgroup", "body", "head", "html", "a", "button", "nobr",
];

/// Elements that the parser opens again in each block while they are not closed.
const FORMATTING: &[&str] = &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is text, not markup.
const RAW: &[&str] = &["iframe", "script", "style", "textarea", "title", "xmp"];

/// Returns whether HTML knows an element.
pub(super) fn is_known(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Returns the name at the beginning of the inside of a tag. Names with other characters are words, however they go on.
pub(super) fn leading_name(text: &str) -> Option<&str> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | ':' | '_' | '.');
    let end = text.find(|character| !is_part(character)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let ends = rest.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '/' | '>'));
    (ends && name.starts_with(|first: char| first.is_ascii_alphabetic())).then_some(name)
}

/// Returns whether a tag is an element, not words in angle brackets. `is_paired` says whether the tag has its counterpart.
pub(super) fn is_element(name: &str, is_end: bool, is_bare: bool, is_paired: impl FnOnce() -> bool) -> bool {
    if is_known(name) {
        return is_end || !(is_bare && is_placeholder(name) && (is_void(name) || !is_paired()));
    }
    // Word processors write `<o:p>`.
    match name.split_once(':') {
        Some((prefix, local)) => !prefix.is_empty() && !local.is_empty(),
        None => name.contains('-') && is_paired(),
    }
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Returns whether a tag without attributes and without an end tag is a word in angle brackets.
pub(super) fn is_placeholder(name: &str) -> bool {
    PLACEHOLDERS.contains(&name) || (is_void(name) && !matches!(name, "br" | "hr" | "wbr"))
}

/// Returns whether the content of an element is text, not markup.
pub(super) fn is_raw(name: &str) -> bool {
    RAW.contains(&name)
}

/// A group of elements that nest, with its own limit of depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nesting {
    /// Opened again in each block while it is not closed.
    Formatting,
    /// Everything else.
    Container,
}

impl Nesting {
    /// Returns the group of an element, or `None` if it cannot be nested in itself.
    pub(super) fn of(name: &str) -> Option<Self> {
        if FORMATTING.contains(&name) {
            Some(Self::Formatting)
        } else if is_void(name) || is_raw(name) || CLOSED_BY_OTHERS.contains(&name) {
            None
        } else {
            Some(Self::Container)
        }
    }

    /// Returns the maximum depth for the parser, which searches the open elements at each tag. No author nests so deep.
    pub(super) fn max_depth(self) -> usize {
        match self {
            Self::Formatting => 32,
            Self::Container => 128,
        }
    }
}

/// Returns whether the conversion of an element shows its attribute `title`.
pub(super) fn uses_title(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "dfn"
            | "img"
            | "amp-img"
            | "image"
            | "iframe"
            | "embed"
            | "amp-iframe"
            | "amp-youtube"
            | "object"
            | "video"
            | "audio"
            | "svg"
            | "style"
            | "script"
            | "template"
            | "link"
            | "meta"
            | "input"
    )
}

/// Returns whether an element without its own meaning is inside a line and does not interrupt its text.
pub(super) fn is_inside_a_line(name: &str) -> bool {
    matches!(
        name,
        "span"
            | "font"
            | "u"
            | "ins"
            | "mark"
            | "small"
            | "big"
            | "time"
            | "data"
            | "bdi"
            | "bdo"
            | "label"
            | "ruby"
            | "rb"
            | "rtc"
            | "nobr"
            | "math"
            | "mi"
            | "mo"
            | "mn"
            | "mrow"
            | "msup"
            | "msub"
            | "mfrac"
            | "picture"
            | "slot"
            | "output"
            | "button"
            | "noscript"
            | "tspan"
            | "mtext"
            | "blink"
            | "marquee"
    ) || name.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_known() {
        assert!(ELEMENTS.is_sorted());
        for name in VOID.iter().chain(PLACEHOLDERS).chain(CLOSED_BY_OTHERS).chain(FORMATTING).chain(RAW) {
            assert!(is_known(name), "{name}");
        }
    }
}
