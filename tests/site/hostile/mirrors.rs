//! Tests what `offprint mirror check` says of hosts: honest ones, and those that serve signed files in an unusable way.

use std::sync::Arc;

use model::Head;
use signing::mirror;
use signing::verify;
use signing::verify::FindingKind::{Added, Altered, Older, Served, Unreadable, Unsigned};
use signing::verify::{FindingKind, Verdict};
use site::Site;
use site::compress::{self, Encodings};
use tests::hostile::{Knows, NOW};
use tests::numbered;
use tests::server::{Fault, Server};

use super::{PAPER, PATIENT, check_worst, expected, mirror, seen};

fn checked(server: &Server, knows: Knows) -> Verdict {
    mirror::check(&seen(server, PATIENT), &expected(knows), NOW, &|_, _| {})
}

/// Checks the worst finding when these files have this fault.
#[track_caller]
fn check(path: &str, fault: Fault, kind: FindingKind, text: &str) {
    let server = mirror();
    server.fail(path, fault);
    check_worst(&checked(&server, Knows::Nothing), Some(kind), text);
}

/// Checks that a fault of these files causes no more than this advice.
#[track_caller]
fn check_advice(path: &str, fault: Fault, text: &str) {
    let server = mirror();
    server.fail(path, fault);
    let verdict = checked(&server, Knows::Nothing);
    check_worst(&verdict, None, text);
    let is_found = verdict.advice.iter().any(|(path, advice)| format!("{path}: {advice}").contains(text));
    assert!(is_found, "{text}: {:#?}", verdict.advice);
}

/// Serves a site with compressed files, as `offprint build` writes it.
fn compressed() -> Server {
    let mut site = PAPER.newest.clone();
    compress::add(&mut site, Encodings::ALL, &|| {});
    Server::start_native(Arc::new(site))
}

#[test]
fn an_honest_mirror_has_no_findings() {
    let server = compressed();
    let verdict = checked(&server, Knows::Newest);
    check_worst(&verdict, None, "honest");
    assert!(verdict.files > 20 && verdict.signed.is_some());
    let advice: Vec<&str> =
        verdict.advice.iter().map(|(_, advice)| advice.split('(').next().unwrap_or_default()).collect();
    assert_eq!(
        advice,
        [
            // The tests have no https, and their server sends no policies.
            "without encryption others see what you read, and devices cannot store the app: name the address with https",
            "it has no `Content-Security-Policy: frame-ancestors 'self'` ",
            "it has no `Referrer-Policy: no-referrer` ",
            "it has no `X-Content-Type-Options: nosniff` ",
        ]
    );
}

/// Each file is requested once, and a few again as browsers request them.
#[test]
fn no_file_is_asked_for_more_often_than_needed() {
    let server = compressed();
    checked(&server, Knows::Nothing);
    let requests = server.take_requests();
    let count = |path: &str| requests.iter().filter(|request| *request == path).count();
    for path in [Head::PATH, "edition/roots/1.txt", "articles/ferry/"] {
        assert!((1..=2).contains(&count(path)), "{path}");
    }
    assert_eq!(count("articles/ferry/index.html"), 0);
    let files = PAPER.newest.len();
    assert!(requests.len() < files + 40, "{} requests for {files} files", requests.len());
}

#[test]
fn what_only_the_host_gets_wrong_is_served_wrongly() {
    check(Head::PATH, Fault::Without("access-control-allow-origin"), Served, "Access-Control-Allow-Origin: *");
    check("edition/", Fault::Without("access-control-allow-origin"), Served, "more files)");
    check("embed.js", Fault::Without("access-control-allow-origin"), Served, "embed.js");
    check("edition/roots", Fault::Header("access-control-allow-origin", "null"), Served, "`null` and must be `*`");
    check("offprint-", Fault::Header("content-type", "text/plain"), Served, "must be `application/wasm`");
    check("offprint-", Fault::Without("content-type"), Served, "it has no `Content-Type`");
    check("articles/", Fault::Header("content-type", "text/html; charset=koi8-r"), Served, "the charset `koi8-r`");
    check("articles/", Fault::Header("content-disposition", "attachment"), Served, "the host offers it as a download");
    check("embed/", Fault::Header("x-frame-options", "deny"), Served, "other sites show it in a frame");
    check("articles/", Fault::Redirect, Unreadable, "the host redirects to http://login.test/");
}

#[test]
fn copies_that_are_kept_too_long_or_too_short() {
    let for_ever = Fault::Header("cache-control", "public, max-age=31536000, immutable");
    check(Head::PATH, for_ever, Served, "edition/head.json: caches keep it for 31536000 seconds");
    check("articles/", for_ever, Served, "articles/");
    check("service-worker.js", for_ever, Served, "service-worker.js: caches keep it");
    check_advice("edition/b/", Fault::Header("cache-control", "max-age=60"), "it never changes, so let caches keep it");
    check_advice(Head::PATH, Fault::Without("cache-control"), "edition/head.json: browsers guess");
    check_advice(Head::PATH, Fault::Header("cache-control", "max-age=1800"), "keep it for 1800 seconds");
    check_advice("feed", Fault::Header("set-cookie", "reader=1"), "the host sets a cookie");
}

#[test]
fn missing_files_must_not_seem_to_exist() {
    let nowhere = "articles/offprint-mirror-check";
    check(nowhere, Fault::AnotherPage, Served, "but the host sends one");
    check(nowhere, Fault::Redirect, Served, "redirects to http://login.test/: it must answer 404");
    check(nowhere, Fault::Status(500), Served, "it must answer 404");
    check_advice(nowhere, Fault::Status(403), "answers 403 for a file that does not exist");
}

