//! Writes the snippets that other sites copy to embed an article or a section, in three grades.
//!
//! The grades are a quotation, which works everywhere; a card in a frame; and an element that turns the quotation into
//! the article itself. The text of articles may be hostile, so the templates escape all of it.

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

/// The height of the card of a section, in pixels.
pub const LIST_HEIGHT: u32 = 480;

/// The width of a card in oEmbed responses, in pixels; a card fits any width from 300 pixels on.
pub const CARD_WIDTH: u32 = 320;

/// The addresses of a site, for pages that embed something of it.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    /// The roots of the site and its mirrors, each ending with a slash, the newsroom's own first. Without a key the
    /// element trusts only that one when it says that an article was changed or withdrawn.
    pub roots: &'a [String],
    /// The site's hash, if its editions are signed: with it the element trusts any source of a signed edition.
    pub key: Option<Hash>,
    /// The script of the site; `None` leaves out the snippets that need it.
    pub script: Option<&'a EmbedScript>,
}

/// An article to embed.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedArticle<'a> {
    /// The route of its page.
    pub route: &'a Route,
    /// The language at the root of the site.
    pub main: &'a Language,
    /// The newspaper's name.
    pub newsroom: &'a str,
    /// The article.
    pub article: &'a Article,
    /// The text to show if the article has no lead; may be empty.
    pub lead: &'a str,
    /// The hash of its bundle.
    pub bundle: Hash,
    /// The number of the edition that it comes from, if known: the element then ignores older editions.
    pub edition: Option<u64>,
}

/// A section to embed.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedSection<'a> {
    /// The route of its newest page.
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

/// The snippets to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippets {
    /// A quotation of headline, lead, newsroom, date and link, which survives hosts that remove all attributes.
    pub quotation: String,
    /// A card in a frame, which needs no script.
    pub card: String,
    /// The quotation in an element that shows the article itself; `None` without a script.
    pub element: Option<String>,
    /// The article in a frame, for hosts that want to isolate it from their page; `None` without a script.
    pub frame: Option<String>,
}

impl Snippets {
    /// Returns the snippets of an article; `None` if the site has no address.
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

    /// Returns the snippets of a section; `None` if the site has no address.
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

/// Fills one of the templates of a quotation.
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
        // Some dates end with a full stop.
        ("stop", if date.is_some_and(|date| date.text.ends_with('.')) { "" } else { "." }),
        ("link", &Messages::of(language).open_on(place(&page, newsroom))),
    ];
    fill(template, &values)
}

/// Returns a link whose text names the host, which remains if a host removes attributes.
fn link(root: &str, route: &Route, newsroom: &str, language: &Language) -> Markup {
    let address = format!("{root}{}", route.path());
    let line = Messages::of(language).open_on(place(&address, newsroom));
    html! { a href=(address) rel="noopener noreferrer" { (line) } }
}

/// Returns the host of an address, or the newsroom's name for a relative one.
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
                        @if let Some(date) = &entry.published { " · " (time(date)) }
                    } "\n"
                }
            } "\n"
            p { "— " (newsroom) ". " (link(root, route, newsroom, language)) } "\n"
        }
    }
}

/// Returns a frame without referrer and storage; its links can only open elsewhere.
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

/// Returns the script element, which a page needs only once.
fn tag(root: &str, script: &EmbedScript) -> String {
    fill(SCRIPT, &[("address", &format!("{root}{}", script.path)), ("integrity", &script.integrity)])
}

fn time(date: &Date) -> Markup {
    html! { time datetime=(date.iso) { (date.text) } }
}

impl EmbeddedArticle<'_> {
    /// Returns the lead as plain text, or the text that replaces it; empty for a withdrawn article.
    pub(crate) fn lead(&self) -> String {
        if self.article.withdrawn.is_some() {
            return String::new();
        }
        let lead = model::text::of_inlines(&self.article.lead);
        if lead.is_empty() { self.lead.to_owned() } else { lead }
    }
}

impl<'a> EmbeddedSection<'a> {
    /// Returns the route of the newest page of a section.
    pub fn route(language: Option<&Language>, section: &str) -> Route {
        Route { language: language.cloned(), place: PageId::Section(ListPage::newest(section)) }
    }
}

#[cfg(test)]
mod tests;
