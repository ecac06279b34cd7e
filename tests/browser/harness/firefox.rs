//! Drives Firefox, if it and its driver are installed: it opens files from a disk too, but not exactly as Chromium
//! does.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Server, Tab, file, town};

/// The output of Firefox and its driver.
type Lines = Arc<Mutex<Vec<String>>>;

/// A geckodriver process, ended when dropped.
struct Driver {
    process: Child,
    port: u16,
    lines: Lines,
}

/// Runs a test in Firefox. Without Firefox, prints so and passes.
pub fn in_firefox(test: impl AsyncFnOnce(&Tab)) {
    let programs = program("OFFPRINT_GECKODRIVER", "geckodriver").zip(program("OFFPRINT_FIREFOX", "firefox"));
    let Some((geckodriver, firefox)) = programs else {
        eprintln!("skipped: Firefox with geckodriver is not installed");
        return;
    };
    let driver = Driver::start(&geckodriver);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let tab = runtime.block_on(driver.open(&firefox));
    let result = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(test(&tab));
    }));
    // Firefox ends with its session, however the test ended.
    let _ = runtime.block_on(tab.client.clone().close());
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
    let lines = driver.lines.lock().unwrap_or_else(PoisonError::into_inner);
    let errors: Vec<&String> = lines.iter().filter(|line| line.starts_with("JavaScript error: file:")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

impl Driver {
    fn start(program: &PathBuf) -> Self {
        let mut process = Command::new(program)
            .args(["--port", "0", "--websocket-port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().expect("a piped output")).lines();
        let port = output.find_map(|line| line.ok()?.split_once("Listening on 127.0.0.1:")?.1.trim().parse().ok());
        let lines = Lines::default();
        let mut driver = Self { process, port: port.unwrap_or_default(), lines: Arc::clone(&lines) };
        assert!(driver.port > 0, "{} named no port", program.display());
        // Firefox writes errors of pages to its standard error.
        let errors = driver.process.stderr.take().expect("a piped output");
        collect(BufReader::new(errors).lines(), Arc::clone(&lines));
        collect(output, lines);
        driver
    }

    async fn open(&self, firefox: &PathBuf) -> Tab {
        let folder: TempDir = tempfile::tempdir().expect("a temporary folder");
        let saved = folder.path().join(file::SAVED);
        std::fs::create_dir(&saved).expect("a folder");
        let capabilities = json!({
            "moz:firefoxOptions": {
                "binary": firefox,
                "args": ["-headless"],
                "prefs": {
                    "browser.download.folderList": 2,
                    "browser.download.dir": saved,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "browser.dom.window.dump.enabled": true,
                    "devtools.console.stdout.content": true,
                    "network.dns.disabled": true,
                },
            },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("capabilities are an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{}", self.port);
        let client = builder.connect(&address).await.expect("geckodriver starts Firefox");
        Tab { client, server: Server::start(town(), "127.0.0.1", "/").await, folder }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Collects each line as it arrives.
fn collect(output: std::io::Lines<BufReader<impl Read + Send + 'static>>, lines: Lines) {
    thread::spawn(move || {
        for line in output.map_while(Result::ok) {
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

/// Returns the program that is named, or the first on the PATH.
fn program(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(program) = env::var_os(variable).filter(|program| !program.is_empty()) {
        return Some(program.into());
    }
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}
