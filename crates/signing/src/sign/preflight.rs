//! Whether keys fit a site that is there: with others, or without its newest root, they would sign what nobody takes.

use anyhow::ensure;
use trust::edition::{claimed_site, wanted_root};
use trust::fingerprint;

use crate::keys::Keys;
use site::write::SiteFolder;

/// Refuses a site that is signed for another newspaper.
pub fn check_newspaper(keys: &Keys, place: &SiteFolder) -> anyhow::Result<()> {
    let own = keys.root().statement.site;
    let site = place.previous().and_then(|head| claimed_site(&head).ok()).unwrap_or(own);
    ensure!(
        site == own,
        "{} is signed as '{}', and the keys in {} are '{}': name its keys, or build it anew for a new newspaper",
        place.folder().display(),
        fingerprint(&site),
        keys.folder().display(),
        fingerprint(&own)
    );
    Ok(())
}

/// Refuses keys that lack a root which the site has, unless it is the site of another newspaper, which a build may replace.
pub fn check_roots(keys: &Keys, place: &SiteFolder) -> anyhow::Result<()> {
    let Some(head) = place.previous() else { return Ok(()) };
    if claimed_site(&head).is_ok_and(|site| site != keys.root().statement.site) {
        return Ok(());
    }
    let wanted = wanted_root(&head).unwrap_or_default().max(place.newest_root());
    keys.check_roots(wanted, Some(place.folder()))
}
