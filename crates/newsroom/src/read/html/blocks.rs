//! Converts the tree to blocks: one match over the names of elements.

use std::rc::Rc;

use markup5ever_rcdom::{Handle, NodeData};
use model::block::{Code, FoldOut, Footnote, Heading, List};
use model::inline::{Foreign, Speech};
use model::{Block, Inline, Language};

use super::anchors::ConvertedHeading;
use super::dom::{attribute, children, descendants, name, text, visible_text};
use super::elements::{is_inside_a_line, uses_title};
use super::{CALLOUT, Converter, FOOTNOTE, FOOTNOTE_REFERENCE, TITLE};
use crate::names::readable;
use crate::read::address::ARTICLE;
use crate::read::callout::{self, Kind};
use crate::read::line;

/// Blocks, and the current line after them.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    pub(super) line: Vec<Inline>,
}

impl Flow {
    /// Ends the current line and turns it into paragraphs.
    pub(super) fn end_line(&mut self) {
        let line = line::normalize(std::mem::take(&mut self.line));
        self.blocks.extend(line::paragraphs(line).into_iter().map(Block::Paragraph));
    }

    pub(super) fn push(&mut self, block: Block) {
        self.end_line();
        self.blocks.push(block);
    }

    pub(super) fn extend(&mut self, blocks: Vec<Block>) {
        self.end_line();
        self.blocks.extend(blocks);
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_line();
        self.blocks
    }
}

