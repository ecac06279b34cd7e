//! Reads and checks the root: which keys have the roles, signed by the root keys.
//!
//! ```text
//! offprint 1 root
//! site <64 digits>
//! version 1
//! epoch 1
//! minimum 1
//! issued <seconds since 1970>
//! expires <seconds since 1970>
//! root <threshold> <key> <key> <key>
//! desk <threshold> <key>
//! pulse <threshold> <key>
//! signed <key identifier> <signature>
//! ```

use model::Hash;

use crate::TrustError;
use crate::key::{Holders, KeyIdentifier, PublicKey, Role, read_signatures};
use crate::lines::{self, Lines, heading, line};

/// The maximum size of a root in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// The maximum number of roots followed at once.
pub const MAX_STEPS: u64 = 32;

/// The name of the signature lines.
pub(crate) const SIGNED: &str = "signed";

/// A checked root, made by [`Root::first`] and [`Root::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The signed statement.
    pub statement: RootStatement,
    /// The whole text with its signatures, as it was read.
    pub text: String,
}

/// The statement of a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootStatement {
    /// The site: the SHA-256 of the `root` line of its first root. It never changes.
    pub site: Hash,
    /// The version: 1, then one more with each rotation.
    pub version: u64,
    /// The epoch, which goes up if a stolen key may have signed editions. All editions of an earlier epoch are then
    /// refused.
    pub epoch: u64,
    /// The first valid edition of this epoch.
    pub minimum: u64,
    /// The time of the signature, in seconds since 1970.
    pub issued: u64,
    /// The time by which the root must be renewed, in seconds since 1970. Afterwards editions count as expired, but
    /// readers keep them.
    pub expires: u64,
    /// The signers of the next root, together with those that it names.
    pub root: Holders,
    /// The signers of editions.
    pub desk: Holders,
    /// The signers of heads.
    pub pulse: Holders,
}

impl RootStatement {
    /// Returns the site that begins with these root keys.
    pub fn site_of(root: &Holders) -> Hash {
        crate::hash([Role::Root.name(), " ", &root.values(), "\n"].concat().as_bytes())
    }

    /// Returns the text to sign.
    pub fn text(&self) -> String {
        let mut text = String::new();
        heading(&mut text, Role::Root.name());
        line(&mut text, "site", self.site);
        line(&mut text, "version", self.version);
        line(&mut text, "epoch", self.epoch);
        line(&mut text, "minimum", self.minimum);
        line(&mut text, "issued", self.issued);
        line(&mut text, "expires", self.expires);
        for role in Role::ALL {
            line(&mut text, role.name(), self.holders(role).values());
        }
        text
    }

    fn read(lines: &mut Lines<'_>) -> Option<Self> {
        let statement = Self {
            site: Hash(lines::bytes(lines.next("site")?)?),
            version: lines.number("version")?,
            epoch: lines.number("epoch")?,
            minimum: lines.number("minimum")?,
            issued: lines.number("issued")?,
            expires: lines.number("expires")?,
            root: Holders::read(lines, Role::Root)?,
            desk: Holders::read(lines, Role::Desk)?,
            pulse: Holders::read(lines, Role::Pulse)?,
        };
        let is_possible = statement.version > 0 && statement.epoch > 0 && statement.expires > statement.issued;
        is_possible.then_some(statement)
    }

    /// Returns the keys of a role, with their threshold.
    pub fn holders(&self, role: Role) -> &Holders {
        match role {
            Role::Root => &self.root,
            Role::Desk => &self.desk,
            Role::Pulse => &self.pulse,
        }
    }
}

impl Root {
    /// Checks a root by its own keys alone. That does not prove whose keys they are, but the site of a first root is
    /// the hash of its keys, so the root proves to be the one requested.
    pub fn first(text: &str) -> Result<Self, TrustError> {
        Self::check(text, None)
    }

    /// Checks the root after this one: enough of its own root keys and enough of this one's must have signed it.
    pub fn next(&self, text: &str) -> Result<Self, TrustError> {
        Self::check(text, Some(&self.statement))
    }

    fn check(text: &str, before: Option<&RootStatement>) -> Result<Self, TrustError> {
        let Read { statement, signed, signatures } = read(text)?;
        if statement.version == 1 && statement.site != RootStatement::site_of(&statement.root) {
            return Err(TrustError::AnotherSite);
        }
        if let Some(before) = before {
            if statement.site != before.site {
                return Err(TrustError::AnotherSite);
            }
            if statement.version != before.version + 1 || statement.epoch < before.epoch {
                return Err(TrustError::RootOrder);
            }
            before.root.check(Role::Root, signed, &signatures)?;
        }
        statement.root.check(Role::Root, signed, &signatures)?;
        Ok(Self { statement, text: text.to_owned() })
    }

    /// Returns the path of a version, from the root of the site.
    pub fn path(version: u64) -> String {
        format!("edition/roots/{version}.txt")
    }

    /// Returns the keys of a role.
    pub fn keys(&self, role: Role) -> &[PublicKey] {
        &self.statement.holders(role).keys
    }
}

/// Reads which version a root claims to be. Checks nothing.
pub(crate) fn claimed_version(text: &str) -> Option<u64> {
    Some(read(text).ok()?.statement.version)
}

struct Read<'a> {
    statement: RootStatement,
    signed: &'a str,
    signatures: Vec<(KeyIdentifier, [u8; 64])>,
}

fn read(text: &str) -> Result<Read<'_>, TrustError> {
    let mut lines = Lines::new(text, MAX_BYTES).ok_or(TrustError::Malformed)?;
    lines.heading(Role::Root.name())?;
    let statement = RootStatement::read(&mut lines).ok_or(TrustError::Malformed)?;
    let signed = lines.read();
    let signatures = read_signatures(&mut lines, SIGNED).ok_or(TrustError::Malformed)?;
    if !lines.is_at_end() {
        return Err(TrustError::Malformed);
    }
    Ok(Read { statement, signed, signatures })
}
