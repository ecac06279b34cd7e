//! The journal of a move: what is left to do, so that the next command can finish it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::Context;

use super::disk::Disk;
use super::plan::{Move, Plan};
use super::{HIDDEN, JOURNAL, STAGING, is_site_path};
use crate::short_hash;

const FIRST_LINE: &str = "Offprint journal 1\n";

/// Returns the text of a journal: a line for each step, and at the end a hash, without which it is not complete.
pub(super) fn text(plan: &Plan) -> String {
    let mut text = FIRST_LINE.to_owned();
    // Writing into a string does not fail.
    for step in &plan.moves {
        for path in &step.obstacles {
            let _ = writeln!(text, "clear {path}");
        }
        let _ = writeln!(text, "move {} {}", step.number, step.path);
    }
    for path in &plan.removals {
        let _ = writeln!(text, "remove {path}");
    }
    let hash = short_hash([text.as_bytes()]);
    let _ = writeln!(text, "end {hash}");
    text
}

/// Reads a journal; returns `None` if it is not complete.
fn parse(text: &str) -> Option<Plan> {
    let end = text.strip_suffix('\n')?.rfind('\n')? + 1;
    let (steps, last) = text.split_at_checked(end)?;
    if last != format!("end {}\n", short_hash([steps.as_bytes()])) {
        return None;
    }
    let mut plan = Plan::default();
    let mut obstacles = Vec::new();
    for line in steps.strip_prefix(FIRST_LINE)?.lines() {
        let (action, rest) = line.split_once(' ')?;
        let (number, path) = if action == "move" { rest.split_once(' ')? } else { ("", rest) };
        let path = Some(path).filter(|path| is_site_path(path))?.to_owned();
        match action {
            "clear" => obstacles.push(path),
            "move" => {
                let obstacles = std::mem::take(&mut obstacles);
                plan.moves.push(Move { number: number.parse().ok()?, path, obstacles });
            }
            "remove" => plan.removals.push(path),
            _ => return None,
        }
    }
    Some(plan)
}

/// Returns what is left to do in a folder; `None` if no journal is complete there.
pub(super) fn read(out: &Path) -> Option<Plan> {
    parse(&fs::read_to_string(out.join(JOURNAL)).ok()?)
}

/// Writes the journal, then carries it out. An error before the first move changes nothing.
pub(super) fn start(disk: &dyn Disk, out: &Path, plan: &Plan, hidden: &File) -> anyhow::Result<()> {
    let explain = "the list of what is to be moved cannot be written: is there room on the disk?";
    // The files must be on the disk before the journal that names them.
    disk.sync(hidden).context("the new files cannot be written: is there room on the disk?")?;
    let mut created = Vec::new();
    let mut begin = || -> anyhow::Result<()> {
        disk.write(&out.join(JOURNAL), text(plan).as_bytes()).context(explain)?;
        disk.sync(hidden).context(explain)?;
        // Only these may need room on the disk.
        create_folders(disk, out, plan, &mut created)
    };
    if let Err(error) = begin() {
        let _ = disk.remove_file(&out.join(JOURNAL));
        for folder in created.iter().rev() {
            let _ = disk.remove_folder(&out.join(folder));
        }
        return Err(error);
    }
    carry_out(disk, out, plan, hidden)
}

/// Finishes what a killed command began, or removes what it staged.
pub(super) fn recover(disk: &dyn Disk, out: &Path) -> anyhow::Result<()> {
    // The journal is removed before the staging area. If only the journal is left, it cannot tell which files were moved.
    if let Some(plan) = read(out).filter(|_| disk.exists(&out.join(STAGING))) {
        let hidden = File::open(out.join(HIDDEN))?;
        create_folders(disk, out, &plan, &mut Vec::new())?;
        return carry_out(disk, out, &plan, &hidden);
    }
    let explain = || format!("what a killed build left in {} cannot be removed: remove it", out.join(HIDDEN).display());
    allow(disk.remove_file(&out.join(JOURNAL)), &[ErrorKind::NotFound]).with_context(explain)?;
    allow(disk.remove_all(&out.join(STAGING)), &[ErrorKind::NotFound]).with_context(explain)
}

