//! What is asked as the script asks it, and what is answered.

use ed25519_dalek::SigningKey;
use model::Hash;
use trust::edition::{EditionStatement, Timestamp};
use trust::key::Holders;
use trust::root::RootStatement;
use trust::sign;

const DAY: u64 = 24 * 3600;
/// Some time in 2026.
const NOW: u64 = 1_790_000_000;

/// A site with one key for each role.
struct Site {
    root: SigningKey,
    desk: SigningKey,
    pulse: SigningKey,
}

impl Site {
    fn new(number: u8) -> Self {
        let key = |role: u8| SigningKey::from_bytes(&[number ^ role; 32]);
        Self { root: key(1), desk: key(2), pulse: key(3) }
    }

    fn statement(&self) -> RootStatement {
        let holder = |key| Holders { threshold: 1, keys: vec![sign::public(key)] };
        let root = holder(&self.root);
        RootStatement {
            site: RootStatement::site_of(&root),
            version: 1,
            epoch: 1,
            minimum: 1,
            issued: NOW - 2 * DAY,
            expires: NOW + 700 * DAY,
            root,
            desk: holder(&self.desk),
            pulse: holder(&self.pulse),
        }
    }

    fn root(&self) -> String {
        sign::root(&self.statement(), &[&self.root])
    }

    /// A root after the first: of this version and epoch, with a pulse of its own.
    fn later_root(&self, version: u64, epoch: u64, pulse: &SigningKey) -> String {
        let pulse = Holders { threshold: 1, keys: vec![sign::public(pulse)] };
        sign::root(&RootStatement { version, epoch, pulse, ..self.statement() }, &[&self.root])
    }

    fn signed(&self, edition: u64, issued: u64) -> String {
        let file = |name: &str| trust::reference(format!("{name} {edition}").as_bytes()).expect("short");
        let (site, manifest, files) = (self.statement().site, file("manifest"), file("files"));
        let statement = EditionStatement { site, epoch: 1, edition, previous: None, manifest, files };
        let dated = Timestamp { issued, expires: issued + 7 * DAY, root: 1 };
        sign::head(&sign::edition(&statement, &[&self.desk]), &dated, &[&self.pulse])
    }

    /// Asks about an edition, which is in the head around the signed text as well.
    fn ask(&self, edition: u64, signed: &str, roots: &[&str]) -> String {
        let manifest = trust::reference(format!("manifest {edition}").as_bytes()).expect("short");
        ask(self.statement().site, edition, &format!("{}\0{}", manifest.hash, manifest.bytes), signed, roots)
    }
}

fn ask(site: Hash, edition: u64, manifest: &str, signed: &str, roots: &[&str]) -> String {
    let question = [&format!("{site}\0\0{NOW}\0\0{edition}\0{manifest}"), signed, &roots.join("\0")].join("\0");
    asked(question.as_bytes())
}

/// The answer, and the reason of a refusal. Without the functions that the script calls: they share their memory, as those of no two instances do.
fn asked(question: &[u8]) -> String {
    let question = str::from_utf8(question).unwrap_or_default();
    let answer = crate::question::answered(question);
    match crate::question::check(question) {
        Ok(_) => answer,
        Err(reason) => format!("{answer} {reason}"),
    }
}

#[test]
fn a_signed_edition_is_told_with_its_manifest_and_its_age() {
    let site = Site::new(10);
    let hash = trust::hash(b"manifest 42");
    for (issued, age) in [
        (NOW - 60, "fresh 0"),
        (NOW - 3 * DAY, "aging 3"),
        (NOW - 7 * DAY, "expired 7"),
        (NOW + DAY / 2, "fresh 0"),
        (NOW + 3 * DAY, "unknown 0"),
    ] {
        let answer = site.ask(42, &site.signed(42, issued), &[&site.root()]);
        let line = answer.split('\0').next();
        assert_eq!(line, Some(&*format!("edition 1 42 {hash} 11 {issued} {age} newer")));
    }
}

