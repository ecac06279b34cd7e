//! Stores a file that the reader opened: its edition if the file has all that is to be kept, else its articles.

use model::{Article, Hash, Head, Manifest, MonthIndex};
use trust::{Accepted, Judgement, NoHead, SourceAnswer, SourceStatus, TrustState};

use super::changeset::Changeset;
use super::compare::compare;
use super::download::{DownloadError, Plan, Progress};
use super::edition_info::{EditionInfo, is_older_file};
use super::import_report::ImportReport;
use super::preferences::DEFAULT_TEXT_LIMIT;
use super::preferences::OfflineItem;
use super::snapshot::Snapshot;
use super::store::{BundleSource, BundleStore, Commit, SavedBundle};
use edition::content;
use edition::error::ContentError;

/// A file that the reader opened.
pub trait FileSource: BundleSource {
    /// Returns the paths of all files in it that are named by their hashes.
    fn paths(&self) -> &[String];

    /// Reads the unchecked bytes of a file in it.
    fn raw(&self, path: &str) -> impl Future<Output = Result<Vec<u8>, ContentError>>;
}

/// The state that a file is compared with.
pub struct ImportContext<'a> {
    /// The state of the store.
    pub stored: &'a Snapshot,
    /// The open edition, if none is stored.
    pub open: Option<&'a EditionInfo>,
    /// The trust state of this tab.
    pub trust: &'a TrustState,
    /// The time by the device's clock, in seconds since 1970.
    pub now: u64,
}

/// The result of importing a file.
pub struct ImportOutcome {
    /// The report for the reader.
    pub report: ImportReport,
    /// The plan of the edition now stored, as far as the file has it; `None` if only articles were saved, or nothing.
    pub plan: Option<Plan>,
}

/// The content of a file.
enum Found {
    /// An edition, with its result.
    Edition(Box<ImportOutcome>),
    /// Articles alone.
    Articles {
        /// `true` if the articles may be newer than the stored ones.
        newer: bool,
        /// The articles that the signed edition lists.
        listed: Option<Vec<Hash>>,
        /// The report if no article is new.
        or_else: ImportReport,
    },
}

impl Found {
    fn edition(report: ImportReport) -> Self {
        Self::Edition(Box::new(report.into()))
    }
}

/// Stores what is in a file. Calls `on_progress` with the progress, and stops once that returns `false`.
pub async fn import<S: BundleStore, F: FileSource>(
    file: &F,
    store: &S,
    context: &ImportContext<'_>,
    on_progress: &dyn Fn(Progress) -> bool,
) -> ImportOutcome {
    let outcome = try_import(file, store, context, on_progress).await;
    outcome.unwrap_or_else(|error| ImportReport::Failed(error).into())
}

async fn try_import<S: BundleStore, F: FileSource>(
    file: &F,
    store: &S,
    context: &ImportContext<'_>,
    on_progress: &dyn Fn(Progress) -> bool,
) -> Result<ImportOutcome, DownloadError> {
    check(file).await?;
    let is_signed = context.trust.site().is_some();
    let found = match import_edition(file, store, context, on_progress).await {
        // The signed edition names a file that is missing, or its manifest is missing.
        Err(DownloadError::Content(ContentError::Missing)) if is_signed => {
            return Err(ContentError::Unproven.into());
        }
        Err(DownloadError::Content(ContentError::Missing)) => {
            Found::Articles { newer: false, listed: None, or_else: ImportReport::Same }
        }
        found => found?,
    };
    match found {
        Found::Edition(outcome) => Ok(*outcome),
        Found::Articles { newer, listed, or_else } => {
            let saved = import_articles(file, store, context, newer, listed.as_deref()).await?;
            Ok(if saved == 0 { or_else.into() } else { ImportReport::Articles(saved).into() })
        }
    }
}

/// Checks all files against their names. If one is damaged or altered, nothing of the file is stored.
async fn check<F: FileSource>(file: &F) -> Result<(), ContentError> {
    for path in file.paths() {
        let bytes = file.raw(path).await.map_err(|_| ContentError::Damaged)?;
        if !path.contains(&trust::hash(&bytes).to_string()) {
            return Err(ContentError::Damaged);
        }
    }
    Ok(())
}

