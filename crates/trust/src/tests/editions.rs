//! Tests which heads are accepted as the newest edition.

use super::*;
use crate::TrustError;
use crate::edition::{self, MAX_BYTES, Signed};
use crate::floor::{EditionOrder, Floor, Freshness};
use crate::key::Role;
use crate::lines::LARGEST;

fn check(head: &Head) -> Result<Signed, TrustError> {
    Signed::check(head, &Keys::new(10).root())
}

#[test]
fn an_edition_is_signed_by_the_desk_and_dated_by_the_pulse() {
    let keys = Keys::new(10);
    let statement = keys.edition(42);
    let signed = check(&keys.head(&statement)).unwrap();
    assert_eq!((signed.statement, signed.timestamp), (statement, dated(NOW)));
    assert_eq!(signed.signers, [vec![sign::public(&keys.desk)], vec![sign::public(&keys.pulse)]]);
}

#[test]
fn a_head_without_signatures_is_not_signed() {
    let keys = Keys::new(10);
    let head = Head { signed: None, ..keys.head(&keys.edition(1)) };
    assert_eq!(check(&head), Err(TrustError::Unsigned));
    assert_eq!(edition::wanted_root(&head), Err(TrustError::Unsigned));
}

#[test]
fn only_keys_of_a_role_sign_for_it() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let statement = keys.edition(1);
    let signed_by = |desk: &[&SigningKey], pulse: &[&SigningKey]| {
        let text = sign::head(&sign::edition(&statement, desk), &dated(NOW), pulse);
        check(&head_of(statement.edition, statement.manifest, text))
    };
    let (no_desk, no_pulse) = (Err(TrustError::Signatures(Role::Desk)), Err(TrustError::Signatures(Role::Pulse)));
    assert!(signed_by(&[&others.desk, &keys.desk], &[&keys.pulse, &keys.pulse]).is_ok());
    assert_eq!(signed_by(&[], &[&keys.pulse]), no_desk);
    assert_eq!(signed_by(&[&others.desk], &[&keys.pulse]), no_desk);
    assert_eq!(signed_by(&[&keys.pulse], &[&keys.pulse]), no_desk);
    assert_eq!(signed_by(&[&keys.root[0]], &[&keys.pulse]), no_desk);
    assert_eq!(signed_by(&[&keys.desk], &[]), no_pulse);
    assert_eq!(signed_by(&[&keys.desk], &[&keys.desk]), no_pulse);
    assert_eq!(signed_by(&[&keys.desk], &[&others.pulse]), no_pulse);
}

#[test]
fn a_signature_for_one_role_is_none_for_another() {
    // One key with two roles, as in a newsroom of one person.
    let mut keys = Keys::new(10);
    keys.pulse = keys.desk.clone();
    let root = keys.root();
    let statement = keys.edition(1);
    let desk = sign::edition(&statement, &[&keys.desk]);
    let whole = sign::head(&desk, &dated(NOW), &[&keys.pulse]);
    let check = |text: String| Signed::check(&head_of(1, statement.manifest, text), &root);
    assert!(check(whole.clone()).is_ok());
    let signature = |text: &str, name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name)?.split(' ').next_back().map(str::to_owned)).unwrap()
    };
    let (by_desk, by_pulse) = (signature(&whole, "desk "), signature(&whole, "pulse "));
    assert_eq!(check(whole.replace(&by_pulse, &by_desk)), Err(TrustError::Signatures(Role::Pulse)));
    assert_eq!(check(whole.replace(&by_desk, &by_pulse)), Err(TrustError::Signatures(Role::Desk)));
}

#[test]
fn the_pulse_dates_one_edition_only() {
    let keys = Keys::new(10);
    let (first, second) = (keys.edition(1), keys.edition(2));
    let of_second = sign::edition(&second, &[&keys.desk]);
    let whole = keys.head(&first).signed.unwrap();
    let date = whole.strip_prefix(&sign::edition(&first, &[&keys.desk])).unwrap();
    let mixed = head_of(2, second.manifest, format!("{of_second}{date}"));
    assert_eq!(check(&mixed), Err(TrustError::Signatures(Role::Pulse)));
}

