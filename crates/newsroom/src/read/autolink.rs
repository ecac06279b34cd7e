//! Turns addresses and e-mail addresses in the text into links, in every source format.

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use model::inline::Link;
use model::{Block, Inline, LinkTarget};

use crate::read::address::link_target;
use crate::read::line::content_mut;
use crate::walk;

static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
});

/// Links the addresses in all lines of a body.
pub(super) fn link(blocks: &mut [Block]) {
    walk::block_lines(blocks, &mut |line| link_line(line));
}

fn link_line(line: &mut Vec<Inline>) {
    let may_link = |inline: &Inline| match inline {
        Inline::Text(text) => {
            text.contains("://") || text.contains('@') || text.contains("www.") || text.contains("WWW.")
        }
        Inline::Link(_) => false,
        _ => true,
    };
    if !line.iter().any(may_link) {
        return;
    }
    for mut inline in std::mem::take(line) {
        match inline {
            Inline::Text(text) => pieces(&text, line),
            Inline::Link(_) => line.push(inline),
            _ => {
                if let Some(content) = content_mut(&mut inline) {
                    link_line(content);
                }
                line.push(inline);
            }
        }
    }
}

/// Divides a text into plain text and links.
fn pieces(text: &str, line: &mut Vec<Inline>) {
    let mut position = 0;
    for found in FINDER.links(text) {
        let written = found.as_str();
        let address = match found.kind() {
            LinkKind::Email => format!("mailto:{written}"),
            _ if written.contains("://") => written.to_owned(),
            // Other names with dots are files and abbreviations.
            _ if written.to_ascii_lowercase().starts_with("www.") => format!("http://{written}"),
            _ => continue,
        };
        let Ok(target @ LinkTarget::Address(_)) = link_target(&address) else { continue };
        if position < found.start() {
            line.push(Inline::text(&text[position..found.start()]));
        }
        line.push(Inline::Link(Link { target, content: vec![Inline::text(written)] }));
        position = found.end();
    }
    if position < text.len() {
        line.push(Inline::text(&text[position..]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut blocks = vec![Block::Paragraph(vec![Inline::text(text)])];
        link(&mut blocks);
        assert_eq!(model::text::of_blocks(&blocks).trim_end(), text);
        let Block::Paragraph(line) = &blocks[0] else { panic!("{blocks:?}") };
        let found: Vec<&str> = line
            .iter()
            .filter_map(|inline| match inline {
                Inline::Link(Link { target: LinkTarget::Address(address), .. }) => Some(address.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_are_links() {
        check(
            "See https://a.example/x?y=1, or (https://b.example/c).",
            &["https://a.example/x?y=1", "https://b.example/c"],
        );
        check("Write to desk@lantern.example.", &["mailto:desk@lantern.example"]);
        check("At www.lantern.example/help today", &["http://www.lantern.example/help"]);
        check("Смотрите https://лихтар.example/статья_(1)", &["https://лихтар.example/статья_(1)"]);
        check("Read tg://resolve?domain=a and ftp://a.example/b", &["tg://resolve?domain=a", "ftp://a.example/b"]);
        for text in ["Node.js and offprint.toml", "@lantern", "javascript://x", "a@b", "http://", "3.5 www. x"] {
            check(text, &[]);
        }
    }
}
