//! `offprint mirror check` and `offprint verify` of an address: what they print, and how they end.
//!
//! What they find is tested in `tests/site/hostile`, with a server that fails in every way.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use builder::hosting::{is_fixed, media_type};

use crate::desk::{DAY, Desk};

/// Serves a folder at a free port until the test ends, with these headers beside the usual ones; gives its address.
fn serve(folder: PathBuf, headers: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = format!("http://{}/", listener.local_addr().expect("a bound port"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            std::thread::spawn(move || answer(&stream, &folder, headers));
        }
    });
    address
}

fn answer(mut stream: &TcpStream, folder: &Path, headers: &str) {
    let lines: Vec<String> =
        BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().trim_start_matches('/');
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let cache = if is_fixed(&name) { "max-age=31536000" } else { "no-cache" };
    let (status, bytes) = match fs::read(folder.join(&name)) {
        Ok(bytes) => ("200 OK", bytes),
        Err(_) => ("404 Not Found", b"nothing".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nCache-Control: {cache}\r\nContent-Length: {}\r\n{headers}\
         Connection: close\r\n\r\n",
        media_type(&name),
        bytes.len()
    );
    // Whoever asks may have heard enough.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes));
}

const SHARED: &str = "Access-Control-Allow-Origin: *\r\n";

#[test]
fn a_mirror_is_compared_with_the_newsrooms_own_site() {
    let mut desk = Desk::signed();
    desk.run("verify site").succeeds();
    let site = desk.path("site");
    fs::create_dir(desk.path("copy")).expect("a folder");
    for (path, bytes) in desk.files("site") {
        desk.write(&format!("copy/{path}"), bytes);
    }
    let mirror = serve(desk.path("copy"), SHARED);
    let said = desk.run(&format!("mirror check {mirror}")).succeeds();
    assert!(said.contains("is what was signed: edition 1") && said.contains("advice: /: without encryption"), "{said}");
    let check = format!("mirror check {mirror} --against site");
    desk.run(&check).succeeds();
    let newsroom = serve(site, SHARED);
    desk.run(&format!("mirror check {mirror} --against {newsroom} --at-least 1")).succeeds();

    // The pulse dates the site anew, the mirror sleeps.
    desk.now += 2 * DAY;
    desk.run("sign site --keys keys --passphrase-file passphrase --pulse").succeeds();
    desk.run(&check).fails(8, "the newsroom has signed anew");
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    desk.run("build newsroom --out site").succeeds();
    desk.sign().succeeds();
    desk.run(&check).fails(8, "it is edition 1, and the newsroom has edition 2");
    desk.run(&check).fails(8, "is what was signed, and is out of date");
    desk.run(&format!("mirror check {mirror}")).succeeds();
    desk.run(&format!("mirror check {mirror} --against newsroom")).fails(1, "newsroom is nothing to compare with");
}

#[test]
fn what_is_served_wrongly_has_a_status_of_its_own() {
    let desk = Desk::signed();
    let mirror = serve(desk.path("site"), "");
    desk.run(&format!("verify {mirror}")).succeeds();
    let check = format!("mirror check {mirror}");
    desk.run(&check).fails(10, "it has no `Access-Control-Allow-Origin: *`");
    desk.run(&check).fails(10, "is what was signed, and is not served as readers need it");
    let page = desk.find("articles/", "index.html");
    desk.write(&format!("site/{page}"), "another page");
    desk.run(&check).fails(6, &page);
    desk.run(&format!("verify {mirror}")).fails(6, "is NOT what was signed");
}

#[test]
fn what_is_no_mirror_is_told_in_a_sentence() {
    let desk = Desk::new();
    let refused = TcpListener::bind(("127.0.0.1", 0)).expect("a free port").local_addr().expect("a bound port");
    for (address, says) in [
        ("lantern", "`lantern` is not the address of a web site: write it as in https://paper.example/"),
        ("ftp://mirror.example/", "is not the address of a web site"),
        (&format!("http://{refused}/"), "no host answers at this address"),
        (&serve(desk.path("newsroom"), SHARED), "name the root of a site that Offprint made"),
    ] {
        desk.run(&format!("mirror check {address}")).fails(1, says);
    }
    let said = desk.run("mirror check lantern").text;
    assert!(!said.contains("relative URL"), "{said}");
    let mirror = serve(desk.path("site"), SHARED);
    desk.run(&format!("mirror check {mirror}")).fails(3, "it is not signed");
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
    // What follows the first member some browsers show and some do not.
    desk.write(&copy, [stored(&whole), stored(b"more")].concat());
    desk.verify().fails(6, &format!("{page}.gz: it does not unpack"));
    desk.write(&copy, [stored(&altered), vec![0; 64 << 10]].concat());
    desk.verify().fails(6, &format!("{page}.gz: it is much longer"));
}
