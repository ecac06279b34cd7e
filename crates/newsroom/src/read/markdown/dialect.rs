//! Rewrites marks of other tools as Markdown: links in double brackets, paths with spaces, and short codes of WordPress.

use std::sync::LazyLock;

use regex::Regex;

use crate::endings::Ending;
use crate::read::address::shortened;
use crate::read::constant_regex;
use crate::read::html::Warning;
use crate::read::shortcode::{Code, frame};

/// The maximum length of a mark in bytes, so that no search goes far.
const MAX_LENGTH: usize = 2000;

/// A path or address, with the title after it.
static DESTINATION: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r#"(?s)^(?<path>.*?)(?:\s+=\d*x\d*)?(?:\s+(?<title>"[^"]*"|'[^']*'))?$"#));

/// The end of a path to a picture, which may have an ending of its own, with a fragment.
static PICTURE_END: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"\.\w{1,8}(?:[#?][^\s]*)?$"));

/// A short code of WordPress at the beginning of a text: its name, its attributes, and whether it closes itself.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r#"(?s)^\[(?<name>caption|wp_caption|gallery|playlist|embed|video|audio|youtube|vimeo|contact-form-7|contact-form)(?<attributes>(?:[ =](?:"[^"]*"|'[^']*'|[^\]"'])*)?)\]"#,
    )
});

/// An attribute of a short code.
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r#"(?<name>[\w-]+)\s*=\s*(?:"(?<a>[^"]*)"|'(?<b>[^']*)'|(?<c>[^\s"']+))"#));

/// A picture at the beginning of a caption, with the link around it.
static CAPTIONED: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?s)^\s*(?:(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?|\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)|!\[[^\]]*\]\([^)]*\))",
    )
});

/// Rewrites a text. Adds a warning for each mark that becomes nothing.
pub(super) fn rewrite(source: String, warnings: &mut Vec<Warning>) -> String {
    if !source.contains('[') {
        return source;
    }
    let mut code = Code::of(&source);
    let mut rewritten = String::with_capacity(source.len());
    let mut position = 0;
    while let Some(found) = source[position..].find(['[', ']']) {
        let start = position + found;
        rewritten.push_str(&source[position..start]);
        position = start + 1;
        if !code.contains(start) {
            let mut mark =
                Mark { before: &source[..start], rest: limited(&source[start..]), rewritten: &mut rewritten };
            if let Some(length) = mark.rewrite(warnings) {
                position = start + length;
                continue;
            }
        }
        rewritten.push_str(&source[start..position]);
    }
    rewritten.push_str(&source[position..]);
    rewritten
}

fn limited(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_LENGTH)]
}

/// A place in the text that may begin a mark.
struct Mark<'a> {
    before: &'a str,
    rest: &'a str,
    rewritten: &'a mut String,
}

