//! Repairs HTML before parsing, in one pass over its tags: unclosed elements would hide the rest of a text, words in angle
//! brackets would vanish as unknown elements, deep nesting would take too long.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::{Nesting, is_element, is_raw, leading_name};

/// Repaired HTML.
pub(super) struct Repaired {
    pub(super) html: String,
    /// Tags with attributes that HTML does not know. They stay in the text as they were written.
    pub(super) unknown: Vec<String>,
}

/// Closes unclosed elements that hide text, turns tags that HTML does not know into text, turns frames into inline frames,
/// removes unclosed comments, and limits the depth.
pub(super) fn repair(html: &str) -> Repaired {
    let mut repair = Repair {
        source: html,
        ends: end_tags(html),
        last: BTreeMap::new(),
        custom: BTreeSet::new(),
        depth: BTreeMap::new(),
        cdata_end: None,
        endless: 0,
        written: String::with_capacity(html.len() + html.len() / 8),
        unknown: Vec::new(),
    };
    let mut position = 0;
    while let Some(found) = html[position..].find('<') {
        let start = position + found;
        repair.copy(position, start);
        position = repair.markup(start);
    }
    repair.copy(position, html.len());
    Repaired { html: repair.written, unknown: repair.unknown }
}

struct Repair<'a> {
    source: &'a str,
    /// The places of end tags by the names of their elements, in order.
    ends: BTreeMap<String, Vec<usize>>,
    /// The last position of a text in the source, so that the rest is searched once for each text.
    last: BTreeMap<&'static str, Option<usize>>,
    /// The custom elements that were opened.
    custom: BTreeSet<String>,
    /// The open elements of each group.
    depth: BTreeMap<&'static str, Depth>,
    /// The end of the current CDATA section.
    cdata_end: Option<usize>,
    /// The number of tags without an end.
    endless: usize,
    written: String,
    unknown: Vec<String>,
}

/// The number of tags without an end in a text, after which the others are searched only in their first bytes.
const MAX_ENDLESS: usize = 100;
const MAX_SEARCHED: usize = 4096;

#[derive(Default)]
struct Depth {
    /// The number of open elements, and the same by name.
    open: usize,
    named: BTreeMap<String, usize>,
    /// The number of start tags that were left out by name.
    left_out: BTreeMap<String, usize>,
}

/// A start or end tag.
struct Tag<'a> {
    name: String,
    is_end: bool,
    attributes: &'a str,
    /// The position after it.
    end: usize,
    /// The position of `>` and the quotation mark that is missing before it.
    unclosed: Option<(usize, char)>,
}

impl<'a> Repair<'a> {
    /// Copies a piece of text, without the end of a CDATA section.
    fn copy(&mut self, from: usize, to: usize) {
        match self.cdata_end {
            Some(end) if (from..to).contains(&end) => {
                self.cdata_end = None;
                self.written.push_str(&self.source[from..end]);
                self.written.push_str(&self.source[end + 3..to.max(end + 3)]);
            }
            _ => self.written.push_str(&self.source[from..to]),
        }
    }

    /// Returns whether a text occurs at or after a position.
    fn occurs_after(&mut self, text: &'static str, position: usize) -> bool {
        let source = self.source;
        let last = *self.last.entry(text).or_insert_with(|| source.rfind(text));
        last.is_some_and(|last| last >= position)
    }

    /// Finds the next end tag of an element at or after a position.
    fn end_of(&self, name: &str, position: usize) -> Option<usize> {
        let ends = self.ends.get(name)?;
        ends.get(ends.partition_point(|end| *end < position)).copied()
    }

    fn is_closed(&self, name: &str, position: usize) -> bool {
        self.end_of(name, position).is_some()
    }

    /// Writes `<` as text. The characters after it are text too, unless they are markup of their own.
    fn as_text(&mut self, start: usize) -> usize {
        self.written.push_str("&lt;");
        start + 1
    }

