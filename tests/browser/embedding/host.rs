//! Serves a page of another origin, and what it embeds.

use std::sync::Arc;

use edition::routes::{PageId, Route};
use embed::snippets::{Addresses, EmbeddedArticle, EmbeddedSection, Snippets};
use model::{Article, Head, Manifest, MonthIndex};
use serde_json::Value;

use crate::harness::{Server, Site, Tab};

/// The content around the embedded article.
const BEFORE: &str = "<h1>A page of somebody else</h1><p id=before>What they say of it.</p>";
const AFTER: &str = "<p id=after>What they say after it.</p>";

/// A script that adds up how far the page is shifted from its beginning on.
const SHIFT: &str = "
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });";

/// The functions `element()` for the element and `inside()` for its content.
const FIND: &str = "
    window.element = () => document.querySelector('offprint-article, offprint-list');
    window.inside = () => element().shadowRoot.querySelector('.offprint');";

/// The server of the host's page.
pub struct Host {
    /// The server.
    pub server: Server,
}

impl Host {
    /// Serves a page that embeds this, and opens it. `head` goes into the page's head.
    pub async fn open(tab: &Tab, head: &str, embedded: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">{head}<title>Somebody else</title>\
             </head><body>{BEFORE}{embedded}{AFTER}</body></html>"
        );
        // Browsers request an icon, and would log that it is missing.
        let files = [("index.html", page.into_bytes()), ("favicon.ico", Vec::new())];
        let site = Site::from(files.map(|(path, bytes)| (path.to_owned(), bytes)));
        let server = Server::start(Arc::new(site), "127.0.0.1", "/").await;
        tab.before_each_page(&format!("{SHIFT}{FIND}")).await;
        tab.visit_address(&server.address("")).await;
        Self { server }
    }
}

/// Reads a file of a site.
fn read<T: serde::de::DeserializeOwned>(site: &Site, path: &str) -> T {
    serde_json::from_slice(&site[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the snippets of an article in any language, for a site and its mirrors.
pub fn snippets(site: &Site, path: &str, roots: &[String]) -> Snippets {
    let head: Head = read(site, Head::PATH);
    let manifest: Manifest = read(site, &head.manifest.manifest_path());
    let route = Route::from_path(path);
    let PageId::Article(slug) = &route.place else { panic!("{path} is no article") };
    let language = route.language.clone().unwrap_or_else(|| manifest.papers[0].masthead.language.clone());
    let paper = manifest.papers.iter().find(|paper| paper.masthead.language == language).expect("a paper");
    let months = paper.months.iter().flat_map(|month| read::<MonthIndex>(site, &month.bundle.path()).entries);
    let entry = months.into_iter().find(|entry| entry.slug == *slug).unwrap_or_else(|| panic!("no article {slug}"));
    let article: Article = read(site, &entry.bundle.path());
    let article = EmbeddedArticle {
        route: &route,
        main: &manifest.papers[0].masthead.language,
        newsroom: &paper.masthead.title,
        article: &article,
        lead: &entry.lead,
        bundle: entry.bundle.hash,
        edition: Some(head.edition),
    };
    let key = trust::edition::claimed_site(&head).ok();
    Snippets::article(&article, &Addresses { roots, key, script: manifest.embed.as_ref() }).expect("an address")
}

/// Returns the element of an article, with its script.
pub fn element(site: &Site, path: &str, roots: &[String]) -> String {
    snippets(site, path, roots).element.expect("a script")
}

/// Returns the snippets of a section of the main language.
pub fn list(site: &Site, section: &str, roots: &[String]) -> Snippets {
    let head: Head = read(site, Head::PATH);
    let manifest: Manifest = read(site, &head.manifest.manifest_path());
    let masthead = &manifest.papers[0].masthead;
    let route = EmbeddedSection::route(None, section);
    let section = EmbeddedSection {
        route: &route,
        title: section,
        newsroom: &masthead.title,
        language: &masthead.language,
        entries: &[],
    };
    let key = trust::edition::claimed_site(&head).ok();
    Snippets::list(&section, &Addresses { roots, key, script: manifest.embed.as_ref() }).expect("an address")
}

impl Tab {
    /// Switches to the frame that shows a whole article.
    pub async fn enter_article_frame(&self) {
        self.enter_frame("iframe").await;
        self.js(FIND).await;
    }

    /// Waits for this state of the element.
    pub async fn check_state(&self, expected: &str) {
        self.check_js("the state of the element", "return element()?.dataset.state ?? null", expected.into()).await;
    }

    /// Returns the text that the element shows.
    pub async fn shown(&self) -> String {
        self.js("return inside().innerText").await.as_str().unwrap_or_default().replace('\u{a0}', " ")
    }

    /// Checks that the page has not moved since it began.
    pub async fn check_still(&self) {
        let shift =
            self.ask("return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(window.shift))))");
        assert_eq!(shift.await, Value::from(0), "the page was shifted");
    }

    /// Checks that a visitor sees the quotation.
    pub async fn check_quotation(&self, text: &str) {
        self.check_text("blockquote.offprint", text).await;
        assert_eq!(self.js("return !!element()?.shadowRoot?.querySelector('.offprint')").await, Value::from(false));
        self.check_still().await;
    }
}
