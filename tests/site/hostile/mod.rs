//! Tests hostile mirrors and bad hosts: what the command finds over a real connection.

mod faults;
mod lies;
mod mirrors;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use signing::verify::network::{HttpSource, Timeouts};
use signing::verify::{Expected, ExpectedSite, Finding, FindingKind, Verdict, newest};
use tests::hostile::{Knows, NOW, Paper};
use tests::server::Server;
use tests::shell_without_app;

static PAPER: LazyLock<Paper> = LazyLock::new(|| Paper::print(&shell_without_app(), &[]));

/// Timeouts long enough for a busy machine.
const PATIENT: Timeouts = Timeouts { answer: Duration::from_secs(60), whole: Duration::from_secs(60) };

/// Timeouts too short for a slow answer.
const IMPATIENT: Timeouts = Timeouts { answer: Duration::from_millis(400), whole: Duration::from_millis(400) };

/// Serves a mirror of the newest edition.
fn mirror() -> Server {
    Server::start_native(Arc::new(PAPER.newest.clone()))
}

/// Returns the mirror as the command sees it.
fn seen(server: &Server, timeouts: Timeouts) -> HttpSource {
    HttpSource::at(&server.address(""), timeouts).expect("an address")
}

/// Returns what the caller knows already.
fn expected(knows: Knows) -> Expected {
    let root = PAPER.root();
    match knows {
        Knows::Nothing => Expected::default(),
        Knows::Site => Expected { site: Some(ExpectedSite::Hash(root.statement.site)), at_least: None, newest: None },
        Knows::Newest => {
            let newest = newest(&PAPER.newest, NOW).expect("an edition");
            Expected { newest: Some(newest), ..Expected::default() }
        }
    }
}

/// Checks the kind and text of the worst finding.
#[track_caller]
fn check_worst(verdict: &Verdict, kind: Option<FindingKind>, text: &str) {
    assert_eq!(verdict.worst(), kind, "{text}: {:#?}", verdict.findings);
    let is_found = |finding: &Finding| Some(finding.kind) == kind && finding.to_string().contains(text);
    assert!(kind.is_none() || verdict.findings.iter().any(is_found), "{text}: {:#?}", verdict.findings);
}
