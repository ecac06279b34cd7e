//! `[signing]` in `offprint.toml`: the keys with which editions are signed.

use std::path::{Path, PathBuf};

use trust::edition::MAX_VALIDITY;

use crate::config::table::Table;

/// The number of days for which an edition is valid where `valid_days` is not given.
pub const DEFAULT_VALID_DAYS: u64 = 7;

const MAX_DAYS: u64 = MAX_VALIDITY / (24 * 3600);

/// How editions are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningConfig {
    /// The folder of the keys.
    pub keys: PathBuf,
    /// For how many days an edition is valid after it was signed.
    pub valid_days: u64,
}

pub(super) fn read_signing(table: &mut Table<'_, '_, '_>, root: &Path) -> Option<SigningConfig> {
    let (entry, start) = table.table("signing")?;
    let mut entry = Table::new(entry, "signing", table.report);
    let keys = entry.text("keys");
    if entry.get("keys").is_none() {
        entry.error(
            start,
            "the table signing names no `keys`",
            "add a line keys = \"../keys\", the folder that offprint keygen made",
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
