//! Starts ChromeDriver and a browser session in it, and always ends both.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The number of browsers that run at the same time: more would only make each other slow.
const MAX_BROWSERS: usize = 2;

static FREE: Mutex<usize> = Mutex::new(MAX_BROWSERS);
static FREED: Condvar = Condvar::new();

/// A ChromeDriver process. Dropping it ends every browser that it started, then itself.
pub struct Driver {
    process: Child,
    port: u16,
    /// The browser's profile, empty as on a new phone.
    profile: TempDir,
}

/// The options of a browser.
pub struct BrowserOptions {
    /// `true` if pages may run scripts.
    pub scripts: bool,
    /// `true` if pages may store anything.
    pub storage: bool,
}

impl Driver {
    /// Starts it on a free port, once few enough others are running.
    pub fn start() -> Self {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        *FREED.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner) -= 1;
        // ChromeDriver uses a free port of IPv4 and the same one of IPv6, which another process may have taken by then.
        let mut started = Self::start_process();
        for _ in 0..4 {
            started = started.or_else(|_| Self::start_process());
        }
        started.unwrap_or_else(|reason| {
            give_back();
            panic!("{reason}; `cargo xtask test` sets up what the browser tests need")
        })
    }

    fn start_process() -> Result<Self, String> {
        let program = env::var_os("OFFPRINT_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let mut lines = BufReader::new(process.stdout.take().expect("a piped output")).lines();
        let port = lines.find_map(|line| port_in(&line.ok()?));
        let Some(port) = port else {
            end(&mut process);
            return Err(format!("{} named no port", program.display()));
        };
        // ChromeDriver would stop if nothing read its output.
        thread::spawn(move || lines.count());
        let profile = tempfile::tempdir().map_err(|error| format!("no folder for a profile: {error}"))?;
        Ok(Self { process, port, profile })
    }

    /// Starts a browser.
    pub async fn browser(&self, options: &BrowserOptions) -> Client {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(self.capabilities(options));
        builder.connect(&format!("http://127.0.0.1:{}", self.port)).await.expect("ChromeDriver starts Chromium")
    }

    fn capabilities(&self, options: &BrowserOptions) -> Capabilities {
        let mut chromium = json!({
            "args": [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--lang=en",
                // A host that is no loopback address and has no certificate, as in a local network.
                "--host-resolver-rules=MAP plain.test 127.0.0.1, MAP login.test ~NOTFOUND",
                format!("--user-data-dir={}", self.profile.path().display()),
            ],
            "prefs": {
                "profile.managed_default_content_settings.javascript": if options.scripts { 1 } else { 2 },
                "profile.managed_default_content_settings.cookies": if options.storage { 1 } else { 2 },
            },
        });
        if let Some(program) = chromium_program() {
            chromium["binary"] = json!(program);
        }
        let capabilities = json!({
            "goog:chromeOptions": chromium,
            // A page that never finishes loading fails with a clear error.
            "timeouts": { "pageLoad": 30_000 },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        match capabilities {
            Value::Object(capabilities) => capabilities,
            _ => Capabilities::new(),
        }
    }

    /// Asks ChromeDriver to end its browsers and itself. Plain I/O, because it must work after any other failure.
    fn shut_down(&mut self) {
        let asked = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
            stream.read_to_end(&mut Vec::new())
        });
        let deadline = Instant::now() + Duration::from_secs(if asked.is_ok() { 10 } else { 0 });
        while !matches!(self.process.try_wait(), Ok(Some(_)) | Err(_)) && Instant::now() < deadline {
            thread::yield_now();
        }
        end(&mut self.process);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shut_down();
        give_back();
    }
}

fn give_back() {
    *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    FREED.notify_one();
}

fn end(process: &mut Child) {
    // The process may have ended already.
    let _ = process.kill();
    let _ = process.wait();
}

/// Returns the port in `ChromeDriver was started successfully on port 41234.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

/// Returns the browser that is named, or the first on the PATH. Otherwise ChromeDriver looks for one itself.
fn chromium_program() -> Option<PathBuf> {
    if let Some(program) = env::var_os("OFFPRINT_CHROMIUM") {
        return Some(program.into());
    }
    let path = env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    names.iter().find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}
