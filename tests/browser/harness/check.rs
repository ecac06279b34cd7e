//! Checks what a reader should see, and waits for what takes time.

use serde_json::{Value, json};

use super::Tab;
use tests::wait::until;

impl Tab {
    /// Checks that the page is at this path below the site's root.
    pub async fn check_path(&self, path: &str) {
        self.check_js("the address", "return location.href", json!(self.server.address(path))).await;
    }

    /// Checks the title of the document.
    pub async fn check_title(&self, title: &str) {
        self.check_js("the title", "return document.title", json!(title)).await;
    }

    /// Checks the page's heading.
    pub async fn check_heading(&self, heading: &str) {
        let script = "return document.querySelector('main h1')?.textContent.trim()";
        self.check_js("the heading", script, json!(heading)).await;
    }

    /// Checks the number of dialogs in the document, open or not.
    pub async fn check_dialogs(&self, number: u32) {
        self.check_js("the dialogs", "return document.querySelectorAll('dialog').length", json!(number)).await;
    }

    /// Checks that keyboard and screen reader are at the page's heading.
    pub async fn check_focus_on_heading(&self) {
        self.check_focus("main h1").await;
    }

    /// Checks that the keyboard is at the element of a CSS selector.
    pub async fn check_focus(&self, selector: &str) {
        let script = format!("return document.activeElement === document.querySelector({selector:?})");
        self.check_js(&format!("the focus on {selector}"), &script, json!(true)).await;
    }

    /// Checks the language and the direction of the document.
    pub async fn check_language(&self, language: &str, direction: &str) {
        let script = "const html = document.documentElement; return [html.lang, html.dir]";
        self.check_js("the language", script, json!([language, direction])).await;
    }

    /// Checks the scroll position, to the pixel.
    pub async fn check_scroll(&self, expected: f64) {
        until(&format!("a scroll of {expected}"), async || {
            let scroll = self.scroll().await;
            if (scroll - expected).abs() < 1.0 { Ok(()) } else { Err(format!("one of {scroll}")) }
        })
        .await;
    }

    /// Checks what the body of a function in the page returns, and waits for it.
    pub async fn check_js(&self, what: &str, body: &str, expected: Value) {
        until(&format!("{what} to be {expected}"), async || {
            // Between two pages no page may exist that could run it.
            let found = self.client.execute(body, Vec::new()).await.unwrap_or_default();
            if found == expected { Ok(()) } else { Err(found.to_string()) }
        })
        .await;
    }

    /// Checks that the notice bar shows this text, and waits for it.
    pub async fn check_notice(&self, expected: &str) {
        let script =
            "const line = document.querySelector('aside.notice'); return line && !line.hidden ? line.innerText : ''";
        until(&format!("a notice with {expected:?}"), async || {
            let found = self.client.execute(script, Vec::new()).await.unwrap_or_default();
            let found = found.as_str().unwrap_or_default().replace('\u{a0}', " ");
            if found.contains(expected) { Ok(()) } else { Err(format!("{found:?}")) }
        })
        .await;
    }

    /// Checks that the notice bar is hidden, and waits for it.
    pub async fn check_no_notice(&self) {
        self.check_js("the notice", "return document.querySelector('aside.notice').hidden", json!(true)).await;
    }

    /// Checks that the newest edition is on the device, with the app that reads it.
    pub async fn check_kept(&self) {
        self.check_notice("Saved on this device").await;
        self.check_js("the worker", "return !!navigator.serviceWorker.controller", json!(true)).await;
    }

    /// Checks that the newest edition is on the device with its pictures, and that no download is running.
    pub async fn check_all_kept(&self) {
        const STORED: &str = "
            const names = (await caches.keys()).filter((name) => name.endsWith('media'));
            const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
            return requests.flat().map((request) => request.url);";
        self.check_kept().await;
        let wanted = self.server.stored_pictures();
        until("the pictures on the device", async || {
            let stored: Vec<String> = serde_json::from_value(self.ask(STORED).await).expect("a list of addresses");
            let is_missing = |path: &&String| !stored.iter().any(|address| address.ends_with(path.as_str()));
            let missing: Vec<&String> = wanted.iter().filter(is_missing).collect();
            if missing.is_empty() { Ok(()) } else { Err(format!("without {missing:?}")) }
        })
        .await;
        self.server.wait_for_quiet_after("edition/head.json").await;
    }