impl Mark<'_> {
    /// Writes the replacement of the mark. Returns its length, or `None` if there is no mark.
    fn rewrite(&mut self, warnings: &mut Vec<Warning>) -> Option<usize> {
        if self.before.ends_with('\\') {
            return None;
        }
        if self.rest.starts_with("](") {
            self.spaced_path()
        } else if self.rest.starts_with("[[") {
            self.double_brackets(warnings)
        } else {
            self.short_code(warnings)
        }
    }

    /// Puts a path with spaces in angle brackets: `![](my photo.jpg "Title")`.
    fn spaced_path(&mut self) -> Option<usize> {
        let inside = &self.rest[2..];
        let mut depth = 0_u32;
        let end = inside.char_indices().find_map(|(at, character)| match character {
            '\n' => Some(None),
            '(' => {
                depth += 1;
                None
            }
            ')' if depth == 0 => Some(Some(at)),
            ')' => {
                depth -= 1;
                None
            }
            _ => None,
        })??;
        let written = inside[..end].trim();
        let captures = DESTINATION.captures(written)?;
        let path = captures.name("path")?.as_str().trim();
        let is_path = Ending::of_address(path).is_some()
            || path.starts_with(['/', '.'])
            || path.starts_with("http://")
            || path.starts_with("https://")
            || (PICTURE_END.is_match(path) && is_of_picture(self.before));
        let size_only = !path.contains(' ') && written.contains(" =");
        if path.starts_with('<') || path.contains(['<', '>']) || !is_path || !(path.contains(' ') || size_only) {
            return None;
        }
        let title = captures.name("title").map(|title| format!(" {}", title.as_str())).unwrap_or_default();
        self.rewritten.push_str(&format!("](<{path}>{title})"));
        Some(2 + end + 1)
    }

    /// Converts a link in double brackets, or a picture after an exclamation mark: `[[Note|text]]`, `![[photo.jpg|caption]]`.
    fn double_brackets(&mut self, warnings: &mut Vec<Warning>) -> Option<usize> {
        let inside = &self.rest[2..];
        let end = inside.find("]]")?;
        let inner = &inside[..end];
        // `[[1]]` is a number in brackets, `[[text]](address)` and `[[text]][label]` are links of Markdown.
        let is_text = inner.contains(['[', ']', '\n']) || !inner.chars().any(char::is_alphabetic);
        if is_text || inside[end + 2..].starts_with(['(', '[', ':']) {
            return None;
        }
        let (target, text) = match inner.split_once('|') {
            Some((target, text)) => (target.trim_end_matches('\\').trim(), Some(text.trim())),
            None => (inner.trim(), None),
        };
        let embedded = self.rewritten.ends_with('!');
        let length = 2 + end + 2;
        let address = match target.split_once('#') {
            Some(("", part)) => format!("#{}", part.trim().to_lowercase().replace(' ', "-")),
            _ => target.replace(['<', '>'], ""),
        };
        if embedded && Ending::of(target).is_some_and(Ending::is_picture) {
            let is_size = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
            let text = text.filter(|text| !is_size(text)).unwrap_or_default();
            self.rewritten.push_str(&format!("[{text}](<{address}>)"));
            return Some(length);
        }
        if embedded {
            self.rewritten.pop();
            warnings.push(Warning {
                message: format!("`![[{}]]` became a link: articles cannot be shown inside others", shortened(inner)),
                remedy: "copy the text that you need".to_owned(),
                trace: inner.to_owned(),
            });
        }
        let text = text.filter(|text| !text.is_empty()).unwrap_or(target.trim_start_matches('#'));
        self.rewritten.push_str(&format!("[{text}](<{address}>)"));
        Some(length)
    }

    /// Converts a short code of WordPress, or removes it with a warning.
    fn short_code(&mut self, warnings: &mut Vec<Warning>) -> Option<usize> {
        let captures = CODE.captures(self.rest)?;
        let (whole, name) = (captures[0].len(), &captures["name"]);
        let attributes = captures.name("attributes").map_or("", |attributes| attributes.as_str());
        let attribute = |names: &[&str]| {
            ATTRIBUTE.captures_iter(attributes).find(|found| names.contains(&&found["name"])).and_then(|found| {
                ["a", "b", "c"].iter().find_map(|group| found.name(group)).map(|value| value.as_str().to_owned())
            })
        };
        let after = &self.rest[whole..];
        let closing = format!("[/{name}]");
        let inside = after.find(&closing).map(|end| &after[..end]);
        // The end belongs to the last code of this name before it.
        let inside = inside.filter(|inside| !inside.match_indices('[').any(|(at, _)| is_code(&inside[at..], name)));
        let length = whole + inside.map_or(0, |inside| inside.len() + closing.len());
        // Brackets around a word of prose, such as `[video]`, are no short code.
        let bare = attributes.trim().is_empty();
        let first = attributes.trim_matches([' ', '=', '"', '\'']).split_whitespace().next().unwrap_or_default();
        let mut replacement = match name {
            "caption" | "wp_caption" => caption(inside?, attribute(&["caption"])),
            "embed" => frame(inside?.trim()),
            "youtube" | "vimeo" if !bare => frame(&match name {
                _ if first.contains("//") => first.to_owned(),
                "youtube" => format!("https://www.youtube.com/embed/{first}"),
                _ => format!("https://player.vimeo.com/video/{first}"),
            }),
            "video" | "audio" if !bare => {
                let source = attribute(&["src", "mp4", "webm", "ogv", "m4v", "mp3", "m4a", "ogg", "wav"])?;
                format!("<span><{name} src=\"{}\"></{name}></span>", source.replace(['"', '<', '>'], ""))
            }
            _ if bare && name != "gallery" => return None,
            _ => {
                warnings.push(Warning {
                    message: format!("left out `{}`: only WordPress can read it", &self.rest[..whole]),
                    remedy: "write the pictures or recordings themselves".to_owned(),
                    trace: self.rest[..whole].to_owned(),
                });
                String::new()
            }
        };
        if !matches!(name, "caption" | "wp_caption" | "embed") {
            replacement.push_str(inside.unwrap_or_default());
        }
        self.rewritten.push_str(&replacement);
        Some(length)
    }
}

