//! Tests roots: which keys may sign, and which may appoint them.

use super::*;
use crate::TrustError;
use crate::key::Role;
use crate::lines::LARGEST;

const FEW: TrustError = TrustError::Signatures(Role::Root);

#[test]
fn a_first_root_is_signed_by_its_own_keys() {
    let keys = Keys::new(10);
    let root = keys.root();
    assert_eq!(root.statement, keys.statement());
    let statement = keys.statement();
    let signed_by = |positions: &[usize]| Root::first(&sign::root(&statement, &keys.roots(positions)));
    assert!(signed_by(&[0, 2]).is_ok() && signed_by(&[0, 1, 2]).is_ok());
    assert_eq!(signed_by(&[]), Err(FEW));
    assert_eq!(signed_by(&[1]), Err(FEW));
    // Two signatures by one key count once.
    assert_eq!(signed_by(&[1, 1]), Err(FEW));
    let others = Keys::new(90);
    assert_eq!(Root::first(&sign::root(&statement, &others.roots(&[0, 1, 2]))), Err(FEW));
    assert_eq!(Root::first(&sign::root(&statement, &[&keys.desk, &keys.pulse])), Err(FEW));
}

#[test]
fn the_site_is_the_hash_of_the_first_root_keys() {
    let (keys, other) = (Keys::new(10), Keys::new(90));
    let statement = RootStatement { site: other.statement().site, ..keys.statement() };
    assert_eq!(Root::first(&sign::root(&statement, &keys.roots(&[0, 1]))), Err(TrustError::AnotherSite));
}

/// Returns version 2 with other root keys, signed by these old and these new ones.
fn rotated(change: impl Fn(&mut RootStatement), old: &[usize], new: &[usize]) -> Result<Root, TrustError> {
    let (keys, others) = (Keys::new(10), Keys::new(40));
    let mut statement = RootStatement { site: keys.statement().site, version: 2, ..others.statement() };
    change(&mut statement);
    let signers: Vec<_> = keys.roots(old).into_iter().chain(others.roots(new)).collect();
    keys.root().next(&sign::root(&statement, &signers))
}

#[test]
fn the_next_root_is_signed_by_the_old_keys_and_the_new_ones() {
    assert!(rotated(|_| {}, &[0, 2], &[1, 2]).is_ok());
    assert_eq!(rotated(|_| {}, &[], &[0, 1, 2]), Err(FEW));
    assert_eq!(rotated(|_| {}, &[0], &[0, 1, 2]), Err(FEW));
    assert_eq!(rotated(|_| {}, &[0, 1, 2], &[2]), Err(FEW));
    assert_eq!(rotated(|_| {}, &[0, 0], &[0, 0]), Err(FEW));
}

#[test]
fn the_next_root_is_the_next_one_of_the_same_site() {
    let both = (&[0, 1][..], &[0, 1][..]);
    let changed = |change: fn(&mut RootStatement)| rotated(change, both.0, both.1);
    assert!(changed(|root| root.epoch = 2).is_ok());
    assert_eq!(changed(|root| root.version = 1).unwrap_err(), TrustError::AnotherSite);
    assert_eq!(changed(|root| root.version = 3), Err(TrustError::RootOrder));
    assert_eq!(changed(|root| root.version = LARGEST), Err(TrustError::RootOrder));
    assert_eq!(changed(|root| root.epoch = 0), Err(TrustError::Malformed));
    assert_eq!(changed(|root| root.site = crate::hash(b"another")), Err(TrustError::AnotherSite));
    let keys = Keys::new(10);
    let later = RootStatement { version: 2, epoch: 3, ..keys.statement() };
    let later = keys.root().next(&sign::root(&later, &keys.roots(&[0, 1]))).unwrap();
    let former = RootStatement { version: 3, epoch: 2, ..keys.statement() };
    assert_eq!(later.next(&sign::root(&former, &keys.roots(&[0, 1]))), Err(TrustError::RootOrder));
}

#[test]
fn a_root_is_written_in_one_way_only() {
    let keys = Keys::new(10);
    let text = keys.root().text;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with("signed")) {
        let with = |replacement: String| {
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            lines[at] = replacement;
            Root::first(&lines.concat())
        };
        let result = with(String::new());
        assert_eq!(result, Err(TrustError::Malformed), "without {line}");
        assert_eq!(with(line.repeat(2)), Err(TrustError::Malformed), "twice {line}");
        for odd in
            [line.replacen(' ', "  ", 1), line.replace('\n', " \n"), line.replace('\n', "\r\n"), format!(" {line}")]
        {
            assert_eq!(with(odd.clone()), Err(TrustError::Malformed), "{odd:?}");
        }
    }
    for end in [&text[..text.len() - 1], &format!("{text}\n"), &format!("{text}more 1\n"), ""] {
        assert_eq!(Root::first(end), Err(TrustError::Malformed), "{end:?}");
    }
    let too_new = text.replacen("offprint 1", "offprint 2", 1);
    assert_eq!(Root::first(&too_new), Err(TrustError::TooNew));
    for (from, to) in [
        ("epoch 1", "epoch 01"),
        ("epoch 1", "epoch +1"),
        ("epoch 1", "epoch 1e3"),
        ("epoch 1", "epoch 9007199254740992"),
        ("epoch 1", "epoch 99999999999999999999999"),
        ("root 2 ", "root 0 "),
        ("root 2 ", "root 4 "),
        ("desk 1 ", "desk 2 "),
        ("offprint 1 root", "offprint 1 edition"),
    ] {
        assert_eq!(Root::first(&text.replacen(from, to, 1)), Err(TrustError::Malformed), "{to}");
    }
}

#[test]
fn no_letter_of_a_root_can_be_another() {
    let text = Keys::new(10).root().text;
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let altered = String::from_utf8(bytes).unwrap();
        assert!(Root::first(&altered).is_err(), "{}", &altered[at.saturating_sub(20)..]);
    }
}

#[test]
fn a_root_has_neither_too_many_keys_nor_the_same_one_twice() {
    let keys = Keys::new(10);
    let mut statement = keys.statement();
    statement.desk.keys = vec![statement.desk.keys[0]; 2];
    assert_eq!(Root::first(&sign::root(&statement, &keys.roots(&[0, 1]))), Err(TrustError::Malformed));
    statement.desk.keys = (0..17).map(|byte| sign::public(&SigningKey::from_bytes(&[byte; 32]))).collect();
    assert_eq!(Root::first(&sign::root(&statement, &keys.roots(&[0, 1]))), Err(TrustError::Malformed));
    let many = vec![&keys.root[0]; 17];
    assert_eq!(Root::first(&sign::root(&keys.statement(), &many)), Err(TrustError::Malformed));
}
