//! Brings editions onto the device, from the site or from a file. The part `downloads` contains this code.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture};
use model::Head;
use trust::{Accepted, TrustState};

use super::device::{erase, estimate};
use super::environment::Environment;
use super::network::Network;
use updates::{
    AttachmentKinds, Changeset, Commit, DownloadError, EditionInfo, ImportContext, ImportOutcome, Plan, PlanSummary,
    Progress, Snapshot, StoreError, compare, import,
};

/// The result of the part; all futures are boxed, because the core and the part `updates` call it through a table.
pub(super) type DownloadResult<T, E = DownloadError> = LocalBoxFuture<'static, Result<T, E>>;

/// The receiver of the progress. It returns `false` to stop.
pub(super) type ProgressListener = Box<dyn Fn(Progress) -> bool>;

/// A file to store, and what the decision depends on.
pub(super) struct ImportTask {
    /// The file.
    pub file: Rc<Network>,
    /// The trusted data of the site.
    pub trust: TrustState,
    /// The open edition, if there is one.
    pub open: Option<EditionInfo>,
    /// The receiver of the progress.
    pub tell: ProgressListener,
}

/// The functions of the part.
pub(super) trait DownloadTable {
    /// Compares an edition with the store.
    fn compare(self: Rc<Self>, head: Accepted, text_limit: u64) -> DownloadResult<(Plan, PlanSummary)>;
    /// Downloads the missing files of an edition.
    fn download(self: Rc<Self>, plan: Rc<Plan>, tell: ProgressListener) -> DownloadResult<()>;
    /// Makes an edition the stored edition.
    fn commit(
        self: Rc<Self>,
        plan: Rc<Plan>,
        expected: Option<Head>,
        changes: Changeset,
    ) -> DownloadResult<(Commit, Snapshot), StoreError>;
    /// Downloads attachments of an edition's stored articles, of the kinds that the reader wants, and removes all others.
    fn fetch_attachments(
        self: Rc<Self>,
        plan: Rc<Plan>,
        kinds: AttachmentKinds,
        source: Rc<Network>,
        tell: ProgressListener,
    ) -> DownloadResult<()>;
    /// Stores the content of a file.
    fn import(self: Rc<Self>, task: ImportTask) -> DownloadResult<ImportOutcome, StoreError>;
}

/// Downloads for the data of a tab.
pub(super) struct Downloads {
    environment: Rc<Environment>,
}

impl Downloads {
    /// Makes the downloads of a tab.
    pub(super) fn new(environment: Rc<Environment>) -> Self {
        Self { environment }
    }
}

impl DownloadTable for Downloads {
    fn compare(self: Rc<Self>, head: Accepted, text_limit: u64) -> DownloadResult<(Plan, PlanSummary)> {
        let environment = Rc::clone(&self.environment);
        async move { compare(&head, text_limit, &*environment.opened()?, &*environment.network).await }.boxed_local()
    }

    fn download(self: Rc<Self>, plan: Rc<Plan>, tell: ProgressListener) -> DownloadResult<()> {
        let environment = Rc::clone(&self.environment);
        async move { plan.download(&*environment.opened()?, &*environment.network, &tell).await }.boxed_local()
    }

    fn commit(
        self: Rc<Self>,
        plan: Rc<Plan>,
        expected: Option<Head>,
        changes: Changeset,
    ) -> DownloadResult<(Commit, Snapshot), StoreError> {
        let environment = Rc::clone(&self.environment);
        async move {
            let commit = plan.commit(&*environment.opened()?, expected.as_ref(), &changes).await?;
            if commit == Commit::Done {
                erase::set_kept(&environment.name);
            }
            Ok((commit, environment.snapshot().await?))
        }
        .boxed_local()
    }

    fn fetch_attachments(
        self: Rc<Self>,
        plan: Rc<Plan>,
        kinds: AttachmentKinds,
        source: Rc<Network>,
        tell: ProgressListener,
    ) -> DownloadResult<()> {
        let environment = Rc::clone(&self.environment);
        async move {
            match environment.attachments() {
                Some(cache) => cache.fetch(&plan.needed, kinds, &*environment.opened()?, &source, &tell).await,
                None => Ok(()),
            }
        }
        .boxed_local()
    }

    fn import(self: Rc<Self>, task: ImportTask) -> DownloadResult<ImportOutcome, StoreError> {
        let environment = Rc::clone(&self.environment);
        async move {
            let (store, stored) = (environment.opened()?, environment.snapshot().await?);
            let ImportTask { file, trust, open, tell } = task;
            let context =
                ImportContext { stored: &stored, open: open.as_ref(), trust: &trust, now: estimate::seconds() };
            let outcome = import(&*file, &*store, &context, &tell).await;
            if outcome.plan.is_some() {
                erase::set_kept(&environment.name);
            }
            Ok(outcome)
        }
        .boxed_local()
    }
}
