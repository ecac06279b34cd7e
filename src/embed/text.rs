//! The text of an article in the few elements that every host lets through. Nothing of it is lost, only its form.

use messages::Messages;
use model::block::{Speaker, Table};
use model::{Block, Inline, LinkTarget, Picture};

use super::{Clipping, escape};
use crate::routes::{Place, Route};

/// Some blocks, a line for each element.
pub(super) fn blocks(clipping: &Clipping<'_>, root: &str, blocks: &[Block]) -> String {
    let mut text = Text { clipping, root, messages: Messages::of(&clipping.article.language), html: String::new() };
    text.blocks(blocks);
    text.html
}

struct Text<'a> {
    clipping: &'a Clipping<'a>,
    root: &'a str,
    messages: &'static Messages,
    html: String,
}

impl Text<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.line("p", content),
            Block::Heading(heading) if heading.level <= 2 => self.line("h3", &heading.content),
            Block::Heading(heading) => self.line("h4", &heading.content),
            Block::Quotation(quotation) => {
                self.inside("blockquote", &quotation.content);
                if let Some(speaker) = quotation.speaker.as_ref().filter(|speaker| !speaker.in_text) {
                    self.speaker(speaker);
                }
                self.address(None, quotation.address.as_ref());
            }
            Block::PullQuote(quote) => {
                self.line("blockquote", &quote.content);
                if let Some(speaker) = &quote.speaker {
                    self.speaker(speaker);
                }
            }
            Block::List(list) => {
                let start = list.start.filter(|start| *start != 1).map(|start| format!(" start=\"{start}\""));
                let name = if list.start.is_some() { "ol" } else { "ul" };
                self.items(name, &start.unwrap_or_default(), list.items.iter().map(Vec::as_slice));
            }
            Block::Picture(picture) => self.picture(picture),
            Block::Gallery(gallery) => {
                gallery.pictures.iter().for_each(|picture| self.picture(picture));
                self.line("p", &gallery.caption);
            }
            Block::Video(recording) | Block::Audio(recording) => {
                let kind = if matches!(block, Block::Video(_)) { self.messages.video() } else { self.messages.audio() };
                let title = recording.title.iter().fold(kind.to_owned(), |line, title| format!("{line}: {title}"));
                self.plain("p", &title);
                if let Some(poster) = &recording.poster {
                    self.picture(poster);
                }
                self.blocks(&recording.description);
                self.address(recording.provider.as_ref(), recording.address.as_ref());
            }
            Block::Post(post) => {
                let provider = post.provider.as_deref().unwrap_or(self.messages.post());
                let date = post.date.as_ref().map(|date| date.text.as_str());
                let line = [post.author.as_deref(), post.handle.as_deref(), Some(provider), date];
                self.plain("p", &line.into_iter().flatten().collect::<Vec<_>>().join(" · "));
                self.inside("blockquote", &post.content);
                self.address(post.provider.as_ref(), post.address.as_ref());
            }
            Block::Table(table) => self.table(table),
            Block::Code(code) => {
                let code = escape(&code.text);
                self.html.push_str(&format!("<pre><code>{code}</code></pre>\n"));
            }
            Block::Context(aside) => {
                self.titled(aside.title.as_deref().unwrap_or(self.messages.background()), &aside.content)
            }
            Block::Note(aside) => self.titled(aside.title.as_deref().unwrap_or(self.messages.note()), &aside.content),
            Block::Footnote(footnote) => {
                self.plain("p", &format!("[{}]", self.messages.digits(&footnote.label)));
                self.blocks(&footnote.content);
            }
            Block::FoldOut(fold_out) => {
                self.line("h4", &fold_out.summary);
                self.blocks(&fold_out.content);
            }
            Block::KeyPoints(key_points) => {
                self.plain("h4", key_points.title.as_deref().unwrap_or(self.messages.key_points()));
                self.items("ul", "", key_points.points.iter().map(Vec::as_slice));
            }
            Block::QuestionsAndAnswers(pairs) => {
                for pair in pairs {
                    self.line("h4", &pair.question);
                    self.blocks(&pair.answer);
                }
            }
            Block::Timeline(entries) => {
                for entry in entries {
                    self.line("h4", &entry.when);
                    self.blocks(&entry.content);
                }
            }
            Block::LiveEntry(entry) => {
                let date = entry.date.as_ref().map(|date| date.text.as_str());
                let line = [date, entry.title.as_deref()];
                self.plain("h4", &line.into_iter().flatten().collect::<Vec<_>>().join(" · "));
                self.blocks(&entry.content);
            }
            Block::Divider(()) => self.plain("p", "* * *"),
            Block::Unknown(text) => self.plain("p", text),
        }
    }

    fn element(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.html.push_str(&format!("<{name}>{content}</{name}>\n"));
        }
    }

    fn plain(&mut self, name: &str, text: &str) {
        self.element(name, &escape(text));
    }

    fn line(&mut self, name: &str, content: &[Inline]) {
        let content = self.inlines(content);
        self.element(name, &content);
    }

    fn inside(&mut self, name: &str, content: &[Block]) {
        self.html.push_str(&format!("<{name}>\n"));
        self.blocks(content);
        self.html.push_str(&format!("</{name}>\n"));
    }

    fn titled(&mut self, title: &str, content: &[Block]) {
        self.plain("h4", title);
        self.blocks(content);
    }

    fn items<'b>(&mut self, name: &str, attributes: &str, items: impl Iterator<Item = &'b [Block]>) {
        self.html.push_str(&format!("<{name}{attributes}>\n"));
        for item in items {
            match item {
                [Block::Paragraph(line)] => self.line("li", line),
                _ => self.inside("li", item),
            }
        }
        self.html.push_str(&format!("</{name}>\n"));
    }

    fn speaker(&mut self, speaker: &Speaker) {
        let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        self.plain("p", &format!("— {}{role}", speaker.name));
    }

    /// A picture is its words: a quotation fetches nothing.
    fn picture(&mut self, picture: &Picture) {
        let mut parts = vec![escape(&picture.alternative), self.inlines(&picture.caption)];
        parts.extend(picture.credit.as_deref().map(escape));
        parts.retain(|part| !part.is_empty());
        let line = parts.join(" · ");
        if !line.is_empty() {
            self.element("p", &format!("<em>{line}</em>"));
        }
    }

    /// A row is a line, each cell after the name of its column.
    fn table(&mut self, table: &Table) {
        self.line("p", &table.caption);
        let header: Vec<String> = table.header.iter().map(|cell| self.inlines(cell)).collect();
        if table.rows.is_empty() {
            self.element("p", &header.join(" · "));
            return;
        }
        self.html.push_str("<ul>\n");
        for row in &table.rows {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                let cell = self.inlines(cell);
                match header.get(column).filter(|name| !name.is_empty()) {
                    Some(name) => format!("{name}: {cell}"),
                    None => cell,
                }
            });
            let line = cells.collect::<Vec<_>>().join(" · ");
            self.element("li", &line);
        }
        self.html.push_str("</ul>\n");
    }

    fn address(&mut self, provider: Option<&String>, address: Option<&String>) {
        let Some(address) = address else { return };
        let place = provider.map_or_else(|| crate::article::picture::host(address), String::as_str);
        let line = escape(&self.messages.open_on(place));
        let link = self.link(address, &line);
        self.element("p", &link);
    }

    fn link(&self, address: &str, content: &str) -> String {
        // The builder lets nothing else through; what is read from elsewhere is looked at again.
        let scheme = address.split(':').next().unwrap_or_default();
        if ["https", "http", "mailto", "tel"].contains(&scheme) || !address.contains(':') {
            format!("<a href=\"{}\" rel=\"noopener noreferrer\">{content}</a>", escape(address))
        } else {
            content.to_owned()
        }
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) | Inline::Unknown(text) => escape(text),
            Inline::Emphasis(content) => format!("<em>{}</em>", self.inlines(content)),
            Inline::Strong(content) => format!("<strong>{}</strong>", self.inlines(content)),
            Inline::Strikethrough(content) => format!("<s>{}</s>", self.inlines(content)),
            Inline::Superscript(content) => format!("<sup>{}</sup>", self.inlines(content)),
            Inline::Subscript(content) => format!("<sub>{}</sub>", self.inlines(content)),
            Inline::Code(code) => format!("<code>{}</code>", escape(code)),
            Inline::Speech(speech) => self.inlines(&speech.content),
            Inline::Foreign(foreign) => {
                let (language, direction) = (escape(foreign.language.as_str()), foreign.language.direction().as_str());
                format!("<span lang=\"{language}\" dir=\"{direction}\">{}</span>", self.inlines(&foreign.content))
            }
            Inline::FootnoteReference(label) => format!("<sup>[{}]</sup>", escape(&self.messages.digits(label))),
            Inline::LineBreak(()) => "<br>".to_owned(),
            Inline::Link(link) => self.link(&self.target(&link.target), &self.inlines(&link.content)),
        }
    }

    /// The whole address of what a link leads to.
    fn target(&self, target: &LinkTarget) -> String {
        match target {
            LinkTarget::Address(address) => address.clone(),
            LinkTarget::Article { slug, language, fragment, .. } => {
                let route = Route::new(language, self.clipping.main, Place::Article(slug.clone()));
                let fragment = fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
                format!("{}{}{fragment}", self.root, route.path())
            }
            LinkTarget::Fragment(identifier) => format!("{}{}#{identifier}", self.root, self.clipping.route.path()),
        }
    }
}
