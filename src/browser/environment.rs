//! The data of this tab: the store and the attachments on the device, and the site's files.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::{Article, Hash, Head, Language};
use trust::{Accepted, Floor, TrustState};

use super::address::Address;
use super::device::attachments::AttachmentCache;
use super::device::store::Store;
use super::device::{erase, estimate, worker};
use super::dom;
use super::network::Network;
use super::network::single_file::File;
use super::open_edition::{BundleCache, OpenEdition};
use edition::content::read;
use edition::error::ContentError;
use updates::{
    BundleStore, Changeset, Counted, DownloadError, OfflineItem, Remaining, Snapshot, StoragePlace, StoreError,
    StoredContents, WhyNot, inventory, save_article, saved, saved_articles,
};

/// Reads the page's claims about trust: the hash that identifies the signed site, and the newest edition.
pub(super) fn trust_of_page() -> TrustState {
    let Some(site) = dom::attribute("data-key") else { return TrustState::unknown() };
    let floor = dom::attribute("data-floor").and_then(|floor| floor.parse::<Floor>().ok());
    // An invalid value becomes a hash that no site has.
    TrustState::pinned(site.parse().unwrap_or(Hash([0; 32])), floor)
}

/// The data that this tab reads and writes.
pub(super) struct Environment {
    /// The address of the site's root.
    pub(super) root: String,
    /// The beginning of all names that this site uses in the browser's storage: other sites may be on the same host.
    pub(super) name: String,
    /// The site's files.
    pub(super) network: Rc<Network>,
    /// `true` if this tab must not write to the device.
    pub(super) private: Rc<Cell<bool>>,
    store: RefCell<Option<Rc<Store>>>,
    attachments: Option<AttachmentCache>,
}

impl Environment {
    /// Opens the stores of a site on this device. Also returns the contents that pages need.
    pub(super) async fn open(address: &Address) -> Option<(Rc<Self>, StoredContents)> {
        let root = address.root();
        // A portable edition stores nothing: its file already contains everything.
        let (file, name) =
            if address.is_file() { (Some(File::of_document()?), String::new()) } else { (None, erase::site_name()) };
        let is_file = file.is_some();
        let private = Rc::new(Cell::new(is_file || erase::is_private().await));
        let store = if private.get() { None } else { Store::open().await.map(Rc::new) };
        let environment = Rc::new(Self {
            attachments: AttachmentCache::new(format!("{name}media"), root.clone(), Rc::clone(&private))
                .filter(|_| !is_file),
            network: Rc::new(match file {
                Some(file) => Network::of_file(file),
                None => Network::new(root.clone(), Rc::clone(&private), store.is_some()),
            }),
            store: RefCell::new(store),
            root,
            name,
            private,
        });
        let contents = environment.contents().await.unwrap_or_default();
        Some((environment, contents))
    }

    async fn contents(&self) -> Result<StoredContents, StoreError> {
        Ok(StoredContents::of(&self.opened()?.metadata().await?))
    }

    /// Reads the contents of the store, or returns the reason why there is none.
    pub(super) async fn stored(&self) -> Result<Snapshot, WhyNot> {
        self.snapshot().await.map_err(|_| match (self.network.file(), self.private.get()) {
            (Some(_), _) => WhyNot::SingleFile,
            (None, true) => WhyNot::Private { remaining: Vec::new() },
            (None, false) => WhyNot::Denied,
        })
    }

    /// Returns the store, as long as it is open.
    pub(super) fn store(&self) -> Option<Rc<Store>> {
        self.store.borrow().clone().filter(|store| !store.is_closed())
    }

    /// Returns the store, or the reason why there is none.
    pub(super) fn opened(&self) -> Result<Rc<Store>, StoreError> {
        self.store().ok_or(StoreError::Denied)
    }

    /// Returns the source of bundles, which prefers the device to the site.
    pub(super) fn bundle_cache(&self) -> BundleCache {
        BundleCache { store: self.store(), network: Rc::clone(&self.network) }
    }

    /// Opens an edition.
    pub(super) async fn edition(&self, head: Head) -> Result<OpenEdition, ContentError> {
        OpenEdition::open(head, self.bundle_cache()).await
    }

