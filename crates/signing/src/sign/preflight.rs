//! Checks that keys belong to a site and know its newest root: apps would refuse whatever other keys sign.

use anyhow::ensure;
use trust::edition::{claimed_site, wanted_root};
use trust::fingerprint;

use crate::keys::Keys;
use site::write::SiteFolder;

/// Refuses a site that is signed for another newspaper.
pub fn check_newspaper(keys: &Keys, site_folder: &SiteFolder) -> anyhow::Result<()> {
    let key_site = keys.root().statement.site;
    let site = site_folder.previous().and_then(|head| claimed_site(&head).ok()).unwrap_or(key_site);
    ensure!(
        site == key_site,
        "{} is signed as '{}', but the keys in {} are '{}': name the keys of the site, or build a new site",
        site_folder.folder().display(),
        fingerprint(&site),
        keys.folder().display(),
        fingerprint(&key_site)
    );
    Ok(())
}

/// Refuses keys that lack a root of the site, unless the site is another newspaper's, which a build may replace.
pub fn check_roots(keys: &Keys, site_folder: &SiteFolder) -> anyhow::Result<()> {
    let Some(head) = site_folder.previous() else { return Ok(()) };
    if claimed_site(&head).is_ok_and(|site| site != keys.root().statement.site) {
        return Ok(());
    }
    let wanted = wanted_root(&head).unwrap_or_default().max(site_folder.newest_root());
    keys.check_roots(wanted, Some(site_folder.folder()))
}
