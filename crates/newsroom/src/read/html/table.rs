//! Converts tables.

use markup5ever_rcdom::Handle;
use model::block::{Alignment, Table};
use model::{Block, Inline};

use super::Converter;
use super::blocks::Flow;
use super::dom::{attribute, children, name};

/// The maximum number of columns that a cell spans.
const MAX_COLUMN_SPAN: usize = 100;

/// A row of the source. `head` is `true` for rows of the table's head.
struct Row {
    cells: Vec<Handle>,
    head: bool,
}

impl Converter<'_> {
    pub(super) fn table(&mut self, node: &Handle, flow: &mut Flow) {
        let mut rows = Vec::new();
        let mut captions = Vec::new();
        collect(node, false, &mut rows, &mut captions);
        // A table of one cell is a frame, not a table.
        if let [row] = rows.as_slice()
            && let [cell] = row.cells.as_slice()
            && captions.is_empty()
        {
            let blocks = self.flow(&children(cell));
            return flow.extend(blocks);
        }
        let (caption, mut others) =
            self.line(&captions.iter().flat_map(|caption| children(caption)).collect::<Vec<_>>());
        let mut table = Table { caption, header: Vec::new(), rows: Vec::new(), alignments: Vec::new() };
        for (index, row) in rows.iter().enumerate() {
            let mut cells: Vec<Vec<Inline>> = Vec::new();
            for cell in &row.cells {
                let (content, more) = self.line(&children(cell));
                others.extend(more);
                cells.push(content);
                let span = attribute(cell, "colspan").and_then(|span| span.parse().ok()).unwrap_or(1_usize);
                cells.extend(std::iter::repeat_n(Vec::new(), span.clamp(1, MAX_COLUMN_SPAN) - 1));
            }
            if table.alignments.len() < row.cells.len() && row.cells.len() == cells.len() {
                table.alignments = row.cells.iter().map(alignment).collect();
            }
            let head = row.head || row.cells.iter().all(|cell| name(cell) == Some("th"));
            if index == 0 && head {
                table.header = cells;
            } else if cells.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(cells);
            }
        }
        if table.header.iter().all(Vec::is_empty) {
            table.header.clear();
        }
        while table.alignments.last() == Some(&Alignment::Start) {
            table.alignments.pop();
        }
        flow.end_line();
        if !table.header.is_empty() || !table.rows.is_empty() {
            flow.push(Block::Table(table));
        } else if !table.caption.is_empty() {
            flow.push(Block::Paragraph(table.caption));
        }
        flow.extend(others);
    }
}

fn collect(node: &Handle, head: bool, rows: &mut Vec<Row>, captions: &mut Vec<Handle>) {
    for child in children(node) {
        match name(&child) {
            Some("caption") => captions.push(child),
            Some("thead") => collect(&child, true, rows, captions),
            Some("tbody" | "tfoot") => collect(&child, false, rows, captions),
            Some("tr") => {
                let cells: Vec<Handle> =
                    children(&child).into_iter().filter(|cell| matches!(name(cell), Some("td" | "th"))).collect();
                if !cells.is_empty() {
                    rows.push(Row { cells, head });
                }
            }
            _ => {}
        }
    }
}

fn alignment(cell: &Handle) -> Alignment {
    let style = attribute(cell, "style").unwrap_or_default().replace(' ', "");
    let written = match style.split("text-align:").nth(1) {
        Some(rest) => rest.split(';').next().unwrap_or_default().to_owned(),
        None => attribute(cell, "align").unwrap_or_default(),
    };
    match written.as_str() {
        "center" => Alignment::Center,
        "right" | "end" => Alignment::End,
        _ => Alignment::Start,
    }
}
