//! Converts embedded pictures, recordings and posts to data that fetches nothing.

use std::rc::Rc;

use markup5ever_rcdom::Handle;
use model::block::{Gallery, Post, Recording};
use model::inline::Link;
use model::{Block, Inline, LinkTarget, Picture};
use url::Url;

use super::Converter;
use super::blocks::Flow;
use super::dom::{Depth, attribute, children, descendants, has_class, name, text};
use crate::endings::Ending;
use crate::names::readable;
use crate::read::address::{ARTICLE, FILE, PictureAddress, link_target, picture_address};
use crate::read::embed::{Embed, Kind, recognize, web_address};
use crate::read::{callout, line};

impl Converter<'_> {
    /// Returns the address of a picture or poster, or adds a warning if the address cannot be used.
    fn picture_address(&mut self, written: &str) -> Option<String> {
        match picture_address(written, self.context.newsroom, self.context.folder) {
            Ok(PictureAddress { address, warning }) => {
                if let Some((message, remedy)) = warning {
                    self.warn(message, remedy, written);
                }
                Some(address)
            }
            Err(reason) => {
                let (message, remedy) = reason.explain(written);
                self.warn(message, remedy, written);
                None
            }
        }
    }

    pub(super) fn picture(&mut self, node: &Handle, flow: &mut Flow) {
        let alternative = attribute(node, "alt").unwrap_or_default();
        let lazy = ["data-src", "data-lazy-src", "data-original"].iter().find_map(|name| attribute(node, name));
        let own = attribute(node, "src").or_else(|| attribute(node, "href")).or_else(|| largest_of_set(node));
        let written = match (own, lazy) {
            (Some(own), Some(lazy)) if own.starts_with("data:") => Some(lazy),
            (own, lazy) => own.or(lazy),
        };
        let address = written.and_then(|written| self.picture_address(&written));
        let (caption, credit) = attribute(node, "title").map(|title| split_title(&title)).unwrap_or_default();
        let Some(address) = address else {
            // Without the picture only its description is left.
            flow.line.push(Inline::Text(format!(" {alternative} ")));
            flow.line.extend(caption);
            flow.line.extend(credit.map(|credit| Inline::Text(format!(" ({credit}) "))));
            return;
        };
        // Lazy loading writes each picture twice, the second time for browsers without scripts.
        let repeated = matches!(flow.blocks.last(), Some(Block::Picture(last)) if last.address.as_ref() == Some(&address)
            && (alternative.is_empty() || last.alternative == alternative)
            && (caption.is_empty() || last.caption == caption)
            && (credit.is_none() || last.credit == credit));
        if repeated && line::is_blank(&flow.line) {
            flow.line.clear();
        } else {
            flow.push(Block::Picture(Picture {
                renditions: Vec::new(),
                address: Some(address),
                alternative,
                caption,
                credit,
            }));
        }
    }

    /// Converts a picture in a link: to a recording with a poster, or to a picture with the link in its caption.
    pub(super) fn linked_picture(&mut self, mut picture: Picture, target: &LinkTarget) -> Block {
        let LinkTarget::Address(address) = target else {
            let name = if picture.alternative.is_empty() { "↓".to_owned() } else { picture.alternative.clone() };
            let content = vec![Inline::Text(name)];
            line::join(&mut picture.caption, vec![Inline::Link(Link { target: target.clone(), content })]);
            return Block::Picture(picture);
        };
        if let Some(Embed { kind: kind @ (Kind::Video | Kind::Audio), provider, address }) = recognize(address) {
            let title = Some(picture.alternative.clone()).filter(|title| !title.is_empty());
            let description = if picture.caption.is_empty() {
                Vec::new()
            } else {
                vec![Block::Paragraph(std::mem::take(&mut picture.caption))]
            };
            let provider = Some(provider.to_owned());
            let recording = Recording {
                title,
                provider,
                address: Some(address),
                seconds: None,
                poster: Some(picture),
                description,
            };
            return if kind == Kind::Audio { Block::Audio(recording) } else { Block::Video(recording) };
        }
        // A picture is often linked to its own file in another size.
        let shown = picture.address.as_deref().unwrap_or_default();
        if is_picture(address) && without_size(address) == without_size(shown) {
            return Block::Picture(picture);
        }
        let written = address.strip_prefix(ARTICLE).unwrap_or(address);
        if is_picture(address) && written.len() < address.len() {
            let message = format!("the link from a picture to `{}` is left out", readable(written));
            self.warn(message, "show that picture in its place", written);
            return Block::Picture(picture);
        }
        let named =
            Some(picture.alternative.clone()).filter(|name| !name.is_empty()).unwrap_or_else(|| written.to_owned());
        let name = web_address(address).as_deref().and_then(short_address).unwrap_or(named);
        let content = vec![Inline::Text(name)];
        line::join(&mut picture.caption, vec![Inline::Link(Link { target: target.clone(), content })]);
        Block::Picture(picture)
    }

    pub(super) fn figure(&mut self, node: &Handle, flow: &mut Flow) {
        let (captions, rest): (Vec<Handle>, Vec<Handle>) =
            children(node).into_iter().partition(|child| name(child) == Some("figcaption"));
        let inside = captions.iter().flat_map(|caption| children(caption));
        let (credits, inside): (Vec<Handle>, Vec<Handle>) = inside.partition(|child| has_class(child, "credit"));
        credits.iter().for_each(|credit| self.warn_of_links(credit));
        let credit = credits.iter().map(|credit| text(credit).trim().to_owned()).collect::<Vec<_>>().join(", ");
        let credit = Some(credit).filter(|credit| !credit.is_empty());
        let (caption, others) = self.line(&inside);
        let mut blocks = self.flow(&rest);
        blocks.extend(others);
        flow.extend(caption_blocks(blocks, caption, credit));
    }

    /// Converts the script of a post to the post. Drops any other script.
    pub(super) fn script(&mut self, node: &Handle, flow: &mut Flow) {
        if let Some(post) = attribute(node, "data-telegram-post")
            && let Some(Embed { provider, address, .. }) = recognize(&format!("https://t.me/{post}"))
        {
            let provider = Some(provider.to_owned());
            flow.push(Block::Post(Post { provider, address: Some(address), ..Post::default() }));
        }
    }

    pub(super) fn embed(&mut self, node: &Handle, flow: &mut Flow) {
        const SOURCES: [&str; 6] =
            ["src", "data-src", "data-lazy-src", "data-litespeed-src", "data-original", "data-videoid"];
        let written = SOURCES.iter().filter_map(|name| attribute(node, name)).find(|written| written != "about:blank");
        let written = match name(node) {
            Some("amp-youtube") => written.map(|id| format!("https://youtu.be/{id}")),
            _ => written,
        };
        if let Some(document) = attribute(node, "srcdoc") {
            return self.frame_document(node, &document, flow);
        }
        let Some(written) = written else { return };
        match embedded(&written, attribute(node, "title")) {
            Some(block) => flow.push(block),
            None => self.frame_lost(node, &written, flow),
        }
    }

    /// Converts the document in a frame, but not those in its own frames.
    fn frame_document(&mut self, node: &Handle, document: &str, flow: &mut Flow) {
        if self.in_frame {
            flow.line.push(Inline::Text(super::visible_text(document)));
            return;
        }
        self.in_frame = true;
        let parsed = super::dom::parse(&super::repair::repair(document).html, Depth::inside(node));
        let blocks = self.flow(&children(&parsed.root));
        self.in_frame = false;
        self.frames.insert(Rc::as_ptr(node), parsed);
        flow.extend(blocks);
    }

    /// Turns a frame of a file beside the article into a link to it. Of any other that cannot be linked, keeps the words, with a
    /// warning.
    fn frame_lost(&mut self, node: &Handle, written: &str, flow: &mut Flow) {
        if let Some(link) = file_link(written, attribute(node, "title")) {
            return flow.push(link);
        }
        let message = format!("the frame `{}` is left out: only frames on the web become links", readable(written));
        self.warn(message, "give its full address with https://, or describe it in words", written);
        if let Some(title) = attribute(node, "title") {
            flow.push(Block::Paragraph(vec![Inline::Text(title)]));
        }
    }

    /// Converts an object to its embedded media, or else to its fallback content.
    pub(super) fn object(&mut self, node: &Handle, flow: &mut Flow) {
        let known = attribute(node, "data").filter(|address| recognize(address).is_some());
        if let Some(block) = known.and_then(|address| embedded(&address, attribute(node, "title"))) {
            return flow.push(block);
        }
        let fallback = self.flow(&children(node));
        if fallback.is_empty()
            && let Some(address) = attribute(node, "data")
        {
            return match embedded(&address, attribute(node, "title")) {
                Some(block) => flow.push(block),
                None => self.frame_lost(node, &address, flow),
            };
        }
        flow.extend(fallback);
        // The fallback content may be only words about the object.
        let shown = addresses_in(&children(node));
        let linked = attribute(node, "data").filter(|address| !shown.contains(address));
        flow.extend(linked.and_then(|address| embedded(&address, attribute(node, "title"))).into_iter().collect());
    }

    pub(super) fn recording(&mut self, name: &str, node: &Handle, flow: &mut Flow) {
        let sources = descendants(node, &["source"]);
        let written = attribute(node, "src").or_else(|| sources.iter().find_map(|source| attribute(source, "src")));
        let address = written.as_deref().and_then(web_address);
        let file = written.as_deref().filter(|_| address.is_none()).and_then(|written| {
            let file = file_link(written, None);
            if file.is_none() {
                let message = format!("the recording `{}` is left out: it has no address", readable(written));
                self.warn(message, "name a file beside the article, or a web address", written);
            }
            file
        });
        let recording = Recording {
            title: attribute(node, "title").or_else(|| attribute(node, "aria-label")),
            provider: address.as_deref().and_then(site_name),
            address,
            seconds: None,
            poster: attribute(node, "poster")
                .and_then(|written| self.picture_address(&written))
                .map(|address| Picture { address: Some(address), ..Picture::default() }),
            description: file.into_iter().chain(self.flow(&children(node))).collect(),
        };
        if recording == Recording::default() {
            return;
        }
        flow.push(if name == "audio" { Block::Audio(recording) } else { Block::Video(recording) });
    }

    /// Converts a quotation that embeds a post of another service.
    pub(super) fn quoted_post(&mut self, node: &Handle) -> Option<Block> {
        let provider = ["twitter", "instagram", "tiktok", "fb-post", "bluesky", "mastodon", "telegram", "reddit"]
            .into_iter()
            .find(|class| has_class(node, class))?;
        let provider = match provider {
            "twitter" => "Twitter",
            "instagram" => "Instagram",
            "tiktok" => "TikTok",
            "fb-post" => "Facebook",
            "bluesky" => "Bluesky",
            "mastodon" => "Mastodon",
            "telegram" => "Telegram",
            _ => "Reddit",
        };
        let address = ["data-instgrm-permalink", "cite", "data-href", "data-embed-url"]
            .iter()
            .find_map(|name| attribute(node, name).as_deref().and_then(web_address));
        let content = self.flow(&children(node));
        let mut post = callout::post(content, self.context);
        post.provider = Some(provider.to_owned());
        post.address = address.or(post.address);
        Some(Block::Post(post))
    }
}

