//! Simulates the device that all tabs share, and its store as each tab has it open.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use model::{BundleReference, Hash};
use trust::{NoHead, TrustState};

use super::SiteFault;
use super::site::{NOW, Site, answer};
use crate::changeset::{Changeset, CommitRequest, stored_trust};
use crate::hashes::Hashes;
use crate::preferences::Metadata;
use crate::snapshot::Snapshot;
use crate::store::{BundleSource, BundleStore, Commit, SavedBundle, StoreError};
use crate::tests::fixture::{Phone, pause};
use edition::content::Bundles;
use edition::error::ContentError;

/// The device that all tabs share.
pub(super) struct Device {
    /// The current store. After everything is erased it is a new one, and tabs with the old one open write to nothing.
    pub(super) phone: RefCell<Rc<Phone>>,
    pub(super) was_kept: Cell<bool>,
    pub(super) published: Cell<usize>,
    pub(super) fault: Cell<SiteFault>,
    pub(super) attachments_fit: Cell<bool>,
    /// The heads that a judgement has accepted.
    pub(super) accepted: RefCell<BTreeSet<Hash>>,
    /// The commits: the edition stored before, the one stored now, and the bundles that it needs.
    pub(super) commits: RefCell<Vec<CommitRecord>>,
}

/// A commit that was done.
pub(super) struct CommitRecord {
    pub(super) before: Option<Hash>,
    pub(super) after: Hash,
    pub(super) needed: Vec<Hash>,
    pub(super) trust_before: TrustState,
    pub(super) is_by_file: bool,
    /// `true` if the commit went to the store that all tabs see.
    pub(super) is_current: bool,
}

impl Device {
    pub(super) fn judge(&self, site: &Site, trust: &TrustState) -> trust::Judgement {
        let answered = match self.fault.get() {
            SiteFault::Silent => answer(Err(NoHead::Silent)),
            SiteFault::LoginPage => answer(Err(NoHead::LoginPage)),
            _ => site.answer(self.published.get()),
        };
        let judgement = trust.judge(vec![answered], NOW);
        if let Some(newest) = &judgement.newest {
            self.accepted.borrow_mut().insert(newest.head().manifest.hash);
        }
        judgement
    }
}

/// The store as a tab has it open.
#[derive(Clone)]
pub(super) struct TabStore {
    pub(super) phone: Rc<Phone>,
    pub(super) device: Rc<Device>,
    pub(super) is_by_file: bool,
}

impl TabStore {
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Snapshot::read(self, self.device.was_kept.get(), false).await
    }
}

impl BundleStore for TabStore {
    async fn get(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.phone.get(hash).await
    }

    async fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> Result<(), StoreError> {
        self.phone.put(bundles).await
    }

    async fn hashes(&self) -> Result<Hashes, StoreError> {
        self.phone.hashes().await
    }

    async fn metadata(&self) -> Result<Metadata, StoreError> {
        self.phone.metadata().await
    }

    async fn change(&self, changes: &Changeset) -> Result<(), StoreError> {
        self.phone.change(changes).await
    }

    async fn sweep(&self, changes: &Changeset) -> Result<bool, StoreError> {
        let swept = self.phone.sweep(changes).await?;
        self.device.was_kept.set(self.device.was_kept.get() && !swept);
        Ok(swept)
    }

    async fn save(&self, articles: &[SavedBundle]) -> Result<(), StoreError> {
        self.phone.save(articles).await
    }

    async fn commit(&self, request: &CommitRequest<'_>) -> Result<Commit, StoreError> {
        pause(true).await;
        let trust_before = stored_trust(&self.phone.metadata.borrow());
        let before = self.phone.stored();
        // Nothing may run between the check and the commit.
        self.phone.is_slow.set(false);
        let committed = self.phone.commit(request).await;
        self.phone.is_slow.set(true);
        if committed == Ok(Commit::Done) {
            self.device.was_kept.set(true);
            self.device.commits.borrow_mut().push(CommitRecord {
                before: before.map(|head| head.manifest.hash),
                after: request.head.manifest.hash,
                needed: request.needed.iter().copied().collect(),
                trust_before,
                is_by_file: self.is_by_file,
                is_current: Rc::ptr_eq(&self.phone, &self.device.phone.borrow()),
            });
        }
        committed
    }
}

/// The sources of a tab's articles: the device, then the site.
#[derive(Clone)]
pub(super) struct BundleCache {
    pub(super) store: TabStore,
    pub(super) site: Rc<Site>,
}

impl BundleCache {
    pub(super) async fn get(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        match self.store.get(&reference.hash).await {
            Ok(Some(bytes)) => Ok(bytes),
            _ => self.site.host.fetch(path, reference).await,
        }
    }
}

impl Bundles for BundleCache {
    async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.get(&reference.path(), reference).await
    }
}