/// Returns whether the brackets that end after a text are those of a picture.
fn is_of_picture(before: &str) -> bool {
    let mut depth = 0_u32;
    for (at, character) in before.char_indices().rev().take(MAX_LENGTH) {
        match character {
            ']' => depth += 1,
            '[' if depth == 0 => return before[..at].ends_with('!'),
            '[' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Returns whether a text begins with a short code of a name.
fn is_code(text: &str, name: &str) -> bool {
    CODE.captures(text).is_some_and(|captures| &captures["name"] == name)
}

/// Writes a figure. Empty lines around its parts keep the Markdown in them.
fn caption(inside: &str, written: Option<String>) -> String {
    let (picture, text) = inside.split_at(CAPTIONED.find(inside).map_or(0, |found| found.end()));
    let words = [written.as_deref().unwrap_or_default().trim(), text.trim()];
    let text = words.iter().filter(|words| !words.is_empty()).copied().collect::<Vec<_>>().join("\n");
    if picture.is_empty() {
        return text;
    }
    format!("\n\n<figure>\n\n{}\n\n<figcaption>\n\n{text}\n\n</figcaption>\n</figure>\n\n", picture.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str, warnings: usize) {
        let mut found = Vec::new();
        assert_eq!(rewrite(source.to_owned(), &mut found), expected, "{source}");
        assert_eq!(found.len(), warnings, "{found:?}");
    }

    #[test]
    fn double_brackets_are_links_and_pictures() {
        check("See [[Harbour]] and [[Old Quay|the quay]].", "See [Harbour](<Harbour>) and [the quay](<Old Quay>).", 0);
        check("[[#Part One]] [[Note#Part]]", "[Part One](<#part-one>) [Note#Part](<Note#Part>)", 0);
        check(
            "![[my photo.jpg]] ![[a.png|300]] ![[a.png|A quay]]",
            "![](<my photo.jpg>) ![](<a.png>) ![A quay](<a.png>)",
            0,
        );
        check("![[Other note]]", "[Other note](<Other note>)", 1);
        for source in ["[[1]]", "[[a]](b)", "`[[a]]`", "a\\[[b]]", "[[a\nb]]", "x[[0]][[1]]"] {
            check(source, source, 0);
        }
    }

    #[test]
    fn paths_may_have_spaces() {
        check("![](my photo.jpg)", "![](<my photo.jpg>)", 0);
        check("![A](my photo (1).jpg \"T\")", "![A](<my photo (1).jpg> \"T\")", 0);
        check("![A [1]](my photo.jpg_big)", "![A [1]](<my photo.jpg_big>)", 0);
        check("[a](my report.pdf) ![](a.jpg =300x200)", "[a](<my report.pdf>) ![](<a.jpg>)", 0);
        for source in [
            "![](a.jpg \"T\")",
            "![](<a b.jpg>)",
            "[a](not a path)",
            "`![](a b.jpg)`",
            "[x] (a b.jpg)",
            "[sic](see pier no.7)",
        ] {
            check(source, source, 0);
        }
    }

    #[test]
    fn short_codes_of_wordpress() {
        check(
            "[caption id=\"a\" width=\"3\"]<a href=\"b\"><img src=\"a.jpg\" /></a> The *quay*.[/caption]",
            "\n\n<figure>\n\n<a href=\"b\"><img src=\"a.jpg\" /></a>\n\n<figcaption>\n\nThe *quay*.\n\n</figcaption>\n</figure>\n\n",
            0,
        );
        check("[embed]https://youtu.be/a[/embed]", "<span><iframe src=\"https://youtu.be/a\"></iframe></span>", 0);
        check("[youtube=https://youtu.be/a]", "<span><iframe src=\"https://youtu.be/a\"></iframe></span>", 0);
        check("[gallery ids=\"1,2\"]", "", 1);
        check("[gallery ids=\"1\"]The *quay*[/gallery]", "The *quay*", 1);
        check("[playlist ids=\"1\"]", "", 1);
        check("[vimeo 12]", "<span><iframe src=\"https://player.vimeo.com/video/12\"></iframe></span>", 0);
        check(
            "[audio mp3='a.mp3']Interview with Anna[/audio]",
            "<span><audio src=\"a.mp3\"></audio></span>Interview with Anna",
            0,
        );
        check(
            "[video src=\"a.mp4\"] The ferry leaves. [video src=\"b.mp4\"][/video]",
            "<span><video src=\"a.mp4\"></video></span> The ferry leaves. <span><video src=\"b.mp4\"></video></span>",
            0,
        );
        for source in ["[video]", "[a caption]", "[caption] alone", "[video](a.mp4)"] {
            check(source, source, 0);
        }
    }
}
