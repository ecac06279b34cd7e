//! `[sharing]` in `offprint.toml`: what readers are told before they pass an article on or give money.

use crate::config::Localized;
use crate::config::table::Table;

/// What readers are told before they pass an article on or give money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharingConfig {
    /// The newsroom's words of warning.
    pub warning: Localized,
    /// Whether files that are passed on have a name and a title that tell nothing.
    pub neutral: bool,
}

pub(super) fn read_sharing(table: &mut Table<'_, '_, '_>) -> SharingConfig {
    let Some((entry, _)) = table.table("sharing") else { return SharingConfig::default() };
    let mut entry = Table::new(entry, "sharing", table.report);
    let sharing = SharingConfig { warning: entry.localized("warning"), neutral: entry.flag("neutral") };
    entry.finish();
    sharing
}
