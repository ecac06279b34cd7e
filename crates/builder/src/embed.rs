//! Writes the files that other sites embed: cards, the frame of the element, and the responses of oEmbed.

use anyhow::Context;
use edition::limits::MAX_LISTED;
use edition::routes::{EMBED_FRAME, PageId, Route};
use embed::snippets::{Addresses, EmbeddedArticle, EmbeddedSection};
use embed::{card, oembed};
use maud::{PreEscaped, html};
use model::{EmbedScript, Entry, Hash, Manifest, Masthead};
use rayon::prelude::*;

use crate::bundle::{self, Published};
use crate::page::{Attributes, Frame};
use newsroom::prepare::PreparedPaper;
use newsroom::read::ReadArticle;
use site::Site;

/// The style of the frame that shows a whole article, without margins that would add to its height.
const FRAME_STYLE: &str = "body{margin:0}main{font:100%/1.5 sans-serif}";

/// The policy that lets the frame load its script, fetch from the site, and show the pictures that it verified.
const FRAME_POLICY: &str = ";script-src 'self';connect-src 'self';img-src blob:";

/// An edition whose articles and sections can be embedded.
pub struct Embeddable<'a> {
    /// The papers, the main one first.
    pub papers: &'a [PreparedPaper],
    /// Their bundles and pages.
    pub published: &'a Published,
    /// The manifest of the edition.
    pub manifest: &'a Manifest,
    /// The site's hash, if its editions are signed.
    pub key: Option<Hash>,
}

/// Adds a card for each article and section, the oEmbed response for each article, and the frame.
pub fn add(frame: &Frame<'_>, embeddable: &Embeddable<'_>, site: &mut Site) -> anyhow::Result<()> {
    let Embeddable { papers, published, manifest, key } = *embeddable;
    let script = manifest.embed.as_ref().context("the manifest names the script")?;
    let style = frame.shell.card_style.as_str();
    let roots: Vec<String> = manifest.address.iter().chain(&manifest.mirrors).cloned().collect();
    let addresses = Addresses { roots: &roots, key, script: Some(script) };
    for (paper, published) in papers.iter().zip(published) {
        let masthead = &paper.masthead;
        let files =
            paper.articles.par_iter().zip(published).flat_map_iter(|(read, (reference, _))| {
                files(frame, masthead, read, reference.hash, &addresses, style)
            });
        let files: Vec<(String, Vec<u8>)> = files.collect();
        site.extend(files);
        add_sections(frame, paper, published, style, site);
    }
    site.insert(EMBED_FRAME.to_owned(), frame_page(frame, script).into_bytes());
    Ok(())
}

/// Returns the card of an article and its oEmbed response.
fn files(
    frame: &Frame<'_>,
    masthead: &Masthead,
    read: &ReadArticle,
    bundle: Hash,
    addresses: &Addresses<'_>,
    style: &str,
) -> Vec<(String, Vec<u8>)> {
    let article = &read.article;
    let route = Route::new(&article.language, frame.main_language(), PageId::Article(article.slug.clone()));
    let lead = bundle::lead(read);
    let (main, newsroom) = (frame.main_language(), masthead.title.as_str());
    let embedded = EmbeddedArticle { route: &route, main, newsroom, article, lead: &lead, bundle, edition: None };
    let section = masthead.sections.iter().find(|section| article.section.as_ref() == Some(&section.identifier));
    let body = card::article(&embedded, section.map(|section| section.name.as_str()));
    let title = format!("{} — {newsroom}", article.headline);
    let page = frame.framed(
        &article.language,
        &title,
        style,
        "",
        Attributes::default(),
        [PreEscaped(body), PreEscaped(String::new())],
    );
    let response = oembed::response(&embedded, addresses).zip(route.oembed());
    let card = route.card().map(|path| (Route::index(&path), page.into_bytes()));
    card.into_iter().chain(response.map(|(response, path)| (path, response))).collect()
}

/// Adds the cards of the sections of a paper.
fn add_sections(
    frame: &Frame<'_>,
    paper: &PreparedPaper,
    published: &[(model::BundleReference, model::BundleReference)],
    style: &str,
    site: &mut Site,
) {
    let masthead = &paper.masthead;
    let main = Route::new(&masthead.language, frame.main_language(), PageId::Front).language;
    for section in &masthead.sections {
        let listed = paper.articles.iter().zip(published);
        let listed =
            listed.filter(|(read, _)| read.article.section.as_ref() == Some(&section.identifier)).take(MAX_LISTED);
        let entries: Vec<Entry> = listed.map(|(read, (bundle, page))| bundle::entry(read, *bundle, *page)).collect();
        let route = EmbeddedSection::route(main.as_ref(), &section.identifier);
        let (title, newsroom, language) = (section.name.as_str(), masthead.title.as_str(), &masthead.language);
        let embedded = EmbeddedSection { route: &route, title, newsroom, language, entries: &entries };
        let body = card::list(&embedded);
        let page = frame.framed(
            language,
            &format!("{title} — {newsroom}"),
            style,
            "",
            Attributes::default(),
            [PreEscaped(body), PreEscaped(String::new())],
        );
        site.extend(route.card().map(|path| (Route::index(&path), page.into_bytes())));
    }
}

/// Renders the page for a frame, which shows the article that its address names after the `#`.
fn frame_page(frame: &Frame<'_>, script: &EmbedScript) -> String {
    let title = frame.mastheads[0].title.as_str();
    let body = html! {
        main {
            h1 { (title) }
            p { a href="./" target="_blank" rel="noopener noreferrer" { (title) } }
        }
    };
    let end = html! { script defer src=(script.path) integrity=(script.integrity) crossorigin="anonymous" {} };
    let attributes = Attributes { is_frame: true, ..Attributes::default() };
    frame.framed(frame.main_language(), title, FRAME_STYLE, FRAME_POLICY, attributes, [body, end])
}
