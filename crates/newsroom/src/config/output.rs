//! `[output]` in `offprint.toml`: the files that a build writes.

use site::compress::Encodings;
use site::write::DEFAULT_KEPT_EDITIONS;

use crate::config::table::Table;

/// The most editions that `keep_editions` may name: all of those of a week, one every ten minutes.
const MAX_KEPT_EDITIONS: u64 = 1008;

const COMPRESSED_COPIES: &str = "compressed_copies";

/// The configuration of a build's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputConfig {
    /// The formats of the compressed copies.
    pub encodings: Encodings,
    /// The number of earlier editions whose articles, manifests and pictures stay for readers who are in the middle of one.
    pub keep_editions: usize,
}

impl Default for OutputConfig {
    fn default() -> Self {
        Self { encodings: Encodings::ALL, keep_editions: DEFAULT_KEPT_EDITIONS }
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
    let keep_editions = entry.number_up_to("keep_editions", MAX_KEPT_EDITIONS, |written| {
        (format!("a site cannot keep {written} earlier editions"), format!("write 0 to {MAX_KEPT_EDITIONS}"))
    });
    let keep_editions =
        keep_editions.map_or(DEFAULT_KEPT_EDITIONS, |number| usize::try_from(number).unwrap_or(usize::MAX));
    entry.finish();
    OutputConfig { encodings, keep_editions }
}
