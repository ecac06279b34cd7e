//! The root: which keys have the roles, signed by the root keys.
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

/// The longest root, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// The most roots that are walked at once.
pub const MAX_STEPS: u64 = 32;

/// The name of the lines of its signatures.
pub(crate) const SIGNED: &str = "signed";

/// A root that was checked: [`Root::first`] and [`Root::next`] are the ways to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// What it says.
    pub statement: RootStatement,
    /// All of it with its signatures, as it was read.
    pub text: String,
}

/// What a root says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootStatement {
    /// The site: the SHA-256 of the `root` line of its first root. It never changes.
    pub site: Hash,
    /// 1, then one more with each rotation.
    pub version: u64,
    /// Goes up when a stolen key may have signed editions: all those of a former epoch are refused then.
    pub epoch: u64,
    /// The first edition of this epoch that is to be believed.
    pub minimum: u64,
    /// When it was signed, in seconds since 1970.
    pub issued: u64,
    /// Until when it is to be renewed, in seconds since 1970. After that editions count as expired; nothing is taken from readers.
    pub expires: u64,
    /// Who signs the next one, with those that it names.
    pub root: Holders,
    /// Who signs editions.
    pub desk: Holders,
    /// Who signs heads.
    pub pulse: Holders,
}

impl RootStatement {
    /// The site that begins with these root keys.
    pub fn site_of(root: &Holders) -> Hash {
        crate::hash([Role::Root.name(), " ", &root.values(), "\n"].concat().as_bytes())
    }

    /// What is signed.
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

    /// Who has a role.
    pub fn holders(&self, role: Role) -> &Holders {
        match role {
            Role::Root => &self.root,
            Role::Desk => &self.desk,
            Role::Pulse => &self.pulse,
        }
    }
}

impl Root {
    /// A root on its own: it is signed by its own root keys. Whose they are it cannot tell, but the site of a first root is
    /// the hash of its keys, so that it proves to be the one that somebody asked for.
    pub fn first(text: &str) -> Result<Self, TrustError> {
        Self::check(text, None)
    }

    /// The root after this one: signed by enough of its own root keys and by enough of those of this one.
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

    /// Where a version lies, from the root of the site.
    pub fn path(version: u64) -> String {
        format!("edition/roots/{version}.txt")
    }

    /// The keys of a role.
    pub fn keys(&self, role: Role) -> &[PublicKey] {
        &self.statement.holders(role).keys
    }
}

/// Reads which version a root claims to be; nothing is checked.
pub(crate) fn claimed_version(text: &str) -> Option<u64> {
    Some(read(text).ok()?.statement.version)
}

struct Read<'a> {
    statement: RootStatement,
    signed: &'a str,
    signatures: Vec<(KeyIdentifier, [u8; 64])>,
}

fn read(text: &str) -> Result<Read<'_>, TrustError> {
    let mut lines = Lines::of(text, MAX_BYTES).ok_or(TrustError::Malformed)?;
    lines.heading(Role::Root.name())?;
    let statement = RootStatement::read(&mut lines).ok_or(TrustError::Malformed)?;
    let signed = lines.read();
    let signatures = read_signatures(&mut lines, SIGNED).ok_or(TrustError::Malformed)?;
    if !lines.is_at_end() {
        return Err(TrustError::Malformed);
    }
    Ok(Read { statement, signed, signatures })
}
