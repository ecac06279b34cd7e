//! Removes code from a wasm that has the linker's relocations, so that the splitter leaves out what only that code reaches.
//!
//! See "Relocation Sections" in the WebAssembly tool conventions:
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#relocation-sections>.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use wasm_encoder::reencode::{RoundtripReencoder, utils};
use wasm_encoder::{CustomSection, Encode, ExportSection, Module, RawSection};
use wasmparser::{
    ExportSectionReader, KnownCustom, Parser, Payload, RelocAddendKind, RelocSectionReader, RelocationEntry,
};

/// The instruction that does nothing.
const NOP: u8 = 0x01;

/// The beginning of a function that has no locals and ends the program: their number, and the instruction `unreachable`.
const ABORT: [u8; 2] = [0x00, 0x00];

/// The last instruction of each function.
const END: u8 = 0x0b;

/// Removes the exports that begin with one of `exports`, and the code of the functions at the positions `emptied`, which then
/// end the program. All else stays in its place. Fails if no export has one of the beginnings.
pub fn without(wasm: &[u8], exports: &[&str], emptied: &BTreeSet<u32>) -> Result<Vec<u8>> {
    let bodies = bodies(wasm, emptied)?;
    let mut module = Module::new();
    let (mut sections, mut code) = (0, None);
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        let content = &wasm[bytes(range.clone())?];
        match payload {
            Payload::ExportSection(section) => drop(module.section(&kept_exports(section, exports)?)),
            Payload::CodeSectionStart { .. } => {
                code = Some((sections, bytes(range.clone())?.start));
                let start = bytes(range)?.start;
                let mut content = content.to_vec();
                for body in &bodies {
                    let body = &mut content[body.start - start..body.end - start];
                    body.fill(NOP);
                    body[..ABORT.len()].copy_from_slice(&ABORT);
                    body[body.len() - 1] = END;
                }
                module.section(&RawSection { id, data: &content });
            }
            Payload::CustomSection(section) => match (section.as_known(), code) {
                (KnownCustom::Reloc(relocations), Some((index, start))) if relocations.section_index() == index => {
                    let data = kept_relocations(&relocations, &bodies, start)?;
                    module.section(&CustomSection { name: section.name().into(), data: data.into() });
                }
                _ => drop(module.section(&RawSection { id, data: content })),
            },
            _ => drop(module.section(&RawSection { id, data: content })),
        }
        sections += 1;
    }
    Ok(module.finish())
}

/// Returns the places of the code of some functions.
fn bodies(wasm: &[u8], positions: &BTreeSet<u32>) -> Result<Vec<Range<usize>>> {
    let (mut bodies, mut position) = (Vec::new(), 0);
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CodeSectionEntry(body) = payload? else { continue };
        if positions.contains(&position) {
            bodies.push(bytes(body.range())?);
        }
        position += 1;
    }
    Ok(bodies)
}

fn kept_exports(section: ExportSectionReader<'_>, removed: &[&str]) -> Result<ExportSection> {
    let mut unused: BTreeSet<&str> = removed.iter().copied().collect();
    let mut kept = ExportSection::new();
    for export in section {
        let export = export?;
        match removed.iter().find(|start| export.name.starts_with(**start)) {
            Some(start) => drop(unused.remove(start)),
            None => utils::parse_export(&mut RoundtripReencoder, &mut kept, export)?,
        }
    }
    ensure!(unused.is_empty(), "the app has no exports that begin with {unused:?}");
    Ok(kept)
}

/// Returns the content of a section with relocations of the code, which begins at `start`, without those in some functions.
fn kept_relocations(section: &RelocSectionReader<'_>, bodies: &[Range<usize>], start: usize) -> Result<Vec<u8>> {
    let mut kept = Vec::new();
    for entry in section.entries() {
        let entry = entry?;
        let place = start + usize::try_from(entry.offset)?;
        if !bodies.iter().any(|body| body.contains(&place)) {
            kept.push(entry);
        }
    }
    let mut content = Vec::new();
    section.section_index().encode(&mut content);
    u32::try_from(kept.len())?.encode(&mut content);
    for RelocationEntry { ty, offset, index, addend } in kept {
        content.push(ty as u8);
        offset.encode(&mut content);
        index.encode(&mut content);
        match ty.addend_kind() {
            RelocAddendKind::None => {}
            RelocAddendKind::Addend32 => i32::try_from(addend)?.encode(&mut content),
            RelocAddendKind::Addend64 => addend.encode(&mut content),
        }
    }
    Ok(content)
}

fn bytes(range: Range<u64>) -> Result<Range<usize>> {
    let position = |number| usize::try_from(number).context("a wasm larger than the memory");
    Ok(position(range.start)?..position(range.end)?)
}