/// The service worker and browsers follow the redirection; the element does not, but its files have other extensions.
#[test]
fn pages_may_be_at_their_names_without_an_ending() {
    check_advice("", Fault::Shortened, "404.html: the host redirects to the address without `.html`");
    check("", Fault::Redirect, Unreadable, "if the site is there, name that address");
}

/// Only the hosts themselves read these files.
#[test]
fn the_settings_for_hosts_may_be_hidden() {
    let server = mirror();
    server.fail("_headers", Fault::Status(404));
    check_worst(&checked(&server, Knows::Nothing), None, "");
}

/// As file hosts without index pages do.
#[test]
fn a_folder_without_its_page_is_said_once() {
    let server = mirror();
    server.fail("", Fault::Folders);
    let verdict = checked(&server, Knows::Nothing);
    check_worst(&verdict, Some(Served), "index.html as the page of a folder");
    assert_eq!(verdict.findings.len(), 1, "{:#?}", verdict.findings);
}

#[test]
fn compressed_files_are_the_same_files() {
    let server = compressed();
    let mut site = PAPER.newest.clone();
    compress::add(&mut site, Encodings::ALL, &|| {});
    let scripts = site.iter().filter(|(path, _)| path.ends_with(".js"));
    let (path, script) = scripts.max_by_key(|(_, bytes)| bytes.len()).expect("a script");
    let (copy, script) = (format!("{path}.br"), script.clone());
    assert!(site.contains_key(&copy));
    let pack = |bytes: Vec<u8>| {
        let mut files = Site::from([("a.txt".to_owned(), bytes)]);
        compress::add(&mut files, Encodings::ALL, &|| {});
        files.remove("a.txt.br").expect("a copy")
    };
    let mut other = script.clone();
    other[0] ^= 1;
    let lies = [
        ("compressed as br, it is not what was signed", pack(other)),
        ("it is sent compressed and does not unpack", b"this is no brotli".to_vec()),
        ("compressed, it unpacks to more than was signed", pack([&script[..], b" "].concat())),
        ("compressed, it unpacks to more than was signed", pack(vec![b' '; 64 << 20])),
    ];
    for (text, bytes) in lies {
        site.insert(copy.clone(), bytes);
        server.publish(Arc::new(site.clone()));
        // Uncompressed, the host sends the signed bytes.
        check_worst(&verify::verify(&seen(&server, PATIENT), &expected(Knows::Nothing), NOW, &|_, _| {}), None, "");
        check_worst(&checked(&server, Knows::Nothing), Some(Altered), text);
    }
    check_advice("nothing", Fault::Held, "the host does not compress it");
}

#[test]
fn a_mirror_that_is_behind_the_newsroom_is_reported() {
    let server = Server::start_native(Arc::new(PAPER.older.clone()));
    check_worst(&checked(&server, Knows::Nothing), None, "");
    check_worst(&checked(&server, Knows::Newest), Some(Older), "it is edition 2, and the newsroom has edition 3");
    let newsroom = mirror();
    let newest = verify::newest(&seen(&newsroom, PATIENT), NOW).expect("an edition");
    assert_eq!(Some(newest.signed), expected(Knows::Newest).newest.map(|newest| newest.signed));
    newsroom.publish(Arc::new(numbered(PAPER.newest.clone(), 4)));
    let error = verify::newest(&seen(&newsroom, PATIENT), NOW).expect_err("no edition").to_string();
    assert!(error.contains("it names another edition"), "{error}");
}

/// The pulse signs every day that the edition is still the newest, and mirrors copy that a little later.
#[test]
fn a_date_that_is_older_is_advice_for_a_day() {
    let server = mirror();
    let day = 24 * 3600;
    for (later, kind) in [(3600, None), (day, None), (day + 1, Some(Older))] {
        let mut known = expected(Knows::Newest);
        if let Some(newest) = &mut known.newest {
            newest.signed.timestamp.issued += later;
        }
        let verdict = mirror::check(&seen(&server, PATIENT), &known, NOW, &|_, _| {});
        check_worst(&verdict, kind, "the newsroom renewed the date");
        let is_found = |(_, advice): &(String, String)| advice.contains("the newsroom renewed the date");
        assert_eq!(verdict.advice.iter().any(is_found), kind.is_none(), "{later}");
    }
}

/// A host lists no files, but it can be asked for those that it may send in place of others.
#[test]
fn a_page_that_hosts_prefer_is_reported() {
    let server = mirror();
    let mut site = PAPER.newest.clone();
    site.insert("index.php".to_owned(), b"forged".to_vec());
    server.publish(Arc::new(site));
    check_worst(&checked(&server, Knows::Nothing), Some(Added), "nobody signed it");
    server.publish(Arc::new(PAPER.newest.clone()));
    check_worst(&checked(&server, Knows::Nothing), None, "");
}

#[test]
fn an_unsigned_site_is_reported() {
    let server = mirror();
    let mut site = PAPER.newest.clone();
    let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    let head = serde_json::to_vec(&Head { signed: None, ..head }).expect("a head is JSON");
    site.insert(Head::PATH.to_owned(), head);
    server.publish(Arc::new(site));
    check_worst(&checked(&server, Knows::Nothing), Some(Unsigned), "it is not signed");
}
