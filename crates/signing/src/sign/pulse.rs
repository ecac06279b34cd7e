//! Signs with the pulse that an edition is the newest one, and until when that is valid.

use std::path::Path;

use anyhow::{Context, anyhow, bail};
use ed25519_dalek::SigningKey;
use model::Head;
use trust::edition::{MAX_VALIDITY, Timestamp, claimed_timestamp, desk_part};
use trust::{Role, Root, Signed, TrustError, sign};

use super::read_head;
use crate::keys::{Keys, Passphrase};
use crate::verify::{self, Expected};
use newsroom::config::DEFAULT_VALID_DAYS;
use site::{COPY_ENDINGS, Site};

const DAY: u64 = 24 * 3600;

/// Returns for how many days a head is valid; the default if it is not signed.
pub fn days_of(head: Option<&Head>) -> u64 {
    let timestamp = head.and_then(|head| claimed_timestamp(head).ok());
    timestamp.map_or(DEFAULT_VALID_DAYS, |timestamp| (timestamp.expires - timestamp.issued).div_ceil(DAY))
}

/// Renews the date of a site's edition; the desk's signature stays. `folder` names the site in messages.
///
/// Fails if any file is not what the desk signed: apps would refuse it anyway, and the newsroom would not notice.
pub fn pulse(
    site: &mut Site,
    folder: &Path,
    keys: &Keys,
    passphrase: &Passphrase,
    now: u64,
    valid_days: u64,
) -> anyhow::Result<Signed> {
    let head = read_head(site)?;
    let sign_command = format!("offprint sign {} --keys {}", folder.display(), keys.folder().display());
    let before = Signed::check(&head, keys.root()).map_err(|error| match error {
        TrustError::Unsigned => anyhow!("{} is not signed: sign it first: {sign_command}", folder.display()),
        TrustError::Signatures(_) | TrustError::Superseded => {
            anyhow!("{}: {error}: sign it with the desk, without --pulse: {sign_command}", folder.display())
        }
        _ => anyhow!("{}: {error}, so its date is not renewed", folder.display()),
    })?;
    if now < before.timestamp.issued {
        bail!("by this machine's clock, the edition was signed in the future: correct the clock");
    }
    let text = head.signed.clone().unwrap_or_default();
    let dated = date(site, head, desk_part(&text)?, keys, &keys.unlock(Role::Pulse, passphrase)?, now, valid_days)?;
    match verify::verify(site, &Expected::default(), now, &|_, _| {}).findings.first() {
        Some(finding) => bail!("{finding}. Restore what the desk signed, or sign the changed site: {sign_command}"),
        None => Ok(dated),
    }
}

/// Writes the roots and the head into a site: the text that the desk signed, followed by the date that the pulse signs.
pub(super) fn date(
    site: &mut Site,
    mut head: Head,
    desk: &str,
    keys: &Keys,
    pulse: &[SigningKey],
    now: u64,
    valid_days: u64,
) -> anyhow::Result<Signed> {
    let valid = valid_days.saturating_mul(DAY);
    if !(DAY..=MAX_VALIDITY).contains(&valid) {
        bail!("an edition can be valid for 1 to {} days, not {valid_days}", MAX_VALIDITY / DAY);
    }
    for root in keys.roots() {
        put(site, Root::path(root.statement.version), root.text.clone().into_bytes());
    }
    let timestamp = Timestamp { issued: now, expires: now + valid, root: keys.root().statement.version };
    head.signed = Some(sign::head(desk, &timestamp, &pulse.iter().collect::<Vec<_>>()));
    put(site, Head::PATH.to_owned(), serde_json::to_vec(&head)?);
    // Verify the site as apps will.
    let newest = verify::newest(site, now).context("apps would refuse the signed edition")?;
    Ok(newest.signed)
}

/// Writes a file into a site, and removes the compressed copies of the old one.
fn put(site: &mut Site, path: String, bytes: Vec<u8>) {
    if site.get(&path) != Some(&bytes) {
        for end in COPY_ENDINGS {
            site.remove(&format!("{path}{end}"));
        }
    }
    site.insert(path, bytes);
}
