//! `[output]` in `offprint.toml`: the files that a build writes.

use site::compress::Encodings;

use crate::config::table::Table;

const COMPRESSED_COPIES: &str = "compressed_copies";

/// The configuration of a build's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputConfig {
    /// The formats of the compressed copies.
    pub encodings: Encodings,
}

impl Default for OutputConfig {
    fn default() -> Self {
        Self { encodings: Encodings::ALL }
    }
}

pub(super) fn read_output(table: &mut Table<'_, '_, '_>) -> OutputConfig {
    let Some((entry, _)) = table.table("output") else { return OutputConfig::default() };
    let mut entry = Table::new(entry, "output", table.report);
    let is_written = entry.get(COMPRESSED_COPIES).is_some();
    let mut encodings = if is_written { Encodings::NONE } else { Encodings::ALL };
    for (name, offset) in entry.texts(COMPRESSED_COPIES) {
        match name.as_str() {
            "br" => encodings.brotli = true,
            "gz" => encodings.gzip = true,
            _ => entry.error(offset, format!("there are no compressed copies `{name}`"), "write \"br\" or \"gz\""),
        }
    }
    entry.finish();
    OutputConfig { encodings }
}
