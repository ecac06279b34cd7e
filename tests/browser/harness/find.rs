//! Finds what is on the screen.

use fantoccini::Locator;
use fantoccini::elements::Element;

use super::Tab;
use tests::wait::until;

impl Tab {
    /// Finds the first element of a CSS selector, and waits for it.
    pub async fn find(&self, selector: &str) -> Element {
        self.locate(selector, Locator::Css(selector)).await
    }

    /// Finds the first link with exactly this text, and waits for it.
    pub async fn link(&self, text: &str) -> Element {
        self.locate(&format!("a link {text:?}"), Locator::LinkText(text)).await
    }

    async fn locate(&self, what: &str, locator: Locator<'_>) -> Element {
        until(what, async || self.client.find(locator).await.map_err(|_| "none".to_owned())).await
    }

    /// Returns the text that a reader sees in the first element of a selector.
    pub async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.expect("an element of the page has a text")
    }

    /// Returns the headlines of the articles that a list shows.
    pub async fn headlines(&self) -> Vec<String> {
        let found =
            self.js("return [...document.querySelectorAll('.teaser-headline')].map(it => it.textContent.trim())");
        let found = found.await;
        found.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }

    /// Returns the address of the open page.
    pub async fn address(&self) -> String {
        self.client.current_url().await.map_or_else(|error| error.to_string(), String::from)
    }

    /// Returns the scroll position.
    pub async fn scroll(&self) -> f64 {
        self.js("return scrollY").await.as_f64().expect("a number")
    }
}
