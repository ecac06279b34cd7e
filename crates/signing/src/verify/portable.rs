//! Verifies a portable edition, an edition.zip or a zip of a site, which may hold only a part of an edition.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use anyhow::Context;
use model::{BundleReference, Hash, Head, Manifest, MonthIndex};
use serde_json::Value;
use site::{COPY_ENDINGS, original_of};
use trust::{Signed, listing};
use zip::ZipArchive;

use super::{FindingKind, FoundFile, FoundKind, Source, SourceError, Verdict};

/// The most bytes that a zip may unpack to, since a hostile one could unpack without end.
const MAX_UNPACKED: u64 = 4 << 30;

/// The files inside a portable edition or a zip.
pub struct Portable {
    /// The files below the root of the site.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The names in a zip that lie elsewhere.
    others: Vec<String>,
}

impl Source for Portable {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        Source::get(&self.files, path, max_bytes)
    }

    fn copies(&self) -> &'static [&'static str] {
        &COPY_ENDINGS
    }

    fn part(&self) -> Option<&Portable> {
        Some(self)
    }

    fn names(&self) -> Vec<FoundFile> {
        self.files.keys().map(|path| FoundFile { path: path.clone(), kind: FoundKind::File }).collect()
    }

    fn hides(&self, path: &str) -> bool {
        // An edition cannot be read without its manifest.
        !path.starts_with("edition/m/")
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
            let mut files = portable::read(&html).with_context(|| format!("{shown} is cut short or damaged"))?;
            // The app in the file is not signed by itself.
            files.retain(|path, _| is_of_edition(path));
            Ok(Some(Portable { files, others: Vec::new() }))
        }
        _ => Ok(None),
    }
}

/// Reads a zip with the folder `edition`; returns `None` if there is no such folder.
fn unzip(file: impl Read + Seek) -> anyhow::Result<Option<Portable>> {
    let mut archive = ZipArchive::new(file)?;
    let is_head = |name: &str| name.strip_suffix(Head::PATH).is_some_and(|root| root.is_empty() || root.ends_with('/'));
    let names = archive.file_names().collect::<Result<Vec<_>, _>>()?;
    let Some(head) = names.iter().find(|name| is_head(name)).map(ToString::to_string) else { return Ok(None) };
    let root = head.trim_end_matches(Head::PATH).to_owned();
    let (mut files, mut others, mut remaining) = (BTreeMap::new(), Vec::new(), MAX_UNPACKED);
    for position in 0..archive.len() {
        let mut entry = archive.by_index(position)?;
        let name = entry.name()?.into_owned();
        if name.ends_with('/') {
            continue;
        }
        let mut bytes = Vec::new();
        entry.by_ref().take(remaining + 1).read_to_end(&mut bytes)?;
        remaining = remaining.checked_sub(bytes.len() as u64).context("it unpacks to more than 4 GiB")?;
        match name.strip_prefix(&root) {
            _ if is_of_macos(&name, &bytes) => {}
            Some(path) if listing::is_path(path) && !entry.is_symlink() => _ = files.insert(path.to_owned(), bytes),
            _ => others.push(name),
        }
    }
    Ok(Some(Portable { files, others }))
}

/// Returns whether a file holds the attributes of another one, which macOS adds to a zip (AppleDouble), and no page.
fn is_of_macos(name: &str, bytes: &[u8]) -> bool {
    name.starts_with("__MACOSX/") && bytes.starts_with(&[0, 5, 22, 7]) && !bytes.contains(&b'<')
}

/// Returns whether an edition has files of such a name.
fn is_of_edition(path: &str) -> bool {
    let path = original_of(path).unwrap_or(path);
    path == Head::PATH || FOLDERS.iter().any(|folder| path.strip_prefix(folder).is_some_and(|name| !name.contains('/')))
}

/// The folders of an edition.
const FOLDERS: [&str; 5] = ["edition/b/", "edition/m/", "edition/media/", "edition/f/", "edition/roots/"];

impl Portable {
    /// Reports the files that lie outside the site.
    pub(super) fn report_others(&self, verdict: &mut Verdict) {
        self.others.iter().for_each(|path| add_unknown(path, verdict));
    }

