//! Makes sites with known keys, and what they sign: the seeds of the targets, and all that they may accept.

use ed25519_dalek::{Signer, SigningKey};
use model::Head;
use trust::edition::{EditionStatement, Timestamp};
use trust::key::{Holders, PublicKey, Role};
use trust::root::{Root, RootStatement};
use trust::{Signed, sign};

const DAY: u64 = 24 * 3600;
/// Some time in 2026.
pub const NOW: u64 = 1_790_000_000;

/// The keys of a site: three root keys, of which two must sign, one desk key, one pulse key.
pub struct Site {
    root: [SigningKey; 3],
    desk: SigningKey,
    pulse: SigningKey,
}

/// A signed edition.
pub struct Edition {
    /// The desk's statement.
    pub statement: EditionStatement,
    /// The pulse's statement.
    pub timestamp: Timestamp,
    /// The text in its head.
    pub text: String,
}

impl Site {
    /// Returns a different site for each number.
    pub fn new(number: u8) -> Self {
        let key = |position: u8| SigningKey::from_bytes(&[number ^ position; 32]);
        Self { root: [key(1), key(2), key(3)], desk: key(4), pulse: key(5) }
    }

    /// Returns the statement of its first root.
    pub fn statement(&self) -> RootStatement {
        let holders =
            |threshold, keys: &[SigningKey]| Holders { threshold, keys: keys.iter().map(sign::public).collect() };
        let root = holders(2, &self.root);
        RootStatement {
            site: RootStatement::site_of(&root),
            version: 1,
            epoch: 1,
            minimum: 2,
            issued: NOW - DAY,
            expires: NOW + 700 * DAY,
            root,
            desk: holders(1, std::slice::from_ref(&self.desk)),
            pulse: holders(1, std::slice::from_ref(&self.pulse)),
        }
    }

    /// Returns a root, signed by the keys at these positions.
    pub fn root_text(&self, statement: &RootStatement, signers: &[usize]) -> String {
        let signers: Vec<&SigningKey> = signers.iter().map(|position| &self.root[*position]).collect();
        sign::root(statement, &signers)
    }

    /// Returns its first root.
    pub fn root(&self) -> Root {
        Root::first(&self.root_text(&self.statement(), &[0, 1])).expect("a root")
    }

    /// Returns the statement of its second root: of another epoch, and with two keys for its desk.
    pub fn second_statement(&self) -> RootStatement {
        let mut statement = RootStatement { version: 2, epoch: 2, ..self.statement() };
        statement.desk.keys.push(sign::public(&self.pulse));
        statement
    }

    /// Returns the editions that it has signed.
    pub fn editions(&self) -> Vec<Edition> {
        let file = |name: &str, edition| trust::reference(format!("{name} {edition}").as_bytes()).expect("short");
        let edition = |edition: u64, previous, issued, signatures: usize| {
            let (manifest, files) = (file("manifest", edition), file("files", edition));
            let site = self.statement().site;
            let statement = EditionStatement { site, epoch: 1, edition, previous, manifest, files };
            let timestamp = Timestamp { issued, expires: issued + 7 * DAY, root: 1 };
            let desk = sign::edition(&statement, &vec![&self.desk; signatures]);
            Edition { statement, timestamp, text: sign::head(&desk, &timestamp, &vec![&self.pulse; signatures]) }
        };
        let previous = Some(file("manifest", 2).hash);
        vec![edition(2, None, NOW - 3 * DAY, 1), edition(42, previous, NOW, 1), edition(43, None, NOW, 2)]
    }

    /// Signs a text with the root keys.
    pub fn sign_root(&self, text: &str) -> String {
        self.root.iter().fold(text.to_owned(), |signed, key| signed + &signature("signed", Role::Root, text, key))
    }

    /// Signs two texts, the desk's and the pulse's, with their keys.
    pub fn sign_edition(&self, desk: &str, pulse: &str) -> String {
        let text = format!("{desk}{}{pulse}", signature("desk", Role::Desk, desk, &self.desk));
        let signature = signature("pulse", Role::Pulse, &text, &self.pulse);
        text + &signature
    }
}

impl Edition {
    /// Returns a head with this signed text.
    pub fn head(&self, signed: &str) -> Head {
        let (edition, manifest) = (self.statement.edition, self.statement.manifest);
        Head { edition, manifest, signed: Some(signed.to_owned()) }
    }

    /// Returns whether a checked edition is this one.
    pub fn matches(&self, signed: &Signed) -> bool {
        (signed.statement, signed.timestamp) == (self.statement, self.timestamp)
    }
}

/// Returns a line with a signature for any text, as `trust` checks it.
fn signature(name: &str, role: Role, text: &str, key: &SigningKey) -> String {
    let length = (text.len() as u64).to_le_bytes();
    let bytes = [b"offprint signature 1\0", role.name().as_bytes(), b"\0", &length, text.as_bytes()].concat();
    let digits: String = key.sign(&bytes).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name} {} {digits}\n", PublicKey(key.verifying_key().to_bytes()).identifier())
}
