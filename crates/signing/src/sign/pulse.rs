//! What the pulse says: that an edition is the newest, and until when that holds.

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

/// For how many days a head holds, as it says itself; as usual where it is not signed.
pub fn days_of(head: Option<&Head>) -> u64 {
    let timestamp = head.and_then(|head| claimed_timestamp(head).ok());
    timestamp.map_or(DEFAULT_VALID_DAYS, |timestamp| (timestamp.expires - timestamp.issued).div_ceil(DAY))
}

/// Says anew that the edition of a site is the newest: the desk's signature stays. `folder` is what the site is called. Fails
/// where a file is not what the desk signed, since readers would refuse it all the same, and nobody would know.
pub fn pulse(
    site: &mut Site,
    folder: &Path,
    keys: &Keys,
    passphrase: &Passphrase,
    now: u64,
    valid_days: u64,
) -> anyhow::Result<Signed> {
    let head = read_head(site)?;
    let anew = format!("offprint sign {} --keys {}", folder.display(), keys.folder().display());
    let before = Signed::check(&head, keys.root()).map_err(|refused| match refused {
        TrustError::Unsigned => anyhow!("{} is not signed: sign it first: {anew}", folder.display()),
        TrustError::Signatures(_) | TrustError::Superseded => {
            anyhow!("{}: {refused}: sign it with the desk, without --pulse: {anew}", folder.display())
        }
        _ => anyhow!("{}: {refused}, so its date is not renewed", folder.display()),
    })?;
    if now < before.timestamp.issued {
        bail!("the edition was signed later than it is now by this machine's clock: correct the clock");
    }
    let text = head.signed.clone().unwrap_or_default();
    let dated = date(site, head, desk_part(&text)?, keys, &keys.unlock(Role::Pulse, passphrase)?, now, valid_days)?;
    match verify::verify(site, &Expected::default(), now, &|_, _| {}).findings.first() {
        Some(wrong) => bail!("{wrong}. Put back what the desk signed, or let it sign what is there: {anew}"),
        None => Ok(dated),
    }
}

/// Puts the head into a site, dated now, after what the desk signed, and the roots with which it is checked.
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
    // As whoever gets the site checks it.
    let newest = verify::newest(site, now).context("what was signed would not be believed")?;
    Ok(newest.signed)
}

/// Puts a file into a site, without the copies of what was there before.
fn put(site: &mut Site, path: String, bytes: Vec<u8>) {
    if site.get(&path) != Some(&bytes) {
        for end in COPY_ENDINGS {
            site.remove(&format!("{path}{end}"));
        }
    }
    site.insert(path, bytes);
}
