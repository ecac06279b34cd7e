//! What others put into their pages to embed an article or a section: text to copy, in three grades.
//!
//! A quotation that needs nothing; a card in a frame; and an element that turns the quotation into the article itself.
//! All of it is made of text that anybody may have written, so everything is escaped here and nowhere else.

use maud::{Markup, PreEscaped, html};
use messages::Messages;
use model::{Article, Date, EmbedScript, Entry, Hash, Language};

use crate::template::fill;
use edition::limits::{CARD_HEIGHT, MAX_LISTED};
use edition::routes::{EMBED_FRAME, ListPage, PageId, Route};
use reader::article::status::status_line;
use reader::components::picture::host;

const OPENING: &str = include_str!("../../../client/share/templates/quotation-opening.html");
const CLOSING: &str = include_str!("../../../client/share/templates/quotation-closing.html");
const FRAME: &str = include_str!("../../../client/share/templates/frame.html");
const ELEMENT: &str = include_str!("../../../client/share/templates/element.html");
const SCRIPT: &str = include_str!("../../../client/share/templates/script.html");

/// How high the card of a section is.
pub const LIST_HEIGHT: u32 = 480;

/// The width that services which ask by oEmbed are told; a card fills what it is given from 300 pixels on.
pub const CARD_WIDTH: u32 = 320;

/// Where a site can be had, for whoever embeds something of it.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    /// The roots of the site and its mirrors, each ending with a slash, the newsroom's own first. Without a key only that one
    /// is believed when it says that an article was changed or withdrawn.
    pub roots: &'a [String],
    /// The site's hash in its first root, where its editions are signed: whoever has them signed is believed then.
    pub key: Option<Hash>,
    /// The script of the site; none leaves out what needs one.
    pub script: Option<&'a EmbedScript>,
}

/// An article that somebody embeds.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedArticle<'a> {
    /// Its page.
    pub route: &'a Route,
    /// The language at the root of the site.
    pub main: &'a Language,
    /// The newspaper's name.
    pub newsroom: &'a str,
    /// The article.
    pub article: &'a Article,
    /// What stands for a lead where it has none; empty for nothing.
    pub lead: &'a str,
    /// Its bundle.
    pub bundle: Hash,
    /// The number of the edition that it was taken from, if it is known: an older one is then not believed to be newer.
    pub edition: Option<u64>,
}

/// A section that somebody embeds.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedSection<'a> {
    /// Its newest page.
    pub route: &'a Route,
    /// Its name.
    pub title: &'a str,
    /// The newspaper's name.
    pub newsroom: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Its newest articles.
    pub entries: &'a [Entry],
}

/// What to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippets {
    /// A quotation of headline, lead, newsroom, date and link, which survives hosts that take away all attributes.
    pub quotation: String,
    /// A card in a frame, which needs no script.
    pub card: String,
    /// The quotation in an element that shows the article itself; none without a script.
    pub element: Option<String>,
    /// The article in a frame of its own, for hosts that want it apart from their page; none without a script.
    pub frame: Option<String>,
}

impl Snippets {
    /// The snippets of an article; none when there is no address at which it could be had.
    pub fn article(embedded: &EmbeddedArticle<'_>, addresses: &Addresses<'_>) -> Option<Self> {
        let root = addresses.roots.first()?;
        let EmbeddedArticle { route, article, newsroom, bundle, .. } = embedded;
        let title = format!("{} — {newsroom}", article.headline);
        let quotation = quotation(embedded, root);
        let (month, bundle) = (article.month(), bundle.to_string());
        let card = frame(&format!("{root}{}", route.card()?), &title, CARD_HEIGHT, false);
        let element = addresses.script.map(|script| {
            let pages: Vec<String> = addresses.roots.iter().map(|root| format!("{root}{}", route.path())).collect();
            let values: [(&str, &str); 9] = [
                ("pages", &pages.join(" ")),
                ("up", &route.root()),
                ("key", &addresses.key.as_ref().map(Hash::to_string).unwrap_or_default()),
                ("month", month),
                ("bundle", &bundle),
                ("edition", &embedded.edition.as_ref().map(u64::to_string).unwrap_or_default()),
                ("newsroom", newsroom),
                ("quotation", &quotation),
                ("script", &tag(root, script)),
            ];
            fill(ELEMENT, &values)
        });
        let fragment = format!("src={}&month={month}&bundle={bundle}", route.path());
        let frame = addresses.script.map(|script| {
            let address = format!("{root}{EMBED_FRAME}#{fragment}");
            format!("{}\n{}", frame(&address, &title, CARD_HEIGHT, true), tag(root, script))
        });
        Some(Self { quotation, card, element, frame })
    }