    /// Writes the markup at a position and returns the position after it.
    fn markup(&mut self, start: usize) -> usize {
        let rest = &self.source[start..];
        let after = &rest[1..];
        if after.starts_with("!--") {
            return self.comment(start);
        }
        if after.get(..8).is_some_and(|begin| begin.eq_ignore_ascii_case("![cdata[")) {
            if self.cdata_end.is_none_or(|end| end < start) {
                let end = if self.occurs_after("]]>", start) { rest.find("]]>") } else { None };
                self.cdata_end = end.map(|end| start + end);
            }
            return start + 9;
        }
        let is_declaration = after.get(..8).is_some_and(|begin| begin.eq_ignore_ascii_case("!doctype"))
            || after.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("?xml"));
        if is_declaration && self.occurs_after(">", start) {
            return rest.find('>').map_or(self.source.len(), |end| start + end + 1);
        }
        match self.tag(start) {
            Some(tag) if tag.is_end => self.end_tag(start, &tag),
            Some(tag) => self.start_tag(start, &tag),
            None => self.as_text(start),
        }
    }

    fn comment(&mut self, start: usize) -> usize {
        // `<!-->` is a comment too.
        if !self.occurs_after("-->", start + 2) {
            return start + 4;
        }
        let end = self.source[start + 2..].find("-->").map_or(self.source.len(), |end| start + 2 + end + 3);
        self.written.push_str(&self.source[start..end]);
        end
    }

    /// Parses the tag at a position.
    fn tag(&mut self, start: usize) -> Option<Tag<'a>> {
        let is_end = self.source[start + 1..].starts_with('/');
        let name_start = start + 1 + usize::from(is_end);
        let rest = &self.source[name_start..];
        let name = leading_name(rest)?.to_ascii_lowercase();
        if !self.occurs_after(">", start) {
            return None;
        }
        let length = name.len();
        let limit =
            if self.endless < MAX_ENDLESS { rest.len() } else { rest.floor_char_boundary(length + MAX_SEARCHED) };
        let Some((end, unclosed)) = attributes_end(&rest[length..limit]) else {
            self.endless += 1;
            return None;
        };
        let length = length + end;
        let attributes = &rest[name.len()..length];
        let unclosed = unclosed.map(|mark| (name_start + length, mark));
        Some(Tag { name, is_end, attributes, end: name_start + length + 1, unclosed })
    }

    /// Returns whether a tag is an element, not a word in angle brackets.
    fn is_element(&mut self, tag: &Tag<'_>) -> bool {
        let name = tag.name.as_str();
        let is_bare = tag.attributes.trim().is_empty();
        let is_paired = || if tag.is_end { self.custom.contains(name) } else { self.is_closed(name, tag.end) };
        let is_element = is_element(name, tag.is_end, is_bare, is_paired);
        if is_element && name.contains('-') {
            self.custom.insert(name.to_owned());
        }
        is_element
    }

    fn end_tag(&mut self, start: usize, tag: &Tag<'_>) -> usize {
        let name = tag.name.as_str();
        if !self.is_element(tag) {
            return self.as_text(start);
        }
        match name {
            "frameset" | "frame" => {}
            "noframes" | "noembed" => self.written.push_str("</div>"),
            _ if !self.close(name) => {}
            _ => self.written.push_str(&self.source[start..tag.end]),
        }
        tag.end
    }

    fn start_tag(&mut self, start: usize, tag: &Tag<'_>) -> usize {
        let name = tag.name.as_str();
        if !self.is_element(tag) {
            if tag.attributes.contains('=') {
                self.unknown.push(self.source[start..tag.end].to_owned());
            }
            return self.as_text(start);
        }
        let attributes = match tag.unclosed {
            Some((_, mark)) => format!("{}{mark}", tag.attributes),
            None => tag.attributes.to_owned(),
        };
        match name {
            "plaintext" | "frameset" => return tag.end,
            "frame" => {
                self.written.push_str(&format!("<iframe{}></iframe>", attributes.trim_end_matches('/')));
                return tag.end;
            }
            "noframes" | "noembed" => {
                self.written.push_str("<div>");
                return tag.end;
            }
            _ => {}
        }
        if is_raw(name) {
            self.written.push_str(&format!("<{name}{attributes}>"));
            let Some(end) = self.end_of(name, tag.end) else {
                self.written.push_str(&format!("</{name}>"));
                return tag.end;
            };
            self.written.push_str(&self.source[tag.end..end]);
            return end;
        }
        if self.open(name) {
            if name == "template" && !self.is_closed(name, tag.end) {
                self.written.push_str(&format!("<{name}{attributes}></{name}>"));
            } else if tag.unclosed.is_some() {
                self.written.push_str(&format!("<{name}{attributes}>"));
            } else {
                self.written.push_str(&self.source[start..tag.end]);
            }
        }
        tag.end
    }

    fn depth_of(&mut self, nesting: Nesting) -> &mut Depth {
        let key = if nesting == Nesting::Formatting { "formatting" } else { "container" };
        self.depth.entry(key).or_default()
    }

    /// Opens an element. Returns `false` if that is too deep, so that its tags are left out.
    fn open(&mut self, name: &str) -> bool {
        let Some(nesting) = Nesting::of(name) else { return true };
        let depth = self.depth_of(nesting);
        if depth.open >= nesting.max_depth() {
            *depth.left_out.entry(name.to_owned()).or_default() += 1;
            return false;
        }
        depth.open += 1;
        *depth.named.entry(counted(name).to_owned()).or_default() += 1;
        true
    }

    /// Closes an element. Returns `false` if its start tag was left out, or if none is open.
    fn close(&mut self, name: &str) -> bool {
        let Some(nesting) = Nesting::of(name) else { return true };
        let depth = self.depth_of(nesting);
        if let Some(left_out) = depth.left_out.get_mut(name)
            && *left_out > 0
        {
            *left_out -= 1;
            return false;
        }
        let Some(open) = depth.named.get_mut(counted(name)).filter(|open| **open > 0) else { return false };
        *open -= 1;
        depth.open -= 1;
        true
    }
}