impl Converter<'_> {
    /// Converts nodes to blocks.
    pub(super) fn flow(&mut self, nodes: &[Handle]) -> Vec<Block> {
        let mut flow = Flow::default();
        nodes.iter().for_each(|node| self.node(node, &mut flow));
        flow.finish()
    }

    /// Converts nodes to one line. Returns pictures, recordings and posts separately, since a line cannot hold them.
    pub(super) fn line(&mut self, nodes: &[Handle]) -> (Vec<Inline>, Vec<Block>) {
        let mut content = Vec::new();
        let mut others = Vec::new();
        for block in self.flow(nodes) {
            match block {
                Block::Picture(_) | Block::Gallery(_) | Block::Video(_) | Block::Audio(_) | Block::Post(_) => {
                    others.push(block);
                }
                block => line::join(&mut content, line::of_block(block)),
            }
        }
        (content, others)
    }

    pub(super) fn node(&mut self, node: &Handle, flow: &mut Flow) {
        match &node.data {
            NodeData::Text { contents } => flow.line.push(Inline::text(contents.borrow().to_string())),
            NodeData::Element { name, .. } => {
                let name = name.local.to_string();
                self.in_language(node, flow, |converter, flow| converter.element(&name, node, flow));
            }
            _ => {}
        }
    }

    /// Converts an element, and marks the result if the element is in another language.
    fn in_language(&mut self, node: &Handle, flow: &mut Flow, convert: impl FnOnce(&mut Self, &mut Flow)) {
        let language = attribute(node, "lang").map(|tag| Language::new(&tag));
        match language.filter(|language| language.primary() != self.language.primary() && is_plain_tag(language)) {
            None => convert(self, flow),
            Some(language) => {
                let outer = std::mem::replace(&mut self.language, language.clone());
                let mut inner = Flow::default();
                convert(self, &mut inner);
                self.language = outer;
                wrap(inner, flow, |content| Inline::Foreign(Foreign { language: language.clone(), content }));
            }
        }
    }

    fn element(&mut self, name: &str, node: &Handle, flow: &mut Flow) {
        if !uses_title(name) {
            self.warn_of_tooltip(node);
        }
        match name {
            "style" | "template" | "head" | "meta" | "link" | "base" | "source" | "track" | "param" | "wbr" | "rp" => {}
            "input" => self.input(node, flow),
            "option" | "optgroup" => {
                let label = attribute(node, "label").filter(|label| label != text(node).trim());
                flow.line.extend(label.map(|label| Inline::Text(format!(" {label} "))));
                children(node).iter().for_each(|child| self.node(child, flow));
            }
            "abbr" | "acronym" | "dfn" => self.abbreviation(name, node, flow),
            "rt" => self.ruby(node, flow),
            "script" => self.script(node, flow),
            "br" => flow.line.push(Inline::LineBreak(())),
            "em" | "i" | "cite" | "var" => self.mark(node, flow, Inline::Emphasis),
            "strong" | "b" => self.mark(node, flow, Inline::Strong),
            "s" | "del" | "strike" => self.mark(node, flow, Inline::Strikethrough),
            "sup" => self.mark(node, flow, Inline::Superscript),
            "sub" => self.mark(node, flow, Inline::Subscript),
            "q" => self.mark(node, flow, |mut content| {
                content.insert(0, Inline::text("“"));
                content.push(Inline::text("”"));
                Inline::Speech(Speech { speaker: None, content })
            }),
            "code" | "kbd" | "samp" | "tt" => {
                self.warn_of_links(node);
                flow.line.push(Inline::Code(text(node)));
            }
            "a" | "area" => self.link(node, flow),
            FOOTNOTE_REFERENCE => flow.line.extend(attribute(node, "label").map(Inline::FootnoteReference)),
            FOOTNOTE => self.footnote(node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, node, flow),
            "blockquote" => self.quotation(node, flow),
            "ul" | "ol" | "menu" | "dir" => self.list(name, node, flow),
            "table" => self.table(node, flow),
            "pre" | "listing" | "xmp" | "plaintext" => self.code(node, flow),
            "hr" => flow.push(Block::Divider(())),
            "details" => self.fold_out(node, flow),
            "aside" => {
                let content = self.flow(&children(node));
                flow.push(Block::Context(model::block::Aside { title: None, content }));
            }
            "img" | "amp-img" | "image" => self.picture(node, flow),
            "figure" => self.figure(node, flow),
            "iframe" | "embed" | "amp-iframe" | "amp-youtube" => self.embed(node, flow),
            "object" => self.object(node, flow),
            "video" | "audio" => self.recording(name, node, flow),
            "svg" => self.drawing(node, flow),
            "dt" | "summary" | "legend" => {
                let (content, others) = self.line(&children(node));
                if !content.is_empty() {
                    flow.push(Block::Paragraph(vec![Inline::Strong(content)]));
                }
                flow.extend(others);
            }
            _ if is_inside_a_line(name) => children(node).iter().for_each(|child| self.node(child, flow)),
            _ => {
                let blocks = self.flow(&children(node));
                flow.extend(blocks);
            }
        }
    }

    /// Converts an element that gives its text a meaning, even if it contains whole paragraphs.
    pub(super) fn mark(&mut self, node: &Handle, flow: &mut Flow, mark: impl Fn(Vec<Inline>) -> Inline) {
        let mut inner = Flow::default();
        children(node).iter().for_each(|child| self.node(child, &mut inner));
        wrap(inner, flow, mark);
    }

    fn heading(&mut self, name: &str, node: &Handle, flow: &mut Flow) {
        let (content, others) = self.line(&children(node));
        flow.end_line();
        if !content.is_empty() {
            let text = model::text::of_inlines(&content);
            let own = attribute(node, "id");
            let identifier = self.identifiers.unique(own.as_deref().unwrap_or(&text));
            let heading = ConvertedHeading { identifier: identifier.clone(), text };
            self.headings.insert(Rc::as_ptr(node), heading);
            let level = name.trim_start_matches('h').parse().unwrap_or(2);
            flow.push(Block::Heading(Heading { level, identifier, content }));
        }
        flow.extend(others);
    }

    fn quotation(&mut self, node: &Handle, flow: &mut Flow) {
        if let Some(post) = self.quoted_post(node) {
            return flow.push(post);
        }
        let all = children(node);
        let Some(kind) = attribute(node, CALLOUT).as_deref().and_then(Kind::parse) else {
            let content = self.flow(&all);
            let address = attribute(node, "cite").as_deref().and_then(crate::read::embed::web_address);
            flow.end_line();
            if !content.is_empty() {
                flow.push(callout::quotation(content, address));
            }
            return;
        };
        let (titles, rest): (Vec<Handle>, Vec<Handle>) =
            all.into_iter().partition(|child| attribute(child, TITLE).is_some());
        let (title, others) = self.line(&titles);
        for address in callout::links(&title).iter().filter(|_| kind.has_plain_title()) {
            let written = address.strip_prefix(ARTICLE).unwrap_or(address);
            let message =
                format!("the link to `{}` became plain text: it is in the title of a callout", readable(written));
            self.warn(message, "put it into the text below", written);
        }
        let mut content = others;
        content.extend(self.flow(&rest));
        flow.extend(callout::callout(kind, title, content, self.context));
    }

    fn footnote(&mut self, node: &Handle) {
        let content = self.flow(&children(node));
        if let Some(label) = attribute(node, "label") {
            self.footnotes.push(Footnote { label, content });
        }
    }

    fn list(&mut self, name: &str, node: &Handle, flow: &mut Flow) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in children(node) {
            match super::dom::name(&child) {
                Some("li") => items.push(self.flow(&children(&child))),
                // A list directly inside a list belongs to the item before it.
                _ => {
                    let blocks = self.flow(std::slice::from_ref(&child));
                    match items.last_mut() {
                        Some(last) => last.extend(blocks),
                        None if blocks.is_empty() => {}
                        None => items.push(blocks),
                    }
                }
            }
        }
        items.retain(|item| !item.is_empty());
        let start = attribute(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        flow.end_line();
        if !items.is_empty() {
            flow.push(Block::List(List { start: (name == "ol").then_some(start), items }));
        }
    }

    fn code(&mut self, node: &Handle, flow: &mut Flow) {
        let code = descendants(node, &["code"]);
        let language = std::iter::once(node).chain(&code).find_map(|element| {
            let class = attribute(element, "class").unwrap_or_default();
            let named =
                class.split_ascii_whitespace().find_map(|class| class.strip_prefix("language-").map(str::to_owned));
            named.or_else(|| attribute(element, "data-lang"))
        });
        self.warn_of_links(node);
        let text = text(node);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end().to_owned();
        flow.end_line();
        if !text.is_empty() {
            flow.push(Block::Code(Code { language, text }));
        }
        for picture in descendants(node, &["img"]) {
            self.picture(&picture, flow);
        }
    }

    fn fold_out(&mut self, node: &Handle, flow: &mut Flow) {
        let (summaries, rest): (Vec<Handle>, Vec<Handle>) =
            children(node).into_iter().partition(|child| name(child) == Some("summary"));
        let inside: Vec<Handle> = summaries.iter().flat_map(|summary| children(summary)).collect();
        let (summary, mut content) = self.line(&inside);
        content.extend(self.flow(&rest));
        flow.extend(callout::fold_out(FoldOut { summary, content }));
    }

    /// Converts a drawing to its words.
    fn drawing(&mut self, node: &Handle, flow: &mut Flow) {
        let words = visible_text(node);
        if !words.trim().is_empty() {
            flow.line.push(Inline::Text(format!(" {words} ")));
        }
    }
}

/// Adds the content of an element to the content around it, with the element's meaning.
pub(super) fn wrap(inner: Flow, outer: &mut Flow, mark: impl Fn(Vec<Inline>) -> Inline) {
    if inner.blocks.is_empty() {
        if !inner.line.is_empty() {
            outer.line.push(mark(inner.line));
        }
        return;
    }
    let blocks = inner.finish().into_iter().map(|block| match block {
        Block::Paragraph(content) => Block::Paragraph(vec![mark(content)]),
        Block::Heading(heading) => Block::Heading(Heading { content: vec![mark(heading.content)], ..heading }),
        mut block => {
            mark_lines(&mut block, &mark);
            block
        }
    });
    outer.extend(blocks.collect());
}

/// Gives the lines of a block, such as those of a list, the meaning of the element around it.
fn mark_lines(block: &mut Block, mark: &impl Fn(Vec<Inline>) -> Inline) {
    crate::walk::block_lines(std::slice::from_mut(block), &mut |line| {
        if !line.is_empty() {
            *line = vec![mark(std::mem::take(line))];
        }
    });
}

fn is_plain_tag(language: &Language) -> bool {
    language.primary().len() >= 2 && language.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
