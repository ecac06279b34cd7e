//! A site on the network.

use std::io::Read;
use std::time::Duration;

use anyhow::{Context, ensure};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::Agent;
use url::Url;

use super::{Failed, Source};

/// What is written otherwise in the path of an address (RFC 3986, 3.3).
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// How long a file may take, from the first byte that is asked to the last one that comes.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a host may take until it answers at all.
const ANSWER: Duration = Duration::from_secs(20);

/// A site on the network.
pub(super) struct Site {
    root: Url,
    agent: Agent,
}

impl Site {
    pub(super) fn at(address: &str) -> anyhow::Result<Self> {
        let mut root = Url::parse(address).with_context(|| format!("`{address}` is not the address of a site"))?;
        ensure!(matches!(root.scheme(), "http" | "https"), "`{address}` is not the address of a web site");
        root.set_query(None);
        root.set_fragment(None);
        if !root.path().ends_with('/') {
            let path = format!("{}/", root.path().trim_end_matches("index.html").trim_end_matches('/'));
            root.set_path(&path);
        }
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .timeout_recv_response(Some(ANSWER))
            .timeout_connect(Some(ANSWER))
            // A site that sends its readers elsewhere is that other site.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { root, agent: config.into() })
    }
}

impl Source for Site {
    fn get(&self, path: &str, most: u64) -> Result<Vec<u8>, Failed> {
        let address = format!("{}{}", self.root, utf8_percent_encode(path, PATH));
        let unreadable = |error: String| Failed::Unreadable(error);
        let mut answer = self.agent.get(&address).call().map_err(|error| unreadable(error.to_string()))?;
        let status = answer.status();
        if status == 404 || status == 410 {
            return Err(Failed::Missing);
        }
        if status.is_redirection() {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("another address");
            return Err(unreadable(format!("the site leads to {to}")));
        }
        if status != 200 {
            return Err(unreadable(format!("the site answered {status}")));
        }
        let mut bytes = Vec::new();
        let mut body = answer.body_mut().as_reader().take(most + 1);
        body.read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
        if bytes.len() as u64 > most { Err(Failed::TooLong) } else { Ok(bytes) }
    }
}
