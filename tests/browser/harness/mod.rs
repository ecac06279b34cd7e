//! Provides what the tests drive: a browser tab, and the server of its site.
//!
//! Finding is in `find`, acting in `act`, checking in `check`; a test reads as a list of their calls.

mod act;
mod check;
mod driver;
mod file;
mod find;
mod firefox;
mod process;
pub mod signing;
mod site;
mod webkit;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use act::Key;
use driver::{BrowserOptions, Driver};
pub use firefox::in_firefox;
pub use site::{
    NEWER_APP, every_block, fixture, generated, huge_site, long_article, long_bundle, newer_app, newer_site, packing,
    sample, town, town_at, town_bundle, town_index, town_manifest, town_pack, town_with, town_words, with_manifest,
    withdrawn_site, zipped,
};
pub use site::{Site, core, part};
pub use tests::server::{Exchange, Fault, Server};
pub use tests::wait::until;
pub use webkit::in_webkit;

/// A browser tab and the server of the site that it reads.
pub struct Tab {
    client: Client,
    /// The server of the site.
    pub server: Server,
    /// The folder of files to open and of saved files.
    folder: TempDir,
}

/// The setup of a test.
pub struct Setup {
    site: Arc<Site>,
    host: &'static str,
    root: &'static str,
    scripts: bool,
    storage: bool,
    keeps: bool,
    width: u32,
    height: u32,
}

/// Runs a test in a tab 1000 pixels wide, with the town's site at the root of a server.
pub fn in_tab(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().run(test);
}

/// Runs a test in such a tab, on a device that stores editions.
pub fn on_device(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().keeping().run(test);
}

impl Setup {
    /// Returns the setup of [`in_tab`]. The tab is private, so that everything comes from the site.
    pub fn new() -> Self {
        let host = "127.0.0.1";
        Self { site: town(), host, root: "/", scripts: true, storage: true, keeps: false, width: 1000, height: 800 }
    }

    /// Stores editions on the device, as by default.
    pub fn keeping(self) -> Self {
        Self { keeps: true, ..self }
    }

    /// Forbids the browser to store anything.
    pub fn without_storage(self) -> Self {
        Self { storage: false, keeps: true, ..self }
    }

    /// Serves the site of another newsroom.
    pub fn with_site(self, site: Arc<Site>) -> Self {
        Self { site, ..self }
    }

    /// Serves the site from a host without encryption, as in a local network, where browsers allow less than on this
    /// machine.
    pub fn on_plain_http(self) -> Self {
        Self { host: "plain.test", ..self }
    }

    /// Serves the site below this path.
    pub fn under(self, root: &'static str) -> Self {
        Self { root, ..self }
    }

    /// Turns scripts off.
    pub fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// Sets the size of the page's part of the window, in CSS pixels.
    pub fn sized(self, width: u32, height: u32) -> Self {
        Self { width, height, ..self }
    }

    /// Runs the test, and ends the browser however the test ends.
    pub fn run(self, test: impl AsyncFnOnce(&Tab)) {
        let driver = Driver::start();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let result = std::panic::catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                let tab = self.open(&driver).await;
                test(&tab).await;
                // The driver ends what a passing test leaves open.
                let _ = tab.client.close().await;
            });
        }));
        drop(driver);
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
    }

    async fn open(self, driver: &Driver) -> Tab {
        let client = driver.browser(&BrowserOptions { scripts: self.scripts, storage: self.storage }).await;
        let server = Server::start(self.site, self.host, self.root).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let saved = folder.path().join(file::SAVED);
        std::fs::create_dir(&saved).expect("a folder");
        let tab = Tab { client, server, folder };
        tab.devtools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": saved })).await;
        if !self.keeps {
            tab.before_each_page("window.name = 'private'").await;
        }
        let size = json!({ "width": self.width, "height": self.height, "deviceScaleFactor": 1, "mobile": false });
        tab.devtools("Emulation.setDeviceMetricsOverride", size).await;
        tab
    }
}

impl Tab {
    /// Runs the body of a function in the page.
    pub async fn js(&self, body: &str) -> Value {
        self.client.execute(body, Vec::new()).await.unwrap_or_else(|error| panic!("{error} in {body}"))
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// Returns the browser's log of this kind since the last call; `browser` is its console.
    async fn take_log(&self, kind: &str) -> Vec<Value> {
        match self.post("se/log", json!({ "type": kind })).await {
            Value::Array(entries) => entries,
            other => panic!("the log is {other}"),
        }
    }

    async fn post(&self, path: &'static str, body: Value) -> Value {
        let command = Post { path, body };
        let text = format!("{command:?}");
        self.client.issue_cmd(command).await.unwrap_or_else(|error| panic!("{error} in {text}"))
    }
}

/// A command of ChromeDriver's own.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
