//! Drives Firefox, if it and its driver are installed.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::Command;

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Process, program};
use super::{Server, Tab, file, town};

/// Runs a test in Firefox, with the town's site on a device that stores editions. Without Firefox, prints so and passes.
pub fn in_firefox(test: impl AsyncFnOnce(&Tab)) {
    let programs = program("OFFPRINT_GECKODRIVER", "geckodriver").zip(program("OFFPRINT_FIREFOX", "firefox"));
    let Some((geckodriver, firefox)) = programs else {
        eprintln!("skipped: Firefox with geckodriver is not installed");
        return;
    };
    let mut command = Command::new(&geckodriver);
    command.args(["--port", "0", "--websocket-port", "0"]);
    let (driver, port): (_, u16) =
        Process::start(&mut command, |line| line.split_once("Listening on 127.0.0.1:")?.1.trim().parse().ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let tab = runtime.block_on(open(port, &firefox));
    let result = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(test(&tab));
    }));
    // Firefox ends with its session, however the test ended.
    let _ = runtime.block_on(tab.client.clone().close());
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
    let mut errors = driver.lines();
    errors.retain(|line| line.starts_with("JavaScript error: file:") || line.starts_with("JavaScript error: http:"));
    assert!(errors.is_empty(), "{errors:#?}");
}

async fn open(port: u16, firefox: &Path) -> Tab {
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
    let client = builder.connect(&format!("http://127.0.0.1:{port}")).await.expect("geckodriver starts Firefox");
    Tab { client, server: Server::start(town(), "127.0.0.1", "/").await, folder }
}
