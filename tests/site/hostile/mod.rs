//! Hostile mirrors, and bad hosts: what the command makes of each, over a real connection.

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

/// Long enough for a machine that does three other things.
const PATIENT: Timeouts = Timeouts { answer: Duration::from_secs(60), whole: Duration::from_secs(60) };

/// Too short for what is slow on purpose.
const IMPATIENT: Timeouts = Timeouts { answer: Duration::from_millis(400), whole: Duration::from_millis(400) };

/// A mirror of the newest edition.
fn mirror() -> Server {
    Server::behind(Arc::new(PAPER.newest.clone()))
}

/// The mirror as the command sees it.
fn seen(server: &Server, timeouts: Timeouts) -> HttpSource {
    HttpSource::at(&server.address(""), timeouts).expect("an address")
}

/// What the one who asks knows already.
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

/// Fails unless this is the worst that was found, and its words are these.
#[track_caller]
fn check_worst(verdict: &Verdict, kind: Option<FindingKind>, says: &str) {
    assert_eq!(verdict.worst(), kind, "{says}: {:#?}", verdict.findings);
    let is_said = |finding: &Finding| Some(finding.kind) == kind && finding.to_string().contains(says);
    assert!(kind.is_none() || verdict.findings.iter().any(is_said), "{says}: {:#?}", verdict.findings);
}