/// Converts an embedded address to a recording, a post or a link.
fn embedded(written: &str, title: Option<String>) -> Option<Block> {
    if let Some(Embed { kind, provider, address }) = recognize(written) {
        let provider = Some(provider.to_owned());
        let address = Some(address);
        return Some(match kind {
            Kind::Video => Block::Video(Recording { title, provider, address, ..Recording::default() }),
            Kind::Audio => Block::Audio(Recording { title, provider, address, ..Recording::default() }),
            Kind::Post => Block::Post(Post { provider, address, ..Post::default() }),
        });
    }
    let address = web_address(written)?;
    let shown = title.or_else(|| short_address(&address))?;
    let target = link_target(&address).ok()?;
    Some(Block::Paragraph(vec![Inline::Link(Link { target, content: vec![Inline::text(shown)] })]))
}

/// Adds caption and credit to the blocks of a figure.
pub(in crate::read) fn caption_blocks(
    mut blocks: Vec<Block>,
    caption: Vec<Inline>,
    credit: Option<String>,
) -> Vec<Block> {
    let all_pictures = !blocks.is_empty() && blocks.iter().all(|block| matches!(block, Block::Picture(_)));
    match blocks.as_mut_slice() {
        [Block::Picture(picture)] => {
            line::join(&mut picture.caption, caption);
            picture.credit = credit.or(picture.credit.take());
            return blocks;
        }
        [Block::Table(table)] => {
            line::join(&mut table.caption, caption);
            return with_credit(blocks, credit);
        }
        [Block::Video(recording) | Block::Audio(recording)] => {
            if !caption.is_empty() {
                recording.description.push(Block::Paragraph(caption));
            }
            return with_credit(blocks, credit);
        }
        _ => {}
    }
    if all_pictures {
        let pictures = blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Picture(picture) => Some(picture),
                _ => None,
            })
            .collect();
        return with_credit(vec![Block::Gallery(Gallery { pictures, caption })], credit);
    }
    if !caption.is_empty() {
        blocks.push(Block::Paragraph(caption));
    }
    with_credit(blocks, credit)
}

