//! Tests that the element renders blocks like the reader. It does so in JavaScript, because a host's policy may forbid
//! wasm.

use std::sync::Arc;

use edition::routes::{PageId, Route};
use model::{Head, Manifest, MonthIndex};
use serde_json::{Value, json};

use super::host::{Host, element};
use crate::harness::{Setup, Site, Tab, fixture, generated, town};

/// The number of random articles.
const GENERATED: u64 = 200;

/// The number of elements on one page, so few that a busy machine shows them in time.
const ELEMENTS: usize = 25;

/// A script that returns the body as a tree of elements, attributes and texts. Addresses are absolute, pictures are
/// named by what they show, and what only the app needs is left out.
const TREE: &str = "
    const leftOut = ['data-month', 'decoding', 'loading', 'sizes', 'src', 'srcset', 'referrerpolicy'];
    const tree = node => {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        if (node.nodeType !== Node.ELEMENT_NODE) return '';
        const attributes = [...node.attributes].filter(it => !leftOut.includes(it.name))
            .filter(it => !(it.name === 'rel' && it.value === 'noreferrer'))
            .map(it => `${it.name}=${it.name === 'href' && !it.value.startsWith('#') ? node.href : it.value}`).sort();
        const children = [];
        for (const child of node.childNodes) {
            const one = tree(child);
            const last = children.length - 1;
            if (typeof one === 'string' && typeof children[last] === 'string') children[last] += one;
            else if (one !== '') children.push(one);
        }
        return [node.localName, attributes, ...children];
    };";

/// A script that returns the body of a fetched page, whose addresses are relative to the page.
const FETCHED: &str = "
    const fetched = async (address) => {
        const page = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
        page.head.append(Object.assign(page.createElement('base'), { href: address }));
        return tree(page.querySelector('.body'));
    };";

/// Returns the paths of the pages of all articles with a text.
fn articles(site: &Site) -> Vec<String> {
    let read = |path: &str| site.get(path).unwrap_or_else(|| panic!("no {path}"));
    let head: Head = serde_json::from_slice(read(Head::PATH)).expect("a head");
    let manifest: Manifest = serde_json::from_slice(read(&head.manifest.manifest_path())).expect("a manifest");
    let main = &manifest.papers[0].masthead.language;
    let mut paths = Vec::new();
    for paper in &manifest.papers {
        for month in &paper.months {
            let index: MonthIndex = serde_json::from_slice(read(&month.bundle.path())).expect("a month index");
            let routes = index
                .entries
                .into_iter()
                .map(|entry| Route::new(&paper.masthead.language, main, PageId::Article(entry.slug)).path());
            paths.extend(routes);
        }
    }
    let has_body = |path: &String| {
        let page = String::from_utf8_lossy(read(&format!("{path}index.html")));
        page.contains("class=\"body\"")
    };
    paths.retain(has_body);
    paths
}

/// Compares both renderings of some articles.
async fn check_page(tab: &Tab, site: &Site, paths: &[String]) {
    tab.visit("").await;
    let addresses: Vec<String> = paths.iter().map(|path| tab.server.address(path)).collect();
    let fetched = format!(
        "{TREE}{FETCHED} return (async () => {{ const trees = []; for (const address of {}) \
         trees.push(await fetched(address)); return trees; }})()",
        json!(addresses)
    );
    let expected = tab.ask(&fetched).await;
    let roots = [tab.server.address("")];
    let elements: String = paths.iter().map(|path| element(site, path, &roots)).collect();
    let _host = Host::open(tab, "", &elements).await;
    let waiting = "return [...document.querySelectorAll('offprint-article')]
        .filter(it => it.dataset.state !== 'shown').map(it => it.getAttribute('src'))";
    tab.check_js("what does not show its article", waiting, json!([])).await;
    let found = format!(
        "{TREE} return [...document.querySelectorAll('offprint-article')]
            .map(it => tree(it.shadowRoot.querySelector('.body')))"
    );
    let found = tab.js(&found).await;
    let trees = |trees: &Value| trees.as_array().expect("trees").clone();
    let (expected, found) = (trees(&expected), trees(&found));
    assert_eq!([expected.len(), found.len()], [paths.len(); 2], "each article has both trees");
    for ((path, expected), found) in paths.iter().zip(&expected).zip(&found) {
        let lines = |tree: &Value| serde_json::to_string_pretty(tree).expect("JSON");
        let (expected, found) = (lines(expected), lines(found));
        for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
            assert_eq!(found, expected, "line {number} of the body of {path}");
        }
        assert_eq!(found.lines().count(), expected.lines().count(), "{path}");
    }
}

/// Compares both renderings of every article of a site.
fn check(site: Arc<Site>) {
    let paths = articles(&site);
    assert!(!paths.is_empty(), "the site has articles");
    Setup::new().with_site(Arc::clone(&site)).run(async |tab| {
        // All pictures are loaded, wherever they are on the page.
        tab.before_each_page("delete window.IntersectionObserver").await;
        for paths in paths.chunks(ELEMENTS) {
            check_page(tab, &site, paths).await;
        }
    });
}

/// A kind of block that the script lacks, or renders in another way than the reader, fails here.
#[test]
fn its_text_is_the_readers_own_element_for_element() {
    for name in ["every-block", "hugo", "jekyll", "languages", "plain-text", "zola"] {
        check(fixture(name));
    }
    check(town());
}

/// So does a block inside another one in a combination that no fixture has.
#[test]
fn its_text_is_the_readers_own_however_blocks_are_put_together() {
    check(generated(GENERATED));
}
