//! `[sharing]` in `offprint.toml`: the precautions for sharing and donating.

use crate::config::Localized;
use crate::config::table::Table;

/// The precautions for sharing and donating.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharingConfig {
    /// The newsroom's warning.
    pub warning: Localized,
    /// `true` if shared files have a name and title that reveal nothing.
    pub neutral: bool,
}

pub(super) fn read_sharing(table: &mut Table<'_, '_, '_>) -> SharingConfig {
    let Some((entry, _)) = table.table("sharing") else { return SharingConfig::default() };
    let mut entry = Table::new(entry, "sharing", table.report);
    let sharing = SharingConfig { warning: entry.localized("warning"), neutral: entry.flag("neutral") };
    entry.finish();
    sharing
}
