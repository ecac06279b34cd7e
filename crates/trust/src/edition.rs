//! Reads and checks a signed edition: the desk's statement of what it is, and the pulse's that it is the newest.
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
//! The desk signs the lines before its signatures, the pulse all lines before its own, so neither part fits another.
//! `edition/head.json` carries this text beside the fields of an unsigned head.

use model::{BundleReference, Hash, Head};

use crate::TrustError;
use crate::key::{KeyIdentifier, PublicKey, Role, read_signatures};
use crate::lines::{self, Lines, heading, line};
use crate::root::Root;

/// The maximum size of `edition/head.json` in bytes.
pub const MAX_BYTES: usize = 8 << 10;

/// The maximum validity of a head in seconds: a stolen key can freeze a site no longer than this.
pub const MAX_VALIDITY: u64 = 90 * 24 * 3600;

/// The desk's statement of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditionStatement {
    /// The site.
    pub site: Hash,
    /// The epoch of the root under which it is signed.
    pub epoch: u64,
    /// The number of the edition, which goes up within an epoch.
    pub edition: u64,
    /// The manifest of the previous edition, if there was one: both together can prove a fork.
    pub previous: Option<Hash>,
    /// The manifest, at `edition/m/<hash>.json`.
    pub manifest: BundleReference,
    /// The list of the site's files, at `edition/f/<hash>.txt`: see [`crate::listing`].
    pub files: BundleReference,
}

/// The pulse's statement of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// The time of the signature, in seconds since 1970.
    pub issued: u64,
    /// The end of the validity, in seconds since 1970.
    pub expires: u64,
    /// The version of the root whose keys sign.
    pub root: u64,
}

/// A signed edition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The desk's statement.
    pub statement: EditionStatement,
    /// The pulse's statement.
    pub timestamp: Timestamp,
    /// The keys with valid signatures: the desk's, then the pulse's.
    pub signers: [Vec<PublicKey>; 2],
}

impl EditionStatement {
    /// Returns the text that the desk signs.
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
    /// Returns the text that the pulse signs, after the desk's part.
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

/// Reads which root a signed text names. Checks nothing.
pub fn wanted_root_of(signed: &str) -> Result<u64, TrustError> {
    Ok(read(signed)?.timestamp.root)
}

/// Reads which root a head names. Checks nothing.
pub fn wanted_root(head: &Head) -> Result<u64, TrustError> {
    wanted_root_of(head.signed.as_deref().ok_or(TrustError::Unsigned)?)
}

/// Reads which list of files a head names. Checks nothing.
pub fn listed(head: &Head) -> Result<BundleReference, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.statement.files)
}

/// Reads which site a head claims to be of. Checks nothing.
pub fn claimed_site(head: &Head) -> Result<Hash, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.statement.site)
}

/// Reads when a head claims to be signed, and until when it claims to be valid. Checks nothing.
pub fn claimed_timestamp(head: &Head) -> Result<Timestamp, TrustError> {
    Ok(read(head.signed.as_deref().ok_or(TrustError::Unsigned)?)?.timestamp)
}

/// Returns the desk's part of a signed edition with its signatures, for a pulse to sign again. Checks nothing.
pub fn desk_part(text: &str) -> Result<&str, TrustError> {
    Ok(read(text)?.desk_part)
}

impl Signed {
    /// Checks a head with the newest known root. A head of an older root is accepted as long as that root's keys still
    /// have their roles.
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
    let mut lines = Lines::new(text, MAX_BYTES).ok_or(TrustError::Malformed)?;
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
