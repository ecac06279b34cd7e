//! Converts tables.

use markup5ever_rcdom::Handle;
use model::block::{Alignment, Table};
use model::{Block, Inline};

use super::Converter;
use super::blocks::Flow;
use super::dom::{attribute, children, name};
use crate::read::bounds::max_empty_cells;

/// The maximum number of columns that a cell spans.
const MAX_COLUMN_SPAN: usize = 100;

/// A row of the source. `group` numbers the head, the bodies and the foot, which no cell spans together.
struct Row {
    cells: Vec<Handle>,
    head: bool,
    group: usize,
}

/// The places in the next rows that cells of the rows above take.
#[derive(Default)]
struct Spans {
    group: usize,
    /// The number of rows that each column is still taken for.
    taken: Vec<usize>,
    /// The number of empty cells that may still be added.
    left: usize,
    /// `true` if spans were cut because the table would have become too large.
    cut: bool,
}

impl Spans {
    /// Adds empty cells up to the next free column.
    fn fill(&mut self, cells: &mut Vec<Vec<Inline>>) {
        while let Some(rows) = self.taken.get_mut(cells.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            cells.push(Vec::new());
        }
    }

    /// Adds empty cells for all columns that are taken after the last cell of a row.
    fn fill_to_end(&mut self, cells: &mut Vec<Vec<Inline>>) {
        let last = self.taken.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
        while cells.len() < last {
            if let Some(rows) = self.taken.get_mut(cells.len()) {
                *rows = rows.saturating_sub(1);
            }
            cells.push(Vec::new());
        }
    }

    /// Adds a cell that spans columns and rows, this row included.
    fn place(&mut self, cells: &mut Vec<Vec<Inline>>, content: Vec<Inline>, columns: usize, rows: usize) {
        let fits = columns * rows - 1 <= self.left;
        self.cut |= !fits;
        let (columns, rows) = if fits { (columns, rows) } else { (1, 1) };
        self.left -= columns * rows - 1;
        let start = cells.len();
        cells.push(content);
        cells.resize(start + columns, Vec::new());
        let end = start + columns;
        if rows > 1 {
            self.taken.resize(self.taken.len().max(end), 0);
            self.taken[start..end].fill(rows - 1);
        } else {
            // It lies over columns that a cell above takes.
            self.taken.iter_mut().take(end).skip(start).for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }
}

impl Converter<'_> {
    pub(super) fn table(&mut self, node: &Handle, flow: &mut Flow) {
        let mut rows = Vec::new();
        let mut captions = Vec::new();
        collect(node, false, &mut 0, &mut rows, &mut captions);
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
        let all = rows.iter().map(|row| row.cells.len()).sum::<usize>();
        let mut spans = Spans { left: max_empty_cells(all), ..Spans::default() };
        for (index, (row, below)) in rows.iter().zip(rows_below(&rows)).enumerate() {
            let cells = self.cells(row, below, &mut spans, &mut others);
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
        if spans.cut {
            let message = "a table has cells that span too many rows and columns, so some stand in other places";
            self.warn(message.to_owned(), "write fewer `rowspan` and `colspan`", "span=");
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

    /// Converts the cells of a row. Empty cells stand where a cell spans further columns, or rows of the `below` rows of its
    /// group from its own on.
    fn cells(&mut self, row: &Row, below: usize, spans: &mut Spans, others: &mut Vec<Block>) -> Vec<Vec<Inline>> {
        if spans.group != row.group {
            spans.group = row.group;
            spans.taken.clear();
        }
        let mut cells: Vec<Vec<Inline>> = Vec::new();
        for cell in &row.cells {
            spans.fill(&mut cells);
            let (content, more) = self.line(&children(cell));
            others.extend(more);
            let span = |name| attribute(cell, name).and_then(|span| span.parse::<usize>().ok());
            let columns = span("colspan").unwrap_or(1).clamp(1, MAX_COLUMN_SPAN);
            // Zero means all rows of the group.
            let rows = span("rowspan").map_or(1, |rows| if rows == 0 { below } else { rows.min(below) });
            spans.place(&mut cells, content, columns, rows.max(1));
        }
        spans.fill_to_end(&mut cells);
        cells
    }
}

/// Returns the number of rows from each one to the end of its group.
fn rows_below(rows: &[Row]) -> Vec<usize> {
    let mut below = vec![1; rows.len()];
    for index in (1..rows.len()).rev() {
        if rows[index - 1].group == rows[index].group {
            below[index - 1] = below[index] + 1;
        }
    }
    below
}

fn collect(node: &Handle, head: bool, group: &mut usize, rows: &mut Vec<Row>, captions: &mut Vec<Handle>) {
    for child in children(node) {
        match name(&child) {
            Some("caption") => captions.push(child),
            Some(part @ ("thead" | "tbody" | "tfoot")) => {
                *group += 1;
                collect(&child, part == "thead", group, rows, captions);
            }
            Some("tr") => {
                let cells: Vec<Handle> =
                    children(&child).into_iter().filter(|cell| matches!(name(cell), Some("td" | "th"))).collect();
                if !cells.is_empty() {
                    rows.push(Row { cells, head, group: *group });
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