    /// The snippets of a section; none when there is no address at which it could be had.
    pub fn list(embedded: &EmbeddedSection<'_>, addresses: &Addresses<'_>) -> Option<Self> {
        let root = addresses.roots.first()?;
        let EmbeddedSection { route, title, newsroom, .. } = embedded;
        let title = format!("{title} — {newsroom}");
        let quotation = list_quotation(embedded, root);
        let card = frame(&format!("{root}{}", route.card()?), &title, LIST_HEIGHT, false);
        let element = list_element(route, addresses, &quotation);
        Some(Self { quotation: quotation.into_string(), card, element, frame: None })
    }
}

fn quotation(embedded: &EmbeddedArticle<'_>, root: &str) -> String {
    quoted(OPENING, embedded, root) + &quoted(CLOSING, embedded, root)
}

/// One of the templates of a quotation, filled.
fn quoted(template: &str, embedded: &EmbeddedArticle<'_>, root: &str) -> String {
    let EmbeddedArticle { article, route, newsroom, .. } = embedded;
    let language = &article.language;
    let page = format!("{root}{}", route.path());
    let date = article.published.as_ref();
    let values: [(&str, &str); 11] = [
        ("page", &page),
        ("language", language.as_str()),
        ("direction", language.direction().as_str()),
        ("headline", &article.headline),
        ("status", &status_line(article).unwrap_or_default()),
        ("lead", &embedded.lead()),
        ("newsroom", newsroom),
        ("iso", date.map_or("", |date| &date.iso)),
        ("date", date.map_or("", |date| &date.text)),
        // Some dates end with a point.
        ("stop", if date.is_some_and(|date| date.text.ends_with('.')) { "" } else { "." }),
        ("link", &Messages::of(language).open_on(place(&page, newsroom))),
    ];
    fill(template, &values)
}

/// The link to a page, which names its host: where attributes are taken away, that is what is left of the address.
fn link(root: &str, route: &Route, newsroom: &str, language: &Language) -> Markup {
    let address = format!("{root}{}", route.path());
    let line = Messages::of(language).open_on(place(&address, newsroom));
    html! { a href=(address) rel="noopener noreferrer" { (line) } }
}

/// What people know an address by.
fn place<'a>(address: &'a str, newsroom: &'a str) -> &'a str {
    if address.contains("://") { host(address) } else { newsroom }
}

fn list_quotation(embedded: &EmbeddedSection<'_>, root: &str) -> Markup {
    let EmbeddedSection { route, title, newsroom, language, entries } = embedded;
    let page = format!("{root}{}", route.path());
    html! {
        blockquote class="offprint" lang=(language) dir=(language.direction().as_str()) cite=(page) {
            "\n"
            p { strong { a href=(page) rel="noopener noreferrer" { (title) } } } "\n"
            ul {
                "\n"
                @for entry in entries.iter().take(MAX_LISTED) {
                    @let article = route.sibling(PageId::Article(entry.slug.clone()));
                    li {
                        a href={ (root) (article.path()) } rel="noopener noreferrer" { (entry.headline) }
                        @if let Some(date) = &entry.published { ", " (time(date)) }
                    } "\n"
                }
            } "\n"
            p { "— " (newsroom) ". " (link(root, route, newsroom, language)) } "\n"
        }
    }
}

/// A frame. It has no referrer, no storage and no way out of itself but by links that open elsewhere.
fn frame(address: &str, title: &str, height: u32, scripts: bool) -> String {
    let scripts = if scripts { "allow" } else { "" };
    let height = height.to_string();
    fill(FRAME, &[("address", address), ("title", title), ("height", &height), ("scripts", scripts)])
}

fn list_element(route: &Route, addresses: &Addresses<'_>, fallback: &Markup) -> Option<String> {
    let (root, script) = (addresses.roots.first()?, addresses.script?);
    let pages: Vec<String> = addresses.roots.iter().map(|root| format!("{root}{}", route.path())).collect();
    let element = html! {
        offprint-list src=(pages.join(" ")) root=(route.root()) key=[addresses.key] { "\n" (fallback) "\n" } "\n"
        (PreEscaped(tag(root, script)))
    };
    Some(element.into_string())
}

/// The script that one page needs once, however much it embeds.
fn tag(root: &str, script: &EmbedScript) -> String {
    fill(SCRIPT, &[("address", &format!("{root}{}", script.path)), ("integrity", &script.integrity)])
}

fn time(date: &Date) -> Markup {
    html! { time datetime=(date.iso) { (date.text) } }
}

impl EmbeddedArticle<'_> {
    /// The lead as plain text, or what stands for it.
    pub(crate) fn lead(&self) -> String {
        if self.article.withdrawn.is_some() {
            return String::new();
        }
        let own = model::text::of_inlines(&self.article.lead);
        if own.is_empty() { self.lead.to_owned() } else { own }
    }
}

impl<'a> EmbeddedSection<'a> {
    /// The newest page of a section.
    pub fn route(language: Option<&Language>, section: &str) -> Route {
        Route { language: language.cloned(), place: PageId::Section(ListPage::newest(section)) }
    }
}

#[cfg(test)]
mod tests;