#[test]
fn who_signed_is_told_with_the_roots_that_say_so() {
    let site = Site::new(10);
    let (root, second) = (site.root(), site.later_root(2, 1, &site.pulse));
    let answer = site.ask(1, &site.signed(1, NOW), &[&root, "nothing", &second]);
    let parts: Vec<&str> = answer.split('\0').skip(2).collect();
    let key = |role: &str, key| format!("{role} {}\n", sign::public(key).identifier());
    let signers = key("desk", &site.desk) + &key("pulse", &site.pulse);
    assert_eq!(parts, [&trust::fingerprint(&site.statement().site), &signers, &root, &second]);
}

/// The line and the floor of the answer about an edition, to who has seen edition 7 two days ago and knows a root.
fn known(site: &Site, edition: u64, manifest: u64, trusted: &str, roots: &[&str]) -> [String; 2] {
    let floor = format!("1 7 {} {}", trust::hash(b"manifest 7"), NOW - 2 * DAY);
    let reference = trust::reference(format!("manifest {manifest}").as_bytes()).expect("short");
    let statement = EditionStatement {
        site: site.statement().site,
        epoch: 1,
        edition,
        previous: None,
        manifest: reference,
        files: reference,
    };
    let dated = Timestamp { issued: NOW - DAY, expires: NOW + DAY, root: 1 };
    let signed = sign::head(&sign::edition(&statement, &[&site.desk]), &dated, &[&site.pulse]);
    let given = ["", &floor, &NOW.to_string(), trusted, &edition.to_string()].join("\0");
    let manifest = format!("{}\0{}", reference.hash, reference.bytes);
    let answer = asked([&*given, &manifest, &signed, &roots.join("\0")].join("\0").as_bytes());
    let mut parts = answer.split('\0').map(str::to_owned);
    [parts.next().unwrap_or_default(), parts.next().unwrap_or_default()]
}

#[test]
fn an_edition_is_ranked_by_what_was_seen_before() {
    let site = Site::new(10);
    let root = site.root();
    let floor =
        |edition: u64| format!("1 {edition} {} {}", trust::hash(format!("manifest {edition}").as_bytes()), NOW - DAY);
    for (edition, manifest, rank, raised) in
        [(8, 8, " newer", floor(8)), (7, 7, " same", floor(7)), (6, 6, " older", floor(7)), (7, 6, " fork", floor(7))]
    {
        let [line, now] = known(&site, edition, manifest, &root, &[]);
        assert!(line.starts_with("edition ") && line.ends_with(rank), "{line}");
        assert_eq!(now, raised, "{line}");
    }
}

