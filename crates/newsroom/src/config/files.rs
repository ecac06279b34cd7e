//! `[files]` in `offprint.toml`: the files beside articles, such as documents and tables.

use crate::config::table::Table;

/// The largest file in megabytes that is published without `max_megabytes`: some hosts accept no larger ones.
const DEFAULT_MAX_MEGABYTES: u64 = 25;

/// The most megabytes that `max_megabytes` may name: signed lists hold sizes up to 4 GiB.
const LIMIT: u64 = 4000;

/// The configuration of files beside articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilesConfig {
    /// The largest size in bytes of a file that is published.
    pub max_bytes: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self { max_bytes: DEFAULT_MAX_MEGABYTES * 1_000_000 }
    }
}

pub(super) fn read_files(table: &mut Table<'_, '_, '_>) -> FilesConfig {
    let Some((entry, _)) = table.table("files") else { return FilesConfig::default() };
    let mut entry = Table::new(entry, "files", table.report);
    let max_megabytes = entry.number_up_to("max_megabytes", LIMIT, |written| {
        let message = format!("a file cannot have at most {written} megabytes");
        (message, format!("write 0 to {LIMIT}; 0 publishes no files"))
    });
    entry.finish();
    FilesConfig { max_bytes: max_megabytes.unwrap_or(DEFAULT_MAX_MEGABYTES) * 1_000_000 }
}
