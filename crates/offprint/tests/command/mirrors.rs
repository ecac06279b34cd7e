//! Tests the output and exit status of `offprint mirror check`, and of `offprint verify` for an address.
//!
//! Their findings are tested in `tests/site/hostile`, with a server that fails in every way.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;

use tests::server::{Fault, Server};

use crate::desk::{DAY, Desk};

/// Serves a folder as it is now.
fn serve(desk: &Desk, folder: &str) -> Server {
    Server::start_native(Arc::new(desk.files(folder)))
}

#[test]
fn a_mirror_is_compared_with_the_newsrooms_own_site() {
    let mut desk = Desk::signed();
    desk.run("verify site").succeeds();
    let (server, newsroom) = (serve(&desk, "site"), serve(&desk, "site"));
    let (mirror, newsroom) = (server.address(""), newsroom.address(""));
    let output = desk.run(&format!("mirror check {mirror}")).succeeds();
    assert!(
        output.contains("is what was signed: edition 1") && output.contains("advice: /: without encryption"),
        "{output}"
    );
    let check = format!("mirror check {mirror} --against site");
    desk.run(&check).succeeds();
    desk.run(&format!("mirror check {mirror} --against {newsroom} --at-least 1")).succeeds();

    // The pulse renews the date, but the mirror does not copy it.
    desk.now += 2 * DAY;
    desk.run("sign site --keys keys --passphrase-file passphrase --pulse").succeeds();
    desk.run(&check).fails(8, "the newsroom renewed the date");
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    desk.run("build newsroom --out site").succeeds();
    desk.sign().succeeds();
    desk.run(&check).fails(8, "it is edition 1, and the newsroom has edition 2");
    desk.run(&check).fails(8, "is what was signed, but is out of date");
    desk.run(&format!("mirror check {mirror}")).succeeds();
    desk.run(&format!("mirror check {mirror} --against newsroom")).fails(1, "newsroom cannot be compared with");
}

#[test]
fn what_is_served_wrongly_has_a_status_of_its_own() {
    let desk = Desk::signed();
    let server = serve(&desk, "site");
    let mirror = server.address("");
    server.fail("", Fault::Without("access-control-allow-origin"));
    desk.run(&format!("verify {mirror}")).succeeds();
    let check = format!("mirror check {mirror}");
    desk.run(&check).fails(10, "it has no `Access-Control-Allow-Origin: *`");
    desk.run(&check).fails(10, "is what was signed, but is not served as readers need it");
    let page = desk.find("articles/", "index.html");
    let mut altered = desk.files("site");
    altered.insert(page.clone(), b"another page".to_vec());
    server.publish(Arc::new(altered));
    desk.run(&check).fails(6, &page);
    desk.run(&format!("verify {mirror}")).fails(6, "is NOT what was signed");
}

#[test]
fn what_is_no_mirror_is_told_in_a_sentence() {
    let desk = Desk::new();
    let refused = TcpListener::bind(("127.0.0.1", 0)).expect("a free port").local_addr().expect("a bound port");
    for (address, message) in [
        ("lantern", "`lantern` is not the address of a web site: write it as in https://paper.example/"),
        ("ftp://mirror.example/", "is not the address of a web site"),
        (&format!("http://{refused}/"), "no host answers at this address"),
        (&serve(&desk, "newsroom").address(""), "name the root of a site that Offprint made"),
    ] {
        desk.run(&format!("mirror check {address}")).fails(1, message);
    }
    let output = desk.run("mirror check lantern").text;
    assert!(!output.contains("relative URL"), "{output}");
    let server = serve(&desk, "site");
    desk.run(&format!("mirror check {}", server.address(""))).fails(3, "it is not signed");
    desk.run("mirror").fails(2, "check");
    desk.run("mirror check").fails(2, "URL");
}

/// A server sends a copy in place of its file, however large it is: padding must not hide it.
#[test]
fn a_copy_that_is_larger_than_its_file_is_looked_at_too() {
    let desk = Desk::signed();
    let page = desk.find("articles/", "index.html");
    let whole = fs::read(desk.path("site").join(&page)).expect("a page");
    let stored = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        packed.write_all(bytes).expect("packed");
        packed.finish().expect("packed")
    };
    let copy = format!("site/{page}.gz");
    desk.write(&copy, stored(&whole));
    desk.verify().succeeds();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    desk.write(&copy, stored(&altered));
    desk.verify().fails(6, &format!("{page}.gz: it does not unpack to what was signed"));
    // Some browsers show what follows the first member, others do not.
    desk.write(&copy, [stored(&whole), stored(b"more")].concat());
    desk.verify().fails(6, &format!("{page}.gz: it does not unpack"));
    desk.write(&copy, [stored(&altered), vec![0; 64 << 10]].concat());
    desk.verify().fails(6, &format!("{page}.gz: it is much longer"));
}