#[test]
fn a_date_from_the_future_makes_no_clock_wrong() {
    let site = Site::new(10);
    let issued = |issued| {
        let answer = site.ask(3, &site.signed(3, issued), &[&site.root()]);
        answer.split('\0').nth(1).and_then(|floor| floor.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
    };
    assert_eq!(issued(NOW - DAY), NOW - DAY);
    assert_eq!(issued(NOW + 900 * DAY), site.statement().issued);
}

#[test]
fn under_a_root_that_has_expired_an_edition_has_too() {
    let site = Site::new(10);
    let root = sign::root(&RootStatement { expires: NOW, ..site.statement() }, &[&site.root]);
    let answer = site.ask(3, &site.signed(3, NOW - DAY), &[&root]);
    assert!(answer.contains(" expired 1 newer\0"), "{answer}");
}

#[test]
fn a_root_that_is_trusted_is_followed_by_the_next_one_only() {
    let site = Site::new(10);
    let second = site.later_root(2, 1, &site.pulse);
    assert!(known(&site, 8, 8, &second, &[])[0].starts_with("edition "));
    // Neither a first one nor one of another site takes its place.
    let other = Site::new(90);
    assert!(known(&other, 8, 8, &second, &[&other.root()])[0].starts_with("refused "));
    let ended = site.later_root(3, 2, &site.pulse);
    assert_eq!(known(&site, 8, 8, &second, &[&ended])[0], "refused it is older than the root allows");
}

#[test]
fn what_is_of_another_site_is_refused() {
    let (site, other) = (Site::new(10), Site::new(90));
    let refused = "refused it is signed for another site";
    assert_eq!(site.ask(1, &other.signed(1, NOW), &[&site.root()]), refused);
    assert_eq!(site.ask(1, &other.signed(1, NOW), &[&other.root()]), refused);
    assert_eq!(site.ask(1, &site.signed(1, NOW), &[&other.root()]), refused);
}

#[test]
fn what_was_altered_is_refused() {
    let site = Site::new(10);
    let (signed, root) = (site.signed(5, NOW), site.root());
    assert!(site.ask(5, &signed, &[&root]).starts_with("edition "));
    for (from, to) in [("edition 5", "edition 6"), ("epoch 1", "epoch 2"), ("issued 1", "issued 2")] {
        let altered = signed.replace(from, to);
        let edition = if to == "edition 6" { 6 } else { 5 };
        assert!(site.ask(edition, &altered, &[&root]).starts_with("refused "), "{to}");
    }
    assert!(site.ask(6, &signed, &[&root]).starts_with("refused it names another edition"));
    let other = format!("{}\0{}", trust::hash(b"other"), 11);
    assert!(ask(site.statement().site, 5, &other, &signed, &[&root]).starts_with("refused it names another"));
    let altered = root.replace("minimum 1", "minimum 0");
    assert!(site.ask(5, &signed, &[&altered]).starts_with("refused it does not bear"));
}

#[test]
fn without_its_first_root_nothing_is_believed() {
    let site = Site::new(10);
    let signed = site.signed(1, NOW);
    assert_eq!(site.ask(1, &signed, &[]), "refused it is not written as a signed text is: it was cut short or altered");
    // The site's hash is that of the first root only: a later one could name any.
    let later = site.later_root(2, 1, &site.pulse);
    assert_eq!(site.ask(1, &signed, &[&later]), "refused it does not follow the root before it");
}

#[test]
fn roots_that_do_not_follow_are_passed_over() {
    let (site, other) = (Site::new(10), Site::new(90));
    let signed = site.signed(1, NOW);
    let forged = sign::root(&RootStatement { version: 2, ..site.statement() }, &[&other.root]);
    let roots = [&other.root(), &site.root(), &forged, &site.later_root(2, 1, &site.pulse), "nothing"];
    assert!(site.ask(1, &signed, &roots.map(|root| root as &str)).starts_with("edition "));
}

/// Whoever has stolen keys can serve the roots in which they still counted, but not keep the later ones away from others.
#[test]
fn keys_that_a_later_root_ends_sign_no_more() {
    let site = Site::new(10);
    let signed = site.signed(9, NOW);
    let new = SigningKey::from_bytes(&[77; 32]);
    let (first, replaced) = (site.root(), site.later_root(2, 1, &new));
    assert!(site.ask(9, &signed, &[&first, &replaced]).starts_with("refused it does not bear enough"));
    let ended = site.later_root(2, 2, &site.pulse);
    assert_eq!(site.ask(9, &signed, &[&first, &ended]), "refused it is older than the root allows");
}

#[test]
fn what_is_no_question_is_refused() {
    let zeros = "\0".repeat(9);
    let hash = "00".repeat(32);
    for question in ["", "\0", &zeros, &hash, &format!("{hash}\0{NOW}"), &format!("{hash}\0-1\0a\0\0"), "ключ"] {
        assert!(asked(question.as_bytes()).starts_with("refused "), "{question:?}");
    }
    assert!(asked(&[0xff, 0, 0xfe]).starts_with("refused "));
}

/// As the script does it; no other test calls these, since there is one memory.
#[test]
fn the_script_finds_the_answer_where_it_is_told() {
    let place = crate::room(3);
    assert!(!place.is_null());
    let length = crate::verify();
    assert!(!crate::answer().is_null());
    assert_eq!(length, "refused".len());
}