#[test]
fn an_edition_is_dated_anew_without_the_desk() {
    let keys = Keys::new(10);
    let statement = keys.edition(7);
    let text = keys.head(&statement).signed.unwrap();
    let desk = edition::desk_part(&text).unwrap();
    let again = sign::head(desk, &dated(NOW + DAY), &[&keys.pulse]);
    let signed = check(&head_of(7, statement.manifest, again)).unwrap();
    assert_eq!(signed.timestamp.issued, NOW + DAY);
}

#[test]
fn the_head_must_match_its_signed_text() {
    let keys = Keys::new(10);
    let head = keys.head(&keys.edition(42));
    assert_eq!(check(&Head { edition: 43, ..head.clone() }), Err(TrustError::Mismatch));
    let manifest = keys.edition(41).manifest;
    assert_eq!(check(&Head { manifest, ..head }), Err(TrustError::Mismatch));
}

#[test]
fn another_site_is_not_this_one() {
    let others = Keys::new(90);
    assert_eq!(check(&others.head(&others.edition(1))), Err(TrustError::AnotherSite));
    let (keys, site) = (Keys::new(10), others.statement().site);
    assert_eq!(check(&keys.head(&EditionStatement { site, ..keys.edition(1) })), Err(TrustError::AnotherSite));
}

#[test]
fn a_newer_root_is_asked_for_and_a_former_one_still_does() {
    let keys = Keys::new(10);
    let head = keys.dated(&keys.edition(1), &Timestamp { root: 2, ..dated(NOW) });
    assert_eq!(check(&head), Err(TrustError::UnknownRoot(2)));
    assert_eq!(edition::wanted_root(&head), Ok(2));
    let second = RootStatement { version: 2, ..keys.statement() };
    let second = keys.root().next(&sign::root(&second, &keys.roots(&[0, 1]))).unwrap();
    assert!(Signed::check(&head, &second).is_ok());
    assert!(Signed::check(&keys.head(&keys.edition(1)), &second).is_ok());
}

#[test]
fn a_new_epoch_ends_what_was_signed_before() {
    let keys = Keys::new(10);
    let second = RootStatement { version: 2, epoch: 2, minimum: 50, ..keys.statement() };
    let root = keys.root().next(&sign::root(&second, &keys.roots(&[0, 1]))).unwrap();
    let check = |epoch, edition| Signed::check(&keys.head(&EditionStatement { epoch, ..keys.edition(edition) }), &root);
    assert_eq!(check(1, LARGEST), Err(TrustError::Superseded));
    assert_eq!(check(3, 60), Err(TrustError::Superseded));
    assert_eq!(check(2, 49), Err(TrustError::Superseded));
    let signed = check(2, 50).unwrap();
    // The number that a thief signed is no floor any more.
    let stolen = Floor { epoch: 1, edition: LARGEST, manifest: crate::hash(b""), issued: NOW };
    assert_eq!(signed.order(&stolen), EditionOrder::Newer);
}

#[test]
fn numbers_end_where_json_ends() {
    let keys = Keys::new(10);
    assert!(check(&keys.head(&keys.edition((1 << 53) - 1))).is_ok());
    assert_eq!(check(&keys.head(&keys.edition(1 << 53))), Err(TrustError::Malformed));
    assert_eq!(check(&keys.head(&keys.edition(0))), Err(TrustError::Malformed));
}

#[test]
fn a_head_is_valid_for_at_most_the_maximum_time() {
    let keys = Keys::new(10);
    let lasting = |seconds| check(&keys.dated(&keys.edition(1), &Timestamp { expires: NOW + seconds, ..dated(NOW) }));
    assert!(lasting(1).is_ok() && lasting(edition::MAX_VALIDITY).is_ok());
    assert_eq!(lasting(0), Err(TrustError::Malformed));
    assert_eq!(lasting(edition::MAX_VALIDITY + 1), Err(TrustError::Malformed));
    let backwards = Timestamp { expires: NOW - 1, ..dated(NOW) };
    assert_eq!(check(&keys.dated(&keys.edition(1), &backwards)), Err(TrustError::Malformed));
}

