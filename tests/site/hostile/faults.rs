//! Tests faults while files are downloaded: hosts that never end, are silent, send too much, or redirect.

use model::Head;
use signing::verify::FindingKind::{Altered, Forged, Missing, Unreadable};
use signing::verify::{FindingKind, Verdict, verify};
use tests::hostile::{Knows, NOW};
use tests::server::{Fault, Server};

use super::{IMPATIENT, PATIENT, check_worst, expected, mirror, seen};

const PAGE: &str = "articles/ferry";
const ROOT: &str = "edition/roots/1.txt";

fn verified(server: &Server) -> Verdict {
    verify(&seen(server, PATIENT), &expected(Knows::Nothing), NOW, &|_, _| {})
}

/// Checks the worst finding when these files have this fault.
#[track_caller]
fn check(path: &str, fault: Fault, kind: FindingKind, text: &str) {
    let server = mirror();
    server.fail(path, fault);
    check_worst(&verified(&server), Some(kind), text);
}

#[test]
fn no_more_is_read_than_was_signed() {
    check(PAGE, Fault::Endless, Altered, "it is longer than the");
    check(PAGE, Fault::Bomb, Altered, "it is longer than the");
    check(Head::PATH, Fault::Endless, Forged, "it is longer than such a file can be");
    check(Head::PATH, Fault::Bomb, Forged, "it is longer than such a file can be");
    check(ROOT, Fault::Endless, Forged, "it is longer than such a file can be");
    check(ROOT, Fault::Bomb, Forged, "it is longer than such a file can be");
    check("edition/f/", Fault::Endless, Altered, "it is longer than the");
    // The header says that the file is compressed, but it is not.
    check(PAGE, Fault::Header("content-encoding", "gzip"), Altered, "does not unpack");
    check(PAGE, Fault::Header("content-encoding", "br"), Altered, "does not unpack");
    check(PAGE, Fault::Header("content-encoding", "zstd"), Altered, "compressed as zstd");
}

#[test]
fn an_endless_file_fills_no_more_than_the_buffers() {
    let server = mirror();
    server.fail(PAGE, Fault::Endless);
    verified(&server);
    let sent = server.take_exchanges();
    let most = sent.iter().filter(|exchange| exchange.path.starts_with(PAGE)).map(|exchange| exchange.bytes()).max();
    assert!(most.is_some_and(|most| most < 32 << 20), "{most:?} bytes were sent");
}

#[test]
fn slow_and_silent_hosts_are_given_up() {
    let checked = |path: &str, fault| {
        let server = mirror();
        server.fail(path, fault);
        verify(&seen(&server, IMPATIENT), &expected(Knows::Nothing), NOW, &|_, _| {})
    };
    for fault in [Fault::Slow, Fault::Held] {
        check_worst(&checked(Head::PATH, fault), Some(Unreadable), "the host took too long");
        check_worst(&checked(ROOT, fault), Some(Unreadable), "the host took too long");
    }
}

/// Otherwise the check would wait for every file of a host that rarely answers.
#[test]
fn after_many_unreadable_files_the_rest_is_not_requested() {
    let server = mirror();
    // Everything except the edition.
    for start in
        ["articles/", "embed", "hosting/", "icons/", "offprint-", "index", "feed", "archive", "device", "sections"]
    {
        server.fail(start, Fault::Status(500));
    }
    server.fail("edition/b/", Fault::Status(500));
    server.fail("edition/media/", Fault::Status(500));
    let verdict = verified(&server);
    check_worst(&verdict, Some(Unreadable), "others were not requested");
    assert!(verdict.findings.len() < 40, "{}", verdict.findings.len());
}

#[test]
fn other_networks_and_other_places_are_named() {
    let portal = "your network wants you to log in first";
    check("", Fault::AnotherPage, Unreadable, portal);
    check(Head::PATH, Fault::AnotherPage, Unreadable, portal);
    check("", Fault::Redirect, Unreadable, "the host redirects to http://login.test/");
    check(PAGE, Fault::Redirect, Unreadable, "the host redirects to http://login.test/");
    check(Head::PATH, Fault::Status(404), Unreadable, "name the root of a site that Offprint made");
    check(PAGE, Fault::AnotherPage, Altered, "it is not what was signed");
    check(ROOT, Fault::AnotherPage, Forged, "it does not have the form of a signed text");
}

#[test]
fn what_breaks_off_or_fails_cannot_be_read() {
    check(PAGE, Fault::Cut, Unreadable, "the host closed the connection early");
    check(PAGE, Fault::Half, Altered, "bytes instead of");
    check(PAGE, Fault::Status(500), Unreadable, "the host answered 500");
    check(PAGE, Fault::Status(404), Missing, "it is missing");
    check(PAGE, Fault::Status(403), Missing, "the host refuses to send it (403)");
    check(Head::PATH, Fault::Cut, Unreadable, "the host closed the connection early");
    check(Head::PATH, Fault::Half, Forged, "cut short");
    check(Head::PATH, Fault::Status(500), Unreadable, "the host answered 500");
    check(ROOT, Fault::Status(500), Unreadable, "the host answered 500");
}

/// Some hosts answer in these ways for missing files; a mirror that withholds a root needs no such excuse.
#[test]
fn the_last_root_is_found_however_a_host_says_that_there_is_none_after_it() {
    for fault in [Fault::AnotherPage, Fault::Status(403)] {
        let server = mirror();
        server.fail("edition/roots/3.txt", fault);
        check_worst(&verified(&server), None, "");
    }
    check("edition/roots/3.txt", Fault::Status(500), Unreadable, "the host answered 500");
}

#[test]
fn a_missing_host_is_reported() {
    let server = mirror();
    let site = seen(&server, PATIENT);
    server.stop_native();
    let verdict = verify(&site, &expected(Knows::Nothing), NOW, &|_, _| {});
    check_worst(&verdict, Some(Unreadable), "no host answers at this address");
}