fn with_credit(mut blocks: Vec<Block>, credit: Option<String>) -> Vec<Block> {
    blocks.extend(credit.map(|credit| Block::Paragraph(vec![Inline::Text(credit)])));
    blocks
}

/// Returns the address of the last picture in a set, which is usually the largest.
fn largest_of_set(node: &Handle) -> Option<String> {
    let set = attribute(node, "srcset").or_else(|| attribute(node, "data-srcset"))?;
    set.rsplit(", ").next()?.split_whitespace().next().map(str::to_owned)
}

/// Returns the addresses of the links, pictures and frames below nodes.
fn addresses_in(nodes: &[Handle]) -> Vec<String> {
    let elements = nodes.iter().flat_map(|node| {
        let mut below = descendants(node, &["a", "img", "iframe", "embed", "object"]);
        below.push(node.clone());
        below
    });
    elements.filter_map(|element| ["href", "src", "data"].iter().find_map(|name| attribute(&element, name))).collect()
}

fn is_picture(address: &str) -> bool {
    Ending::of_address(address).is_some_and(Ending::is_picture)
}

/// Returns the name of a picture without folder, extension and size: `bridge` for `2024/bridge-300x200.jpg`.
fn without_size(address: &str) -> String {
    let path =
        address.split(['?', '#']).next().unwrap_or_default().trim_start_matches(ARTICLE).trim_start_matches(FILE);
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_size = |end: &str| {
        end == "scaled" || (end.contains('x') && end.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x'))
    };
    let stem = stem.rsplit_once('-').filter(|(_, end)| is_size(end)).map_or(stem, |(stem, _)| stem);
    stem.to_lowercase()
}

/// Splits a picture's title in Markdown, `caption | credit`.
fn split_title(title: &str) -> (Vec<Inline>, Option<String>) {
    let (caption, credit) = match title.rsplit_once('|') {
        Some((caption, credit)) => (caption.trim(), Some(credit.trim().to_owned()).filter(|credit| !credit.is_empty())),
        None => (title.trim(), None),
    };
    (if caption.is_empty() { Vec::new() } else { vec![Inline::text(caption)] }, credit)
}

/// Returns the name of an address's site for people.
pub(in crate::read) fn site_name(address: &str) -> Option<String> {
    if let Some(embed) = recognize(address) {
        return Some(embed.provider.to_owned());
    }
    Some(Url::parse(address).ok()?.host_str()?.trim_start_matches("www.").to_owned())
}

fn short_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let path = url.path().trim_end_matches('/');
    Some(format!("{}{path}", url.host_str()?.trim_start_matches("www.")))
}

/// Returns a paragraph with a link to a file beside the article; `None` if the address leads elsewhere. The text of the link is `title`,
/// or the name of the file.
fn file_link(written: &str, title: Option<String>) -> Option<Block> {
    let target = link_target(written)
        .ok()
        .filter(|target| matches!(target, LinkTarget::Address(address) if address.starts_with(ARTICLE)))?;
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let name = || readable(path.rsplit('/').next().unwrap_or(path));
    let text = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(name);
    Some(Block::Paragraph(vec![Inline::Link(Link { target, content: vec![Inline::Text(text)] })]))
}
