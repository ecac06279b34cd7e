//! Tests the command against the lies of a hostile mirror; `tests/browser/signed/hostile.rs` does so for the app.

use std::sync::Arc;

use signing::verify::FindingKind;
use tests::hostile::{Knows, LIES, Paper};
use tests::server::Server;
use tests::shell_without_app;

use crate::desk::Desk;

#[test]
fn each_lie_is_refused_for_what_it_is() {
    let paper = Paper::print(&shell_without_app(), &[]);
    let mut desk = Desk::empty();
    for (path, bytes) in &paper.newest {
        desk.write(&format!("own/{path}"), bytes);
    }
    let server = Server::start_native(Arc::new(paper.newest.clone()));
    let (mirror, site) = (server.address(""), paper.root().statement.site);
    let mut wrong = Vec::new();
    for lie in LIES {
        server.publish(Arc::new(lie.site(&paper)));
        desk.now = lie.now;
        let output = desk.run(&match lie.knows {
            Knows::Nothing => format!("verify {mirror}"),
            Knows::Site => format!("verify {mirror} --site {site}"),
            Knows::Newest => format!("mirror check {mirror} --against own"),
        });
        // The status of `Unreadable` is also that of other failures.
        let is_read = lie.kind != Some(FindingKind::Unreadable) || output.text.contains("by this machine's clock");
        if output.status != lie.kind.map_or(0, status) || !is_read {
            wrong.push(format!("{} is not {:?}: {} {}", lie.name, lie.kind, output.status, output.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Returns the exit status in `offprint verify --help`.
fn status(kind: FindingKind) -> i32 {
    match kind {
        FindingKind::Unreadable => 1,
        FindingKind::Unsigned => 3,
        FindingKind::Forged => 4,
        FindingKind::AnotherSite => 5,
        FindingKind::Altered => 6,
        FindingKind::Missing => 7,
        FindingKind::Older => 8,
        FindingKind::Expired => 9,
        FindingKind::Served => 10,
        FindingKind::Added => 11,
    }
}
