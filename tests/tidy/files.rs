//! Reads the repository's files and the code in them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders that are generated or outside the repository.
const SKIPPED: [&str; 5] = ["target", ".git", "dist", "node_modules", "site"];

/// A file of the repository.
pub struct File {
    /// The path from the root of the repository, with `/` between folders.
    pub path: String,
    /// The content of the file.
    pub text: String,
}

/// Returns the text files below a folder of the repository, by path; an empty folder means all.
pub fn files(folder: &str) -> Vec<File> {
    let mut paths = Vec::new();
    collect(&tests::root().join(folder), &mut paths);
    paths.sort();
    let files = paths.into_iter().filter_map(|path| {
        let text = String::from_utf8(fs::read(&path).expect("a readable file")).ok()?;
        let path =
            path.strip_prefix(tests::root()).expect("a file of the repository").to_string_lossy().replace('\\', "/");
        Some(File { path, text })
    });
    files.collect()
}

/// Returns the Rust files below a folder of the repository.
pub fn rust_files(folder: &str) -> Vec<File> {
    let files: Vec<File> = files(folder).into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    assert!(!files.is_empty(), "{folder} has no Rust files");
    files
}

/// Reads a file of the repository as text.
pub fn read(path: &str) -> String {
    fs::read_to_string(tests::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        let is_top = path.parent() == Some(tests::root());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_symlink() || (is_top && SKIPPED.contains(&name.as_str())) {
            continue;
        }
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

impl File {
    /// Returns whether the file is compiled for tests only.
    pub fn is_test(&self) -> bool {
        let (folder, file) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        if file == "tests.rs" || file.ends_with("_tests.rs") || self.path.contains("/tests/") {
            return true;
        }
        let declaration = format!("#[cfg(test)]\nmod {};", file.trim_end_matches(".rs"));
        let parents = [format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}.rs")];
        parents
            .iter()
            .any(|parent| fs::read_to_string(tests::root().join(parent)).is_ok_and(|text| text.contains(&declaration)))
    }

    /// Returns the lines of code with their numbers, without comments and tests.
    pub fn code(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let lines: Vec<&str> = self.text.lines().collect();
        // Tests are at the end of a file, or in a file of their own.
        let is_end = |number: &usize| {
            let next = lines.get(number + 1).copied().unwrap_or_default();
            lines[*number].trim() == "#[cfg(test)]" && next.trim_end().ends_with('{')
        };
        let end = (0..lines.len()).find(is_end).unwrap_or(lines.len());
        let numbered = lines[..end].iter().enumerate().map(|(number, line)| (number + 1, *line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
    }
}

/// Fails with every place where the code of some files contains one of these texts.
pub fn check_absent(files: &[File], texts: &[&str], reason: &str) {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.code() {
            if texts.iter().any(|text| line.contains(text)) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{reason}:\n{}", found.join("\n"));
}

/// Returns the files whose paths begin with none of `allowed`.
pub fn outside(files: Vec<File>, allowed: &[&str]) -> Vec<File> {
    files.into_iter().filter(|file| !allowed.iter().any(|start| file.path.starts_with(start))).collect()
}