async fn import_edition<S: BundleStore, F: FileSource>(
    file: &F,
    store: &S,
    context: &ImportContext<'_>,
    on_progress: &dyn Fn(Progress) -> bool,
) -> Result<Found, DownloadError> {
    let mut head: Head = content::read(&file.raw(Head::PATH).await?)?;
    let mut judgement = None;
    if context.trust.site().is_some() {
        let judged = context.trust.judge(vec![answer(file, &head, context.trust).await], context.now);
        match judged.newest.as_ref().map(Accepted::head).or(judged.older.as_ref()) {
            Some(proven) => head = proven.clone(),
            None => return Ok(Found::edition(refusal(&judged))),
        }
        judgement = Some(judged);
    }
    let stored = context.stored.edition.complete();
    let ours = stored.filter(|stored| stored.title.is_some()).or(context.open);
    if let Some(ours) = ours
        && ours.head.head().manifest == head.manifest
    {
        // The same edition: its stored number counts, not the one that the sender chose.
        head = ours.head.head().clone();
    }
    let manifest = manifest(file, &head).await?;
    let info = EditionInfo::of(Accepted::stored(head.clone()), &manifest);
    let date = info.dates.newest.as_ref().map(|date| date.text.clone()).unwrap_or_default();
    if let Some(ours) = ours
        && !info.is_same_paper(ours)
    {
        return Ok(Found::edition(ImportReport::OtherPaper(info.title.unwrap_or_default())));
    }
    let is_whole = is_whole(file, &manifest).await;
    let listed = match &judgement {
        Some(_) => Some(listed(file, &manifest).await),
        None => None,
    };
    let is_older = match (&judgement, ours) {
        (Some(judgement), _) => judgement.newest.is_none(),
        (None, Some(ours)) => is_older_file(&head, &info.dates, ours.head.head(), &ours.dates),
        (None, None) => false,
    };
    if is_older {
        let older = ImportReport::Older { date, edition: is_whole.then_some(head) };
        return Ok(if is_whole {
            Found::edition(older)
        } else {
            Found::Articles { newer: false, listed, or_else: older }
        });
    }
    let changes = changes_after(judgement.as_ref(), context.trust);
    // What was proven is kept, even if there is no room for the edition.
    let _ = store.change(&changes).await;
    let part = Found::Articles { newer: true, listed, or_else: ImportReport::Same };
    if !context.stored.preferences.keep {
        // Articles can be saved nevertheless.
        return Ok(if is_whole { Found::edition(ImportReport::Off) } else { part });
    }
    let stored = stored.map(|stored| stored.head.head());
    match store_edition(file, store, &head, stored, &changes, on_progress).await {
        Err(DownloadError::Content(ContentError::Missing)) => Ok(part),
        Err(error) => Err(error),
        Ok(plan) => {
            let is_all_here = stored == Some(&head) && plan.missing() == 0;
            let report = if is_all_here { ImportReport::Same } else { ImportReport::Edition(head.edition, date) };
            Ok(Found::Edition(Box::new(ImportOutcome { report, plan: Some(plan) })))
        }
    }
}

/// Stores the edition of a file.
async fn store_edition<S: BundleStore, F: FileSource>(
    file: &F,
    store: &S,
    head: &Head,
    stored: Option<&Head>,
    changes: &Changeset,
    on_progress: &dyn Fn(Progress) -> bool,
) -> Result<Plan, DownloadError> {
    let (plan, _) = compare(&Accepted::stored(head.clone()), DEFAULT_TEXT_LIMIT, store, file).await?;
    if plan.missing() > 0 {
        plan.download(store, file, on_progress).await?;
    }
    match plan.commit(store, stored, &changes.clone().with_download(DEFAULT_TEXT_LIMIT)).await? {
        Commit::Done => Ok(plan),
        Commit::Incomplete | Commit::Conflict => Err(DownloadError::Superseded),
    }
}