/// Moves and removes. All of it can be done again after a part of it was done.
fn carry_out(disk: &dyn Disk, out: &Path, plan: &Plan, hidden: &File) -> anyhow::Result<()> {
    for step in &plan.moves {
        move_file(disk, out, step).with_context(|| {
            format!(
                "{} cannot be moved to its place. The new edition waits in {} and readers have a whole one: the next build \
                 goes on",
                step.path,
                out.join(HIDDEN).display()
            )
        })?;
    }
    let explain = "the disk failed. Readers have a whole edition: the next build goes on";
    // The head must be on the disk before that to which the old one refers is gone.
    disk.sync(hidden).context(explain)?;
    for path in &plan.removals {
        // No further: a page that cannot be removed still needs what it refers to.
        remove(disk, out, path).with_context(|| {
            format!(
                "the new edition is in place, but {} of the old one cannot be removed: remove it",
                out.join(path).display()
            )
        })?;
    }
    allow(disk.remove_file(&out.join(JOURNAL)), &[ErrorKind::NotFound]).context(explain)?;
    // The next command removes what cannot be removed now.
    let _ = disk.remove_all(&out.join(STAGING));
    Ok(())
}

/// Creates the folders of new files, except where an old file is in the way.
fn create_folders(disk: &dyn Disk, out: &Path, plan: &Plan, created: &mut Vec<String>) -> anyhow::Result<()> {
    let mut folders = BTreeSet::new();
    for step in &plan.moves {
        let mut above = step.path.rmatch_indices('/').map(|(end, _)| &step.path[..end]);
        while above.next().is_some_and(|folder| folders.insert(folder)) {}
    }
    let obstacles: BTreeSet<&str> = plan.moves.iter().flat_map(|step| &step.obstacles).map(String::as_str).collect();
    let is_blocked = |folder: &str| {
        folder.match_indices('/').map(|(end, _)| &folder[..end]).chain([folder]).any(|path| obstacles.contains(path))
    };
    for folder in folders.into_iter().filter(|folder| !is_blocked(folder)) {
        let path = out.join(folder);
        match disk.create_folder(&path) {
            Ok(()) => created.push(folder.to_owned()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("the folder {} cannot be created: is there room on the disk?", path.display())
                });
            }
        }
    }
    Ok(())
}

/// Moves a staged file to its place. One that is not staged any more is there already.
fn move_file(disk: &dyn Disk, out: &Path, step: &Move) -> io::Result<()> {
    let (from, to) = (out.join(STAGING).join(step.number.to_string()), out.join(&step.path));
    if !step.obstacles.is_empty() && disk.exists(&from) {
        for path in &step.obstacles {
            remove(disk, out, path)?;
        }
    }
    match disk.rename(&from, &to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if !disk.exists(&from) {
                return Ok(());
            }
            for (end, _) in step.path.match_indices('/') {
                allow(disk.create_folder(&out.join(&step.path[..end])), &[ErrorKind::AlreadyExists])?;
            }
            disk.rename(&from, &to)
        }
        moved => moved,
    }
}

/// Removes a file, and the folders that are empty then.
fn remove(disk: &dyn Disk, out: &Path, path: &str) -> io::Result<()> {
    let file = out.join(path);
    if let Err(error) = disk.remove_file(&file)
        && file.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
    {
        return Err(error);
    }
    let mut folders = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
    while folders.next().is_some_and(|folder| disk.remove_folder(&out.join(folder)).is_ok()) {}
    Ok(())
}

fn allow(result: io::Result<()>, kinds: &[ErrorKind]) -> io::Result<()> {
    match result {
        Err(error) if kinds.contains(&error.kind()) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_complete_journal_is_read() {
        let step = |number, path: &str, obstacles: &[&str]| Move {
            number,
            path: path.to_owned(),
            obstacles: obstacles.iter().map(|path| (*path).to_owned()).collect(),
        };
        let plan = Plan {
            moves: vec![step(7, "a b/index.html", &["a b"]), step(0, "edition/head.json", &[])],
            removals: vec!["end".to_owned(), "ü/remove x".to_owned()],
        };
        let whole = text(&plan);
        assert_eq!(parse(&whole), Some(plan));
        assert_eq!(parse(&text(&Plan::default())), Some(Plan::default()));
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            assert_eq!(parse(&whole[..end]), None, "{end}");
        }
        assert_eq!(parse(&whole.replace("move 7", "move 8")), None);
        // A forged journal must not remove files outside the folder.
        let outside = Plan { moves: Vec::new(), removals: vec!["../thesis.txt".to_owned()] };
        assert_eq!(parse(&text(&outside)), None);
    }
}