    /// Reads an article that the reader saved.
    pub(super) async fn saved(&self, language: &Language, slug: &str) -> Option<Article> {
        let wanted = OfflineItem::Article(language.clone(), slug.to_owned());
        let store = self.store()?;
        let metadata = store.metadata().await.ok()?;
        let (_, bundle) = saved(&metadata).find(|(item, _)| *item == wanted)?;
        let bytes = store.get(&bundle.hash).await.ok()??;
        trust::check(&bundle, &bytes).ok()?;
        read(&bytes).ok()
    }

    /// Closes the store, so that this tab writes nothing more.
    pub(super) fn close(&self) {
        self.private.set(true);
        self.network.forget();
        if let Some(store) = self.store.borrow_mut().take() {
            store.close();
        }
        erase::become_private();
    }

    /// Reads the contents of the store.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Snapshot::read(&*self.opened()?, erase::was_kept(&self.name), estimate::is_data_dear()).await
    }

    /// Changes the metadata.
    pub(super) async fn change(&self, changes: &Changeset) -> Result<Snapshot, StoreError> {
        self.opened()?.change(changes).await?;
        self.snapshot().await
    }

    /// Changes the metadata. If no edition remains stored, removes everything that no saved article needs.
    pub(super) async fn sweep(&self, changes: &Changeset) -> Result<Snapshot, StoreError> {
        if self.opened()?.sweep(changes).await? {
            erase::set_not_kept(&self.name);
            erase::delete_cache(&format!("{}media", self.name)).await;
        }
        self.snapshot().await
    }

    /// Saves an article from the first of these editions that contains it. The reader saves the article of the open page.
    pub(super) async fn save(&self, item: &OfflineItem, editions: &[Accepted]) -> Result<Snapshot, DownloadError> {
        let cache = self.bundle_cache();
        let open = async |head: &Accepted| Ok(self.edition(head.head().clone()).await?.edition);
        save_article(item, dom::month().as_deref(), editions, &*self.opened()?, &cache, open).await?;
        Ok(self.snapshot().await?)
    }

    /// Returns the attachments on this device; `None` if it can store none.
    pub(super) fn attachments(&self) -> Option<&AttachmentCache> {
        self.attachments.as_ref()
    }

    /// Makes the service worker answer requests for pages, as it does once their cache exists.
    pub(super) async fn answer_pages(&self) {
        if let Some(attachments) = &self.attachments {
            // If this fails, pages still come from the site, and the text is stored.
            let _ = attachments.begin().await;
        }
    }

    /// Registers the service worker, which stores the app.
    pub(super) async fn register_worker(&self) {
        worker::register(&self.root).await;
    }

    /// Removes everything, and checks what remains.
    pub(super) async fn erase(&self) -> Vec<(StoragePlace, Remaining)> {
        erase::forget(&self.name, &self.root).await
    }

    /// Counts the stored articles and attachments, for a page in a language. `snapshot` describes the store, if it is open: to
    /// read it here, the part `pages` would have to verify signatures.
    pub(super) async fn count(&self, snapshot: Option<Snapshot>, language: &Language) -> Counted {
        let mut counted = Counted {
            space: estimate::space().await,
            persistence: estimate::persistence().await,
            ..Counted::default()
        };
        let (Some(store), Some(snapshot)) = (self.store(), snapshot) else { return counted };
        if let Ok(metadata) = store.metadata().await {
            counted.saved = saved_articles(&*store, &metadata).await.unwrap_or_default();
        }
        let Some(head) = snapshot.edition.head() else { return counted };
        let Ok(site) = self.edition(head.head().clone()).await else { return counted };
        let (manifest, preferences) = (site.edition.manifest(), &snapshot.preferences);
        let found = inventory(&*store, &site.head, manifest, preferences, snapshot.text_limit, language).await;
        let mut found = found.unwrap_or_default();
        if let Some(edition) = &mut found.edition {
            edition.downloaded = estimate::moment(snapshot.downloaded_at, manifest.date.as_ref(), language);
            if let Some(attachments) = &self.attachments {
                (edition.pictures, edition.files) = attachments.count(&store, &found.bundles).await;
            }
        }
        (counted.edition, counted.sections, counted.months) = (found.edition, found.sections, found.months);
        counted
    }
}