#[test]
fn no_letter_of_a_head_can_be_another_and_none_can_be_missing() {
    let keys = Keys::new(10);
    let head = keys.head(&keys.edition(42));
    let text = head.signed.clone().unwrap();
    let with = |text: String| check(&Head { signed: Some(text), ..head.clone() });
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let altered = String::from_utf8(bytes).unwrap();
        assert!(with(altered.clone()).is_err(), "{}", &altered[at.saturating_sub(20)..]);
        assert!(with(text[..at].to_owned()).is_err(), "the first {at} bytes");
    }
    for line in text.split_inclusive('\n') {
        if !line.starts_with("desk") && !line.starts_with("pulse") {
            assert_eq!(with(text.replacen(line, &line.repeat(2), 1)), Err(TrustError::Malformed), "twice {line}");
        }
    }
    assert_eq!(with(format!("{text}{}", "x".repeat(MAX_BYTES))), Err(TrustError::Malformed));
    assert_eq!(with(text.replace("edition 42", "edition 4２")), Err(TrustError::Malformed));
    assert_eq!(with(text.replacen("offprint 1 head", "offprint 7 head", 1)), Err(TrustError::TooNew));
}

#[test]
fn a_weak_key_signs_nothing() {
    // The neutral element: anyone can make a signature for any text with it.
    let mut weak = [0; 32];
    weak[0] = 1;
    let keys = Keys::new(10);
    let mut statement = keys.statement();
    statement.pulse.keys = vec![crate::PublicKey(weak)];
    let root = Root::first(&sign::root(&statement, &keys.roots(&[0, 1]))).unwrap();
    let edition = keys.edition(1);
    let mut text = sign::head(&sign::edition(&edition, &[&keys.desk]), &dated(NOW), &[]);
    let forged: String = std::iter::once("01".to_owned()).chain((1..64).map(|_| "00".to_owned())).collect();
    text.push_str(&format!("pulse {} {forged}\n", crate::PublicKey(weak).identifier()));
    let result = Signed::check(&head_of(1, edition.manifest, text), &root);
    assert_eq!(result, Err(TrustError::Signatures(Role::Pulse)));
}

#[test]
fn editions_are_compared_with_the_floor() {
    let keys = Keys::new(10);
    let signed = |edition| check(&keys.head(&keys.edition(edition))).unwrap();
    let floor = signed(42).floor();
    assert_eq!(signed(43).order(&floor), EditionOrder::Newer);
    assert_eq!(signed(42).order(&floor), EditionOrder::Same);
    assert_eq!(signed(41).order(&floor), EditionOrder::Older);
    let another = EditionStatement { manifest: keys.edition(9).manifest, ..keys.edition(42) };
    assert_eq!(check(&keys.head(&another)).unwrap().order(&floor), EditionOrder::Conflict);
    assert_eq!(floor.to_string().parse(), Ok(floor));
    for text in ["", "1 2", "1 x", "01 2", &floor.to_string()[1..], &format!("{floor} 1")] {
        assert!(text.parse::<Floor>().is_err(), "{text}");
    }
}

#[test]
fn age_is_known_as_far_as_the_clock_can_be_trusted() {
    let keys = Keys::new(10);
    let signed = check(&keys.head(&keys.edition(1))).unwrap();
    let at = |now| signed.freshness(now, 0, u64::MAX);
    assert_eq!(at(NOW), Freshness::Fresh);
    assert_eq!(at(NOW - HOUR), Freshness::Fresh);
    assert_eq!(at(NOW + 2 * DAY - 1), Freshness::Fresh);
    assert_eq!(at(NOW + 2 * DAY), Freshness::Aging { days: 2 });
    assert_eq!(at(NOW + 7 * DAY - 1), Freshness::Aging { days: 6 });
    assert_eq!(at(NOW + 7 * DAY), Freshness::Expired { days: 7 });
    assert_eq!(at(NOW + 3650 * DAY), Freshness::Expired { days: 3650 });
    // Ten years ago the edition was not yet signed, so the clock is wrong.
    assert_eq!(at(NOW - 3650 * DAY), Freshness::ClockWrong);
    assert_eq!(at(0), Freshness::ClockWrong);
    assert_eq!(at(u64::MAX), Freshness::Expired { days: u32::MAX });
    // A later date was seen: the clock was set back.
    assert_eq!(signed.freshness(NOW, NOW + 3 * DAY, u64::MAX), Freshness::ClockWrong);
    // The root is to be renewed.
    assert_eq!(signed.freshness(NOW + DAY - 1, 0, NOW + DAY), Freshness::Fresh);
    assert_eq!(signed.freshness(NOW + DAY, 0, NOW + DAY), Freshness::Expired { days: 1 });
}
