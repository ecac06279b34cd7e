//! `[signing]` in `offprint.toml`: the keys that sign editions.

use std::path::{Path, PathBuf};

use trust::edition::MAX_VALIDITY;

use crate::config::table::Table;

/// The number of days that an edition is valid without `valid_days`.
pub const DEFAULT_VALID_DAYS: u64 = 7;

const MAX_DAYS: u64 = MAX_VALIDITY / (24 * 3600);

/// The configuration of signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningConfig {
    /// The folder of the keys.
    pub keys: PathBuf,
    /// The number of days that an edition is valid after signing.
    pub valid_days: u64,
}

pub(super) fn read_signing(table: &mut Table<'_, '_, '_>, root: &Path) -> Option<SigningConfig> {
    let (entry, start) = table.table("signing")?;
    let mut entry = Table::new(entry, "signing", table.report);
    let keys = entry.text("keys");
    if entry.get("keys").is_none() {
        entry.error(
            start,
            "the table `signing` has no `keys`",
            "add a line keys = \"../keys\", naming the folder that `offprint keygen` made",
        );
    }
    let valid_days = match entry.number("valid_days") {
        None => DEFAULT_VALID_DAYS,
        Some((days, offset)) => {
            let days = u64::try_from(days).unwrap_or_default();
            if !(1..=MAX_DAYS).contains(&days) {
                entry.error(
                    offset,
                    format!("an edition cannot be valid for {days} days"),
                    format!("write 1 to {MAX_DAYS}"),
                );
            }
            days
        }
    };
    entry.finish();
    Some(SigningConfig { keys: root.join(keys?), valid_days })
}