    /// Checks, without the list of files, that each file has the hash in its name and belongs to the signed edition.
    pub(super) fn check(&self, signed: &Signed, verdict: &mut Verdict) {
        self.files.keys().filter(|path| !is_of_edition(path)).for_each(|path| add_unknown(path, verdict));
        let manifest = signed.statement.manifest;
        let belongs = match belonging(self, &manifest) {
            Ok(belongs) => belongs,
            Err((path, message)) => return verdict.add(FindingKind::Altered, path, message),
        };
        for (path, bytes) in &self.files {
            let folders = ["edition/b/", "edition/m/", "edition/media/"];
            let folder = folders.iter().find_map(|folder| path.strip_prefix(folder));
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
}

/// Reports a file of which nothing says that the newsroom signed it.
fn add_unknown(path: &str, verdict: &mut Verdict) {
    let message = "it is no file of an edition, so nothing says that the newsroom signed it: remove it";
    verdict.add(FindingKind::Added, path, message);
    verdict.unsigned_files.push(path.to_owned());
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use trust::edition::{EditionStatement, Timestamp};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const MANIFEST: &[u8] = b"{}";

    /// Returns the files of a signed site, and its statements.
    fn site() -> (BTreeMap<String, Vec<u8>>, Signed) {
        let manifest = trust::reference(MANIFEST).expect("a reference");
        let mut files: BTreeMap<String, Vec<u8>> = [
            ("articles/a/index.html", &b"<p>one"[..]),
            ("index.html", b"<p>front"),
            (&manifest.manifest_path(), MANIFEST),
        ]
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .into();
        let listed = files.iter().map(|(path, bytes)| (path.as_str(), trust::reference(bytes).expect("a reference")));
        let list = listing::write(listed);
        let reference = trust::reference(list.as_bytes()).expect("a reference");
        files.insert(listing::path(&reference), list.into_bytes());
        files.insert(Head::PATH.to_owned(), b"{}".to_vec());
        let site = trust::hash(b"site");
        let statement = EditionStatement { site, epoch: 1, edition: 1, previous: None, manifest, files: reference };
        let timestamp = Timestamp { issued: 1, expires: 2, root: 1 };
        (files, Signed { statement, timestamp, signers: [Vec::new(), Vec::new()] })
    }

    /// Puts files into a zip, and returns the paths of those that are found wrong with the kind of error.
    fn check(files: &BTreeMap<String, Vec<u8>>, signed: &Signed) -> Vec<(String, FindingKind)> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in files {
            writer.start_file(path.as_str(), SimpleFileOptions::default()).expect("a file");
            writer.write_all(bytes).expect("written");
        }
        let zip = writer.finish().expect("a zip");
        let portable = unzip(zip).expect("a zip").expect("an edition");
        let mut verdict = Verdict::default();
        super::super::files::check(&portable, signed, 1, &|_, _| {}, &mut verdict);
        let manifest = signed.statement.manifest.manifest_path();
        // The manifest of the fixture is empty.
        let findings = verdict.findings.into_iter().filter(|found| found.path != manifest);
        findings.map(|found| (found.path, found.kind)).collect()
    }

    #[test]
    fn a_zip_of_a_site_is_checked_against_the_signed_list() {
        let (site, signed) = site();
        assert_eq!(check(&site, &signed), []);
        let inside = |site: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
            site.iter().map(|(path, bytes)| (format!("paper/{path}"), bytes.clone())).collect()
        };
        let mut added = inside(&site);
        added.insert("paper/articles/.DS_Store".to_owned(), vec![0]);
        added.insert("__MACOSX/paper/._index.html".to_owned(), vec![0, 5, 22, 7]);
        assert_eq!(check(&added, &signed), []);
        let edition = site.iter().filter(|(path, _)| path.starts_with("edition/"));
        assert_eq!(check(&edition.map(|(path, bytes)| (path.clone(), bytes.clone())).collect(), &signed), []);
        for (path, bytes, kind) in [
            ("paper/index.html", &b"<p>forged"[..], FindingKind::Altered),
            ("paper/index.html.gz", b"forged", FindingKind::Altered),
            ("paper/forged.html", b"", FindingKind::Added),
            ("paper/edition/b/0a.json", b"", FindingKind::Added),
            ("index.html", b"", FindingKind::Added),
            ("__MACOSX/paper/._index.html", &[0, 5, 22, 7, b'<'], FindingKind::Added),
        ] {
            let mut forged = inside(&site);
            forged.insert(path.to_owned(), bytes.to_vec());
            let found = check(&forged, &signed);
            assert_eq!(found, [(path.strip_prefix("paper/").unwrap_or(path).to_owned(), kind)], "{path}");
        }
    }

    #[test]
    fn without_the_list_only_an_edition_is_known() {
        let (mut site, signed) = site();
        site.remove(&listing::path(&signed.statement.files));
        let added = ["articles/a/index.html", "index.html"].map(|path| (path.to_owned(), FindingKind::Added));
        assert_eq!(check(&site, &signed), added);
    }
}
