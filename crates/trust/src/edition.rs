//! A signed edition: what the desk says that it is, and that the pulse says that it is the newest.
//!
//! ```text
//! offprint 1 edition
//! site <64 digits>
//! epoch 1
//! edition 42
//! previous <64 digits, or ->
//! manifest <64 digits> <bytes>
//! files <64 digits> <bytes>
//! desk <key identifier> <signature>
//! offprint 1 head
//! issued <seconds since 1970>
//! expires <seconds since 1970>
//! root 1
//! pulse <key identifier> <signature>
//! ```
//!
//! The desk signs the lines before its signatures, the pulse all lines before its own, so that neither part fits another.
//! `edition/head.json` carries this text beside what unsigned sites have in it.

use model::{BundleReference, Hash, Head};

use crate::TrustError;
use crate::key::{KeyIdentifier, PublicKey, Role, read_signatures};
use crate::lines::{self, Lines, heading, line};
use crate::root::Root;

/// The longest `edition/head.json`, in bytes.
pub const MAX_BYTES: usize = 8 << 10;

/// The longest time that a head may stay valid, in seconds: a key that was stolen can freeze no site for longer.
pub const MAX_VALIDITY: u64 = 90 * 24 * 3600;

/// What the desk says of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditionStatement {
    /// The site.
    pub site: Hash,
    /// The epoch of the root under which it is signed.
    pub epoch: u64,
    /// Its number: it goes up within an epoch.
    pub edition: u64,
    /// The manifest of the edition before it, where there was one: who has both can show a fork.
    pub previous: Option<Hash>,
    /// Its manifest, at `edition/m/<hash>.json`.
    pub manifest: BundleReference,
    /// The list of the files of its site, at `edition/f/<hash>.txt`: see [`crate::listing`].
    pub files: BundleReference,
}

/// What the pulse says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// When it was said, in seconds since 1970.
    pub issued: u64,
    /// Until when it holds, in seconds since 1970.
    pub expires: u64,
    /// The version of the root that says who may sign.
    pub root: u64,
}

/// A signed edition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What the desk says.
    pub statement: EditionStatement,
    /// What the pulse says.
    pub timestamp: Timestamp,
    /// Whose signatures were valid: the desk's, then the pulse's.
    pub signers: [Vec<PublicKey>; 2],
}

impl EditionStatement {
    /// What the desk signs.
    pub fn text(&self) -> String {
        let mut text = String::new();
        heading(&mut text, "edition");
        line(&mut text, "site", self.site);
        line(&mut text, "epoch", self.epoch);
        line(&mut text, "edition", self.edition);
        match self.previous {
            Some(previous) => line(&mut text, "previous", previous),
            None => line(&mut text, "previous", "-"),
        }
        for (name, file) in [("manifest", self.manifest), ("files", self.files)] {
            line(&mut text, name, format_args!("{} {}", file.hash, file.bytes));
        }
        text
    }

    fn read(lines: &mut Lines<'_>) -> Option<Self> {
        let statement = Self {
            site: Hash(lines::bytes(lines.next("site")?)?),
            epoch: lines.number("epoch")?,
            edition: lines.number("edition")?,
            previous: match lines.next("previous")? {
                "-" => None,
                digits => Some(Hash(lines::bytes(digits)?)),
            },
            manifest: lines::reference(lines.next("manifest")?)?,
            files: lines::reference(lines.next("files")?)?,
        };
        (statement.edition > 0).then_some(statement)
    }
}

impl Timestamp {
    /// What the pulse signs, after the desk's part.
    pub fn text(&self) -> String {
        let mut text = String::new();
        heading(&mut text, "head");
        line(&mut text, "issued", self.issued);
        line(&mut text, "expires", self.expires);
        line(&mut text, "root", self.root);
        text
    }

    fn read(lines: &mut Lines<'_>) -> Option<Self> {
        let (issued, expires) = (lines.number("issued")?, lines.number("expires")?);
        let lasts = expires.checked_sub(issued)?;
        (1..=MAX_VALIDITY).contains(&lasts).then_some(Self { issued, expires, root: lines.number("root")? })
    }
}

/// Reads which root a signed text wants to be checked with; nothing is checked.
pub fn wanted_root_of(signed: &str) -> Result<u64, TrustError> {
    Ok(read(signed)?.timestamp.root)
}

/// Which root a head wants to be checked with; it is not checked yet.
pub fn wanted_root(head: &Head) -> Result<u64, TrustError> {
    wanted_root_of(head.signed.as_deref().ok_or(TrustError::Unsigned)?)
}

/// Which list of files a head names; it is not checked yet.
pub fn listed(head: &Head) -> Result<BundleReference, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.statement.files)
}

/// Which site a head is of, or says that it is of; it is not checked yet.
pub fn claimed_site(head: &Head) -> Result<Hash, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.statement.site)
}

/// When a head was signed and until when it holds, or what it says of that; it is not checked yet.
pub fn claimed_timestamp(head: &Head) -> Result<Timestamp, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.timestamp)
}

/// The desk's part of a signed edition with its signatures, for a pulse to date anew; nothing is checked.
pub fn desk_part(text: &str) -> Result<&str, TrustError> {
    Ok(read(text)?.desk_part)
}

impl Signed {
    /// Checks a head with the newest root that is known. A head of a former root is believed as long as that root's keys
    /// still have their roles.
    pub fn check(head: &Head, root: &Root) -> Result<Self, TrustError> {
        let read = read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?;
        let (statement, timestamp) = (read.statement, read.timestamp);
        if statement.site != root.statement.site {
            return Err(TrustError::AnotherSite);
        }
        if timestamp.root > root.statement.version {
            return Err(TrustError::UnknownRoot(timestamp.root));
        }
        let desk = root.statement.desk.check(Role::Desk, read.by_desk, &read.desk)?;
        let pulse = root.statement.pulse.check(Role::Pulse, read.by_pulse, &read.pulse)?;
        if (head.edition, head.manifest) != (statement.edition, statement.manifest) {
            return Err(TrustError::Mismatch);
        }
        if statement.epoch != root.statement.epoch || statement.edition < root.statement.minimum {
            return Err(TrustError::Superseded);
        }
        Ok(Self { statement, timestamp, signers: [desk, pulse] })
    }
}

type Signatures = Vec<(KeyIdentifier, [u8; 64])>;

struct Read<'a> {
    statement: EditionStatement,
    by_desk: &'a str,
    desk: Signatures,
    desk_part: &'a str,
    timestamp: Timestamp,
    by_pulse: &'a str,
    pulse: Signatures,
}

fn read(text: &str) -> Result<Read<'_>, TrustError> {
    let mut lines = Lines::of(text, MAX_BYTES).ok_or(TrustError::Malformed)?;
    lines.heading("edition")?;
    let statement = EditionStatement::read(&mut lines).ok_or(TrustError::Malformed)?;
    let by_desk = lines.read();
    let desk = read_signatures(&mut lines, Role::Desk.name()).ok_or(TrustError::Malformed)?;
    let desk_part = lines.read();
    lines.heading("head")?;
    let timestamp = Timestamp::read(&mut lines).ok_or(TrustError::Malformed)?;
    let by_pulse = lines.read();
    let pulse = read_signatures(&mut lines, Role::Pulse.name()).ok_or(TrustError::Malformed)?;
    if !lines.is_at_end() {
        return Err(TrustError::Malformed);
    }
    Ok(Read { statement, by_desk, desk, desk_part, timestamp, by_pulse, pulse })
}