    /// Checks some text on the page, and waits for it.
    pub async fn check_text(&self, selector: &str, expected: &str) {
        let script = format!("return document.querySelector({selector:?})?.innerText ?? ''");
        until(&format!("{expected:?} in {selector}"), async || {
            let found = self.client.execute(&script, Vec::new()).await.unwrap_or_default();
            let found = found.as_str().unwrap_or_default().replace('\u{a0}', " ");
            if found.contains(expected) { Ok(()) } else { Err(format!("{found:?}")) }
        })
        .await;
    }

    /// Returns the result of an asynchronous function in the page.
    pub async fn ask(&self, body: &str) -> Value {
        let script =
            format!("const done = arguments[0]; (async () => {{ {body} }})().then(done, error => done(`${{error}}`))");
        self.client.execute_async(&script, Vec::new()).await.unwrap_or_else(|error| panic!("{error} in {body}"))
    }

    /// Leaves a mark in the window that loading any page would remove.
    pub async fn mark(&self) {
        self.js("window.mark = 'still here'").await;
    }

    /// Checks that no page was loaded since the mark was left.
    pub async fn check_marked(&self) {
        assert_eq!(self.js("return window.mark").await, json!("still here"), "the page was loaded anew");
    }

    /// Checks the number of open tabs.
    pub async fn check_tabs(&self, expected: usize) {
        until(&format!("{expected} tabs"), async || {
            let tabs = self.client.windows().await.map_or(0, |tabs| tabs.len());
            if tabs == expected { Ok(()) } else { Err(format!("{tabs}")) }
        })
        .await;
    }

    /// Returns a picture of the screen.
    pub async fn screenshot(&self) -> image::RgbImage {
        let png = self.client.screenshot().await.expect("a picture of the screen");
        image::load_from_memory(&png).expect("a PNG").into_rgb8()
    }

    /// Checks that exactly these paths were requested since the last call, apart from the browser's requests for its
    /// own frame around the page, and from the parts of the app, which load whenever the page is idle.
    pub fn check_requests(&self, expected: &[&str]) {
        let mut requests = self.server.take_requests();
        let is_part = |path: &str| path.ends_with(".wasm") && path.matches('.').count() == 2;
        requests.retain(|path| !path.starts_with("icons/") && path != "manifest.webmanifest" && !is_part(path));
        assert_eq!(requests, expected);
    }

    /// Checks that the browser's console is empty.
    pub async fn check_console_is_empty(&self, page: &str) {
        let messages = self.console().await;
        assert!(messages.is_empty(), "the console of {page:?} has {messages:#?}");
    }

    /// Checks that the browser's console has only its own messages about a missing server, which no script can prevent.
    pub async fn check_console_says_only_that_the_site_is_gone(&self, page: &str) {
        let mut messages = self.console().await;
        messages.retain(|message| !message.contains("net::ERR_"));
        assert!(messages.is_empty(), "the console of {page:?} has {messages:#?}");
    }

    /// Returns the console's messages since the last call.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.take_log("browser").await;
        entries.iter().map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Returns the addresses of all requests since the last call to any server, except those of the browser's own
    /// pages.
    pub async fn all_requests(&self) -> Vec<String> {
        let entries = self.take_log("performance").await;
        let requests = entries.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let is_request = event["method"] == "Network.requestWillBeSent";
            is_request.then(|| event["params"]["request"]["url"].as_str().map(str::to_owned))?
        });
        requests.filter(|address| !address.starts_with("chrome") && address != "about:blank").collect()
    }
}
