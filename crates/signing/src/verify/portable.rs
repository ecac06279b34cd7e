//! Verifies a portable edition or an edition.zip, which may hold only a part of an edition.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use anyhow::Context;
use model::{BundleReference, Hash, Head, Manifest, MonthIndex};
use serde_json::Value;
use site::original_of;
use trust::Signed;
use zip::ZipArchive;

use super::{FindingKind, FoundFile, FoundKind, Source, SourceError, Verdict};

/// The most bytes that a zip may unpack to, since a hostile one could unpack without end.
const MAX_UNPACKED: u64 = 4 << 30;

/// The files inside a portable edition or an edition.zip.
pub(super) struct Portable {
    /// The files of the edition.
    files: BTreeMap<String, Vec<u8>>,
    /// The names in a zip that are no files of an edition.
    others: Vec<String>,
}

impl Source for Portable {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        Source::get(&self.files, path, max_bytes)
    }

    fn part(&self) -> Option<&BTreeMap<String, Vec<u8>>> {
        Some(&self.files)
    }

    fn names(&self) -> Vec<FoundFile> {
        self.others.iter().map(|path| FoundFile { path: path.clone(), kind: FoundKind::File }).collect()
    }
}

/// Reads a file; returns `None` if it is neither of the two.
pub(super) fn open(path: &Path) -> anyhow::Result<Option<Portable>> {
    let shown = path.display();
    let mut file = File::open(path).with_context(|| format!("{shown} cannot be read"))?;
    let mut start = [0; 4];
    let read = file.read(&mut start)?;
    file.rewind()?;
    if start[..read] == *b"PK\x03\x04" {
        let files = unzip(file).with_context(|| format!("{shown} is damaged"))?;
        return Ok(files);
    }
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    match String::from_utf8(text) {
        Ok(html) if html.contains("name=\"generator\" content=\"Offprint\"") => {
            let files = portable::read(&html).with_context(|| format!("{shown} is cut short or damaged"))?;
            Ok(Some(Portable { files, others: Vec::new() }))
        }
        _ => Ok(None),
    }
}

/// Reads the folder `edition` of a zip; returns `None` if there is no such folder.
fn unzip(file: File) -> anyhow::Result<Option<Portable>> {
    let mut archive = ZipArchive::new(file)?;
    let is_head = |name: &str| name.strip_suffix(Head::PATH).is_some_and(|root| root.is_empty() || root.ends_with('/'));
    let names = archive.file_names().collect::<Result<Vec<_>, _>>()?;
    let Some(head) = names.iter().find(|name| is_head(name)).map(ToString::to_string) else { return Ok(None) };
    let root = head.trim_end_matches(Head::PATH).to_owned();
    let (mut files, mut others, mut remaining) = (BTreeMap::new(), Vec::new(), MAX_UNPACKED);
    for position in 0..archive.len() {
        let mut entry = archive.by_index(position)?;
        let name = entry.name()?.into_owned();
        let Some(path) = name.strip_prefix(&root).filter(|path| is_of_edition(path)) else {
            others.extend((!name.ends_with('/')).then_some(name));
            continue;
        };
        let mut bytes = Vec::new();
        entry.by_ref().take(remaining + 1).read_to_end(&mut bytes)?;
        remaining = remaining.checked_sub(bytes.len() as u64).context("it unpacks to more than 4 GiB")?;
        files.insert(path.to_owned(), bytes);
    }
    Ok(Some(Portable { files, others }))
}

/// Returns whether an edition has files of such a name.
fn is_of_edition(path: &str) -> bool {
    let path = original_of(path).unwrap_or(path);
    path == Head::PATH || FOLDERS.iter().any(|folder| path.strip_prefix(folder).is_some_and(|name| !name.contains('/')))
}

/// The folders of an edition.
const FOLDERS: [&str; 5] = ["edition/b/", "edition/m/", "edition/media/", "edition/f/", "edition/roots/"];

/// Checks that each file inside has the hash in its name and belongs to the signed edition.
pub(super) fn check(source: &dyn Source, signed: &Signed, files: &BTreeMap<String, Vec<u8>>, verdict: &mut Verdict) {
    for found in source.names() {
        let message = "it is no file of an edition, so nothing says that the newsroom signed it: remove it";
        verdict.add(FindingKind::Added, found.path.clone(), message);
        verdict.unsigned_files.push(found.path);
    }
    let manifest = signed.statement.manifest;
    let belongs = match belonging(source, &manifest) {
        Ok(belongs) => belongs,
        Err((path, message)) => return verdict.add(FindingKind::Altered, path, message),
    };
    for (path, bytes) in files {
        let folder = ["edition/b/", "edition/m/", "edition/media/"].iter().find_map(|folder| path.strip_prefix(folder));
        let Some(name) = folder.and_then(|name| name.split('.').next()) else { continue };
        verdict.files += 1;
        let hash = trust::hash(bytes);
        if name.parse() != Ok(hash) {
            verdict.add(FindingKind::Altered, path, "its bytes do not match the hash in its name");
        } else if !belongs.contains(&hash) {
            verdict.add(FindingKind::Altered, path, "it does not belong to the signed edition");
        }
    }
}

/// Returns the hashes of all files of an edition, as far as its lists are present.
fn belonging(source: &dyn Source, manifest: &BundleReference) -> Result<BTreeSet<Hash>, (String, String)> {
    let path = manifest.manifest_path();
    let bytes = super::checked(source, &path, manifest).map_err(|(_, message)| (path.clone(), message))?;
    let parsed: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| (path, format!("it cannot be read: {error}")))?;
    let mut belongs = BTreeSet::from([manifest.hash]);
    for paper in &parsed.papers {
        belongs.extend([paper.front.hash, paper.topics.hash, paper.places.hash]);
        belongs.extend(paper.about.map(|about| about.hash));
        for month in &paper.months {
            belongs.insert(month.bundle.hash);
            let Ok(bytes) = super::checked(source, &month.bundle.path(), &month.bundle) else { continue };
            let Ok(index) = serde_json::from_slice::<MonthIndex>(&bytes) else { continue };
            belongs.extend(index.packs.iter().map(|pack| pack.hash));
            for entry in &index.entries {
                belongs.insert(entry.bundle.hash);
                if let Ok(article) = super::checked(source, &entry.bundle.path(), &entry.bundle) {
                    let tree = serde_json::from_slice(&article).unwrap_or_default();
                    add_hashes(&tree, &mut belongs);
                }
            }
        }
    }
    Ok(belongs)
}

/// Adds each hash in a bundle, which are those of its pictures.
fn add_hashes(value: &Value, hashes: &mut BTreeSet<Hash>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "hash"
                    && let Some(hash) = value.as_str().and_then(|hash| hash.parse().ok())
                {
                    hashes.insert(hash);
                }
                add_hashes(value, hashes);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| add_hashes(value, hashes)),
        _ => {}
    }
}
