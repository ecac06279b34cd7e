//! Names, writes and reads the files in a folder of keys.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use site::write::Group;
use trust::{PublicKey, Role, sign};
use zeroize::Zeroizing;

use super::Passphrase;

/// The first line of the file of an encrypted private key.
const START: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

/// Returns the name of the file of a root.
pub(super) fn name_of_root(version: u64) -> String {
    format!("root.{version}.txt")
}

/// Returns the number of the newest root in a folder, or 0, and `true` if the folder has private keys.
pub(super) fn inspect(folder: &Path) -> (u64, bool) {
    let (mut newest, mut has_keys) = (0, false);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = name.strip_prefix("root.").and_then(|rest| rest.strip_suffix(".txt")?.parse().ok());
        newest = newest.max(version.unwrap_or_default());
        has_keys |= name.ends_with(".key");
    }
    (newest, has_keys)
}

/// Returns the name of the file of a private key.
pub(super) fn name_of_key(role: Role, key: &PublicKey) -> String {
    format!("{role}-{}.key", key.identifier())
}

/// Generates a private key.
pub(super) fn generate() -> anyhow::Result<SigningKey> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(&mut secret[..])
        .map_err(|error| anyhow::anyhow!("this system provides no random numbers: {error}"))?;
    Ok(SigningKey::from_bytes(&secret))
}

/// Encrypts a private key and writes it into a group of files.
pub(super) fn save(group: &Group, role: Role, key: &SigningKey, passphrase: &Passphrase) -> anyhow::Result<()> {
    let pem = key.to_pkcs8_encrypted_pem(passphrase.bytes(), Default::default());
    let pem = pem.map_err(|error| anyhow::anyhow!("a key of the {role} cannot be encrypted: {error}"))?;
    group.write(&name_of_key(role, &sign::public(key)), pem.as_bytes(), 0o600)
}

/// Reads a private key and decrypts it.
pub(super) fn load(path: &Path, public: &PublicKey, passphrase: &Passphrase) -> anyhow::Result<SigningKey> {
    let shown = path.display();
    let pem = read_key(path)?;
    let key = SigningKey::from_pkcs8_encrypted_pem(&pem, passphrase.bytes())
        .map_err(|_| anyhow::anyhow!("{shown} cannot be decrypted: the passphrase is wrong, or the file is damaged"))?;
    if sign::public(&key) != *public {
        bail!("{shown} holds another key than its name says: restore the file that Offprint wrote");
    }
    Ok(key)
}

/// Reads the file of an encrypted private key.
pub(super) fn read_key(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let pem = read_secret(path, "a private key")?;
    if !pem.starts_with(START) {
        bail!("{} is not an encrypted private key: restore the file that Offprint wrote", path.display());
    }
    Ok(pem)
}

/// Reads a file, and refuses it if other users of this machine can read it.
pub(super) fn read_secret(path: &Path, kind: &str) -> anyhow::Result<Zeroizing<String>> {
    let shown = path.display();
    let metadata = fs::metadata(path).with_context(|| format!("{shown} cannot be read"))?;
    let mode = metadata.permissions().mode() & 0o777;
    // Pipes and the like have no file mode to protect.
    if metadata.is_file() && mode & 0o077 != 0 {
        bail!("{shown} is {kind} that others on this machine can read (mode {mode:o}): run chmod 600 {shown}");
    }
    Ok(Zeroizing::new(fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?))
}