/// Returns the name under which open elements are counted. The end tag of any heading closes a heading.
fn counted(name: &str) -> &str {
    if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") { "h1" } else { name }
}

fn end_tags(html: &str) -> BTreeMap<String, Vec<usize>> {
    let mut ends: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, _) in html.match_indices("</") {
        if let Some(name) = leading_name(&html[position + 2..]) {
            ends.entry(name.to_ascii_lowercase()).or_default().push(position);
        }
    }
    ends
}

/// Finds the `>` that ends a tag, from the end of its name. Returns its position, and the quotation mark of a value that is
/// never closed, so that the tag ends at the first `>` in that value.
fn attributes_end(text: &str) -> Option<(usize, Option<char>)> {
    let mut before_value = false;
    let mut position = 0;
    while let Some(character) = text[position..].chars().next() {
        match character {
            '>' => return Some((position, None)),
            '"' | '\'' if before_value => {
                let value = &text[position + 1..];
                let end = value.find(character);
                let next = end.and_then(|end| value[end + 1..].chars().next());
                let ends = end.is_some() && next.is_none_or(|next| next.is_whitespace() || matches!(next, '/' | '>'));
                match value[..end.unwrap_or(value.len())].find('>') {
                    // The mark closes a value only if a tag can go on after it.
                    Some(bracket) if !ends => {
                        return Some((position + 1 + bracket, Some(character)));
                    }
                    _ => position += 1 + end? + 1,
                }
                before_value = false;
                continue;
            }
            '=' => before_value = true,
            character if character.is_whitespace() => {}
            _ => before_value = false,
        }
        position += character.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(repair(html).html, expected, "{html}");
    }

    #[test]
    fn what_is_never_closed_is_closed_where_it_begins() {
        check("a <iframe src=x> b", "a <iframe src=x></iframe> b");
        check("<iframe> a </iframe> <iframe src=x> b", "<iframe> a </iframe> <iframe src=x></iframe> b");
        check("a <!-- b", "a  b");
        check("<!-- a --> <!-- b", "<!-- a -->  b");
        check("a <plaintext> b", "a  b");
        check("a <![CDATA[b <b>c</b>]]> d]]>", "a b <b>c</b> d]]>");
        check("<div class=\"x>\n\na b", "<div class=\"x\">\n\na b");
        check("<a href=\"x>two</a> and <a href=\"y\">three</a>", "<a href=\"x\">two</a> and <a href=\"y\">three</a>");
        check("<img alt=\"a > b\" title='<i>c</i>'>", "<img alt=\"a > b\" title='<i>c</i>'>");
    }

    #[test]
    fn words_in_angle_brackets_are_text() {
        for (html, expected) in [
            ("a <Otto> b", "a &lt;Otto> b"),
            ("a <Anna Berg> b</Anna>", "a &lt;Anna Berg> b&lt;/Anna>"),
            ("List<Order>, Map<String, Price>", "List&lt;Order>, Map&lt;String, Price>"),
            ("to <your-name-here>", "to &lt;your-name-here>"),
            ("<my-card>a</my-card>", "<my-card>a</my-card>"),
            ("<o:p></o:p>", "<o:p></o:p>"),
            ("to <address> or <Mark>", "to &lt;address> or &lt;Mark>"),
            ("the <script> tag", "the &lt;script> tag"),
            ("<mark>a</mark> <time datetime=x>", "<mark>a</mark> <time datetime=x>"),
            ("a <b>b", "a <b>b"),
            ("a <text> b <textarea>c</textarea>", "a &lt;text> b <textarea>c</textarea>"),
            ("the <head> of <header>a</header>", "the &lt;head> of <header>a</header>"),
            ("1 < 2 <3 </3 <!x> <?php a ?>", "1 &lt; 2 &lt;3 &lt;/3 &lt;!x> &lt;?php a ?>"),
            ("a <b", "a &lt;b"),
            ("<!DOCTYPE html><?xml version='1'?>a", "a"),
        ] {
            check(html, expected);
        }
        assert_eq!(repair("<Tweet id=1 /> <Otto>").unknown, ["<Tweet id=1 />"]);
    }

    #[test]
    fn frames_become_inline_frames() {
        check(
            "<frameset cols=1><frame src='x'/><noframes><p>a</p></noframes></frameset>",
            "<iframe src='x'></iframe><div><p>a</p></div>",
        );
    }

    #[test]
    fn only_what_is_too_deep_loses_its_tags() {
        let nested = |tag: &str, depth: usize| {
            format!("{}deep{}", format!("<{tag}>").repeat(depth), format!("</{tag}>").repeat(depth))
        };
        check(&nested("div", 100), &nested("div", 100));
        check(&format!("{}<p>", nested("div", 600)), &format!("{}<p>", nested("div", 128)));
        check(&nested("b", 600), &nested("b", 32));
        for wide in ["<div>a</div>", "<h2>a</h3>"] {
            check(&wide.repeat(2000), &wide.repeat(2000));
        }
        for raw in ["", "<script></script>", "<style></style>"] {
            let nested = repair(&format!("<div>{raw}").repeat(600)).html;
            assert_eq!(nested.matches("<div>").count(), 128, "{raw}");
        }
        let stray = repair(&"<div></section>".repeat(2000)).html;
        assert_eq!((stray.matches("<div>").count(), stray.matches("</section>").count()), (128, 0));
    }

    #[test]
    fn hostile_texts_are_not_searched_again_at_each_tag() {
        // Each took seconds when every tag searched the rest of the text again.
        for tag in [
            "<iframe>",
            "<!--",
            "<div>",
            "<a ",
            "<a x=\"",
            "<a x='>",
            "<pre>",
            "<![CDATA[",
            "<x-y>",
            "<?",
            "<b><i><a href=x><div>",
        ] {
            assert!(repair(&tag.repeat(20_000)).html.len() < 1_000_000, "{tag}");
        }
        let custom: String = (0..40_000).map(|number| format!("<a-{number}>")).collect();
        for html in [format!("<div>{}>", "<a".repeat(99_000)), custom, format!("{}]]>", "<![CDATA[".repeat(33_000))] {
            assert!(repair(&html).html.len() < 1_000_000, "{}", &html[..20]);
        }
    }
}
