//! Drives WebKitGTK, whose engine is that of Safari, if it and an X server without a screen are installed.

use std::net::TcpListener;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::Command;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::process::{Process, program};
use super::{Server, Tab, file, town, until};

/// The programs that are needed.
struct Programs {
    driver: PathBuf,
    browser: PathBuf,
    screen: PathBuf,
}

fn programs() -> Option<Programs> {
    Some(Programs {
        driver: program("OFFPRINT_WEBKIT_DRIVER", "WebKitWebDriver")?,
        browser: program("OFFPRINT_WEBKIT", "MiniBrowser")?,
        screen: program("OFFPRINT_XVFB", "Xvfb")?,
    })
}

/// Runs a test in WebKitGTK, with the town's site on a device that stores editions. Without it, prints so and passes.
pub fn in_webkit(test: impl AsyncFnOnce(&Tab)) {
    let Some(Programs { driver, browser, screen }) = programs() else {
        eprintln!("skipped: WebKitGTK with WebKitWebDriver, MiniBrowser and Xvfb is not installed");
        return;
    };
    // It chooses a free display, and writes its number.
    let mut command = Command::new(screen);
    command.args(["-displayfd", "1", "-screen", "0", "1024x900x24", "-nolisten", "tcp"]);
    let (_screen, display): (_, u32) = Process::start(&mut command, |line| line.trim().parse().ok());
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join(file::SAVED)).expect("a folder");
    // The driver only takes a port that is named.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a free port").port();
    let mut command = Command::new(driver);
    command.arg(format!("--port={port}")).env("DISPLAY", format!(":{display}")).env("HOME", folder.path());
    for variable in ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"] {
        command.env(variable, folder.path());
    }
    let _driver = Process::start_silent(&mut command);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let tab = runtime.block_on(async {
        let client = until("WebKitWebDriver", async || connect(port, &browser).await).await;
        Tab { client, server: Server::start(town(), "127.0.0.1", "/").await, folder }
    });
    let result = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(test(&tab));
    }));
    // The browser ends with its session, however the test ended.
    let _ = runtime.block_on(tab.client.clone().close());
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

async fn connect(port: u16, browser: &PathBuf) -> Result<Client, String> {
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] } });
    let Value::Object(capabilities) = capabilities else { unreachable!("capabilities are an object") };
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    builder.connect(&format!("http://127.0.0.1:{port}")).await.map_err(|error| error.to_string())
}
