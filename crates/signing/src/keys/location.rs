//! Checks that keys do not lie where they would be published.

use std::path::Path;

use anyhow::bail;
use model::Head;

use newsroom::config::{CONFIG_FILE, PUBLIC_FOLDER};
use site::write;

/// Refuses a folder inside a site or inside a newsroom's folder `public`, by its own path or through symbolic links.
pub(super) fn check(folder: &Path) -> anyhow::Result<()> {
    let (real, named) = (write::real(folder)?, write::without_parents(&std::path::absolute(folder)?));
    let shown = folder.display();
    let remedy = "keep keys neither in a site nor in a newsroom's folder public";
    for above in real.ancestors().chain(named.ancestors()) {
        if above.join(Head::PATH).is_file() {
            bail!("{shown} lies in the site {}, which is published: {remedy}", above.display());
        }
        let is_public = above.file_name().is_some_and(|name| name == PUBLIC_FOLDER)
            && above.parent().is_some_and(|newsroom| newsroom.join(CONFIG_FILE).is_file());
        if is_public {
            bail!("{shown} lies in the newsroom's folder {}, which is published: {remedy}", above.display());
        }
    }
    Ok(())
}