/// Saves the articles of a file with part of an edition, as if the reader had saved each. Returns how many.
///
/// Unless the file may be `newer`, stored articles stay as they are.
async fn import_articles<S: BundleStore, F: FileSource>(
    file: &F,
    store: &S,
    context: &ImportContext<'_>,
    newer: bool,
    listed: Option<&[Hash]>,
) -> Result<u32, DownloadError> {
    let (mut articles, mut new) = (0, Vec::<SavedBundle>::new());
    for path in file.paths().iter().filter(|path| path.starts_with("edition/b/")) {
        let bytes = file.raw(path).await?;
        let bundle = trust::reference(&bytes).ok_or(ContentError::Damaged)?;
        // Lists are bundles too.
        let Ok(article) = content::read::<Article>(&bytes) else { continue };
        articles += 1;
        if listed.is_some_and(|listed| !listed.contains(&bundle.hash)) {
            return Err(ContentError::Unproven.into());
        }
        let item = OfflineItem::Article(article.language, article.slug);
        let is_saved = context.stored.saved.iter().any(|(saved, _)| *saved == item);
        if newer || !is_saved && store.get(&bundle.hash).await?.is_none() {
            new.push((item, bundle, bytes));
        }
    }
    if articles == 0 {
        return Err(ContentError::Missing.into());
    }
    store.save(&new).await?;
    Ok(new.len() as u32)
}

/// Reads the manifest of an edition in a file.
async fn manifest<F: FileSource>(file: &F, head: &Head) -> Result<Manifest, ContentError> {
    let bytes = file.fetch(&head.manifest.manifest_path(), &head.manifest).await.map_err(|error| {
        // A single article may come without a manifest, but not with a different one.
        let has_another = file.paths().iter().any(|path| path.starts_with("edition/m/"));
        if error == ContentError::Missing && has_another { ContentError::Damaged } else { error }
    })?;
    content::read(&bytes)
}

/// Returns a file's answer to a check: its head, and the roots that are new in it.
async fn answer<F: FileSource>(file: &F, head: &Head, trust: &TrustState) -> SourceAnswer {
    let known = trust.root().map_or(0, |root| root.statement.version);
    let claimed = trust::edition::wanted_root(head).unwrap_or(0);
    let mut roots = Vec::new();
    for version in (known + 1..=claimed).take(trust::root::MAX_STEPS as usize) {
        if let Ok(bytes) = file.raw(&trust::Root::path(version)).await
            && let Ok(text) = String::from_utf8(bytes)
        {
            roots.push(text);
        }
    }
    let head = Ok::<_, NoHead>(head.clone());
    SourceAnswer { source: String::new(), is_own: true, head, roots }
}

/// Returns the changes to store after a judgement.
fn changes_after(judgement: Option<&Judgement>, before: &TrustState) -> Changeset {
    let Some(judgement) = judgement else { return Changeset::default() };
    let changes = Changeset::default().with_trust(judgement.state.clone());
    if judgement.state.has_other_keys(before) { changes.with_keys_changed(true) } else { changes }
}

/// Returns why an unsigned or altered file is refused.
fn refusal(judgement: &Judgement) -> ImportReport {
    match judgement.fault() {
        Some(SourceStatus::Conflict) => ImportReport::Conflict,
        Some(SourceStatus::Unsigned) => ImportReport::Unsigned,
        _ => ImportReport::Forged,
    }
}

/// Returns the bundles of an edition that a file's lists name.
async fn listed<F: FileSource>(file: &F, manifest: &Manifest) -> Vec<Hash> {
    let mut hashes = Vec::new();
    for month in manifest.papers.iter().flat_map(|paper| &paper.months) {
        if let Ok(index) = file.fetch(&month.bundle.path(), &month.bundle).await
            && let Ok(index) = content::read::<MonthIndex>(&index)
        {
            hashes.extend(index.entries.iter().map(|entry| entry.bundle.hash));
        }
    }
    hashes
}

/// Returns whether a file has every article of an edition.
async fn is_whole<F: FileSource>(file: &F, manifest: &Manifest) -> bool {
    for month in manifest.papers.iter().flat_map(|paper| &paper.months) {
        let Ok(index) = file.fetch(&month.bundle.path(), &month.bundle).await else { return false };
        let Ok(index) = content::read::<MonthIndex>(&index) else { return false };
        if !index.entries.iter().all(|entry| file.paths().contains(&entry.bundle.path())) {
            return false;
        }
    }
    true
}

impl From<ImportReport> for ImportOutcome {
    fn from(report: ImportReport) -> Self {
        Self { report, plan: None }
    }
}
