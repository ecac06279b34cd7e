//! Keeping editions on this device: when they are looked for and taken, and what the reader is told of it.

mod actions;
mod open;
mod pictures;
mod provenance;
mod state;
mod take;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use model::{Article, BundleReference, Hash, Head, Language, Manifest};
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::file::File;
use super::media::Media;
use super::network::Network;
use super::notice::NoticeBar;
use super::site::{Shelf, Site};
use super::store::Store;
use super::{dom, forget, quota, worker};
use crate::components::notice::Notice;
use crate::content::{ContentError, Trusted, read};
use crate::updates::{
    BundleStore, DEFAULT_TEXT_LIMIT, Doubt, DownloadError, EditionDates, PlanOptions, Provenance, Remaining,
    StoragePlace, StoreError, is_older, plan, saved,
};
use crate::updates::{Metadata, OfflineItem, Preferences};
use crate::updates::{PARTIAL_HEAD, STORED_HEAD};

/// How long the site is asked for a newer edition that may have the page which this one does not have.
const PATIENCE: Duration = Duration::from_secs(8);

/// The fact that says how much text of the current edition was kept by itself, where there was no room for [`DEFAULT_TEXT_LIMIT`].
const ROOM: &str = "room";

/// The fact that says that what the reader decided is not on the device yet.
const PENDING: &str = "pending";

/// The fact that says when the current edition was taken, in milliseconds since 1970 by the device's clock.
const TAKEN: &str = "taken";

/// What keeps editions on this device.
pub(super) struct Keeper {
    root: String,
    /// How the names of all that this site leaves in the browser begin, since other sites may lie on the same host.
    name: String,
    network: Rc<Network>,
    store: RefCell<Option<Rc<Store>>>,
    media: Option<Media>,
    facts: RefCell<Metadata>,
    private: Rc<Cell<bool>>,
    notice: NoticeBar,
    /// The head that was told when the newest edition was opened, so that nobody is asked twice.
    told: RefCell<Option<Head>>,
    /// Whether something is being taken.
    taking: Cell<bool>,
    /// What is to be taken after that.
    next: RefCell<Option<Head>>,
    /// Whether to look for a newer edition after that.
    look_again: Cell<bool>,
    stopped: Cell<bool>,
    /// Whether there is a file from the reader, to which what is being taken from the site gives way.
    file_waits: Cell<bool>,
    /// The newer edition that the reader was told of.
    news: RefCell<Option<Head>>,
    /// The edition that the reader put off or stopped: it is not begun again by itself in this tab.
    declined: RefCell<Option<Head>>,
    /// Whether the reader closed the line that tells how far a take is.
    quiet: Cell<bool>,
    /// The manifest of the edition whose pictures this tab has dealt with.
    pictured: Cell<Option<Hash>>,
    refused: Cell<bool>,
    traces: RefCell<Vec<(StoragePlace, Remaining)>>,
    /// Where the newest edition comes from that was to be had.
    provenance: RefCell<Arc<Provenance>>,
    /// What this tab has said of that.
    doubted: RefCell<Vec<Doubt>>,
    /// The newest edition that was proven in this tab.
    proven: RefCell<Option<Head>>,
    /// What this tab believes of the newsroom's signatures, whatever there is room for on the device.
    trusted: RefCell<Trusted>,
    listener: RefCell<Option<Listener>>,
}

/// What is called when something has changed.
type Listener = Rc<dyn Fn(Change)>;

/// What has changed on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another edition is the current one.
    Edition,
    /// Something that the page about this device shows.
    State,
}

impl Keeper {
    /// Opens what is kept of a site.
    pub(super) async fn open(address: Address) -> Option<Rc<Self>> {
        let root = address.root();
        let path = web_sys::Url::new(&root).ok()?.pathname();
        let name = format!("offprint {path} ");
        // A portable edition leaves nothing anywhere: it is there already.
        let file = if address.is_file() { Some(File::of_document()?) } else { None };
        let private = Rc::new(Cell::new(file.is_some() || forget::is_private(&name).await));
        let store = if private.get() { None } else { Store::open(&name).await.map(Rc::new) };
        let facts = match &store {
            Some(store) => store.facts().await.unwrap_or_default(),
            None => Metadata::default(),
        };
        let keeper = Rc::new(Self {
            media: Media::new(format!("{name}media"), root.clone(), Rc::clone(&private)).filter(|_| file.is_none()),
            network: Rc::new(match file {
                Some(file) => Network::of_file(file),
                None => Network::new(root.clone(), Rc::clone(&private), store.is_some()),
            }),
            notice: NoticeBar::new(address)?,
            store: RefCell::new(store),
            facts: RefCell::new(facts),
            root,
            name,
            private,
            told: RefCell::default(),
            taking: Cell::default(),
            next: RefCell::default(),
            look_again: Cell::default(),
            stopped: Cell::default(),
            file_waits: Cell::default(),
            news: RefCell::default(),
            declined: RefCell::default(),
            quiet: Cell::default(),
            pictured: Cell::default(),
            refused: Cell::default(),
            traces: RefCell::default(),
            provenance: RefCell::default(),
            doubted: RefCell::default(),
            proven: RefCell::default(),
            trusted: RefCell::default(),
            listener: RefCell::default(),
        });
        let listening = Rc::clone(&keeper);
        if keeper.network.file().is_some() {
            return Some(keeper);
        }
        forget::listen(&keeper.name, Rc::clone(&keeper.private), move || listening.go_private());
        Some(keeper)
    }

    /// Keeps nothing from now on in this tab.
    fn go_private(&self) {
        self.private.set(true);
        self.stopped.set(true);
        *self.next.borrow_mut() = None;
        self.say(Notice::None);
        let store = self.store.borrow_mut().take();
        store.iter().for_each(|store| store.close());
        *self.facts.borrow_mut() = Metadata::default();
        forget::set_private();
        self.tell(Change::State);
    }

    /// Calls this whenever something has changed.
    pub(super) fn on_change(&self, listener: impl Fn(Change) + 'static) {
        *self.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Opens the edition that is kept; without one the newest of the site.
    pub(super) async fn site(&self) -> Result<Site, ContentError> {
        if let Some(head) = self.head(STORED_HEAD).or_else(|| self.head(PARTIAL_HEAD))
            && let Ok(site) = Site::open(head, self.shelf()).await
        {
            return Ok(site);
        }
        let head = self.newest_head().await?;
        *self.told.borrow_mut() = Some(head.clone());
        Site::open(head, self.shelf()).await
    }

    /// Makes the words of a language known.
    pub(super) async fn words(&self, language: &Language) -> Result<(), ContentError> {
        self.network.words(language).await
    }

    /// The edition that this or another tab has taken since one was opened.
    pub(super) async fn taken(&self, open: &Site) -> Option<Site> {
        self.read_facts().await;
        let head = self.head(STORED_HEAD).or_else(|| self.proven.borrow().clone());
        let head = head.filter(|head| head.manifest != open.head.manifest)?;
        Site::open(head, self.shelf()).await.ok()
    }

    /// The newest edition of the site, when it is newer than the one that is open.
    pub(super) async fn newest(&self, open: &Site) -> Option<Site> {
        // Somebody waits for a page, and this is only a hope.
        let head = dom::within(PATIENCE, self.newest_head()).await?.ok()?;
        if head.manifest == open.head.manifest || !self.is_newest(&head) {
            return None;
        }
        let site = Site::open(head, self.shelf()).await.ok()?;
        let dates = |site: &Site| EditionDates::of(site.edition.manifest());
        let is_older = || is_older(&site.head, &dates(&site), &open.head, &dates(open));
        (self.is_signed() || !is_older()).then_some(site)
    }

    /// Begins to keep the newest edition, once the page is there for reading.
    pub(super) fn begin(self: &Rc<Self>) {
        if self.private.get() {
            return;
        }
        let keeper = Rc::clone(self);
        spawn_local(async move { worker::register(&keeper.root).await });
        if self.is_lost() {
            self.say(Notice::Lost);
        } else {
            self.look_soon();
        }
    }

    /// Looks for a newer edition in the background.
    pub(super) fn look_soon(self: &Rc<Self>) {
        let keeper = Rc::clone(self);
        spawn_local(async move { keeper.look().await });
    }

    /// A page was opened: what was only to be known is known.
    pub(super) fn page_opened(&self) {
        let notice = self.notice.get();
        let is_known = matches!(notice, Notice::Kept(_) | Notice::WithoutPictures | Notice::Offline(_));
        // Said again, since the page may be in another language.
        self.say(if is_known { Notice::None } else { notice });
    }

    /// Whether the reader saved an article.
    pub(super) fn has_saved(&self, part: &OfflineItem) -> bool {
        self.facts.borrow().get(&part.name()).is_some()
    }

    /// The articles that the reader saved: language, slug and bundle of each.
    pub(super) fn saved_bundles(&self) -> Vec<(Language, String, BundleReference)> {
        let facts = self.facts.borrow();
        let bundles = saved(&facts).filter_map(|(item, bundle)| match item {
            OfflineItem::Article(language, slug) => Some((language, slug, bundle)),
            _ => None,
        });
        bundles.collect()
    }

    /// An article that the reader saved and that the edition does not have any more.
    pub(super) async fn saved(&self, language: &Language, slug: &str) -> Option<Article> {
        let part = OfflineItem::Article(language.clone(), slug.to_owned());
        let (_, bundle) = saved(&self.facts.borrow()).find(|(saved, _)| *saved == part)?;
        let bytes = self.store()?.get(&bundle.hash).await.ok()??;
        trust::check(&bundle, &bytes).ok()?;
        read(&bytes).ok()
    }

    fn preferences(&self) -> Preferences {
        Preferences::of(&self.facts.borrow(), quota::saves_data())
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.borrow().clone().filter(|store| !store.is_closed())
    }

    pub(super) fn shelf(&self) -> Shelf {
        Shelf { store: self.store(), network: Rc::clone(&self.network) }
    }

    fn head(&self, fact: &str) -> Option<Head> {
        read(self.facts.borrow().get(fact)?.as_bytes()).ok()
    }

    fn say(&self, notice: Notice) {
        let is_progress = matches!(notice, Notice::Taking(_) | Notice::TakingPictures(_));
        if !(is_progress && self.quiet.get()) {
            self.notice.set(notice);
        }
    }

    /// Says that something was not to be had.
    pub(super) fn say_unreachable(&self) {
        self.say(Notice::NotHere);
    }

    /// How much text is kept by itself.
    fn room(&self) -> u64 {
        self.facts.borrow().get(ROOM).and_then(|room| room.parse().ok()).unwrap_or(DEFAULT_TEXT_LIMIT)
    }

    fn tell(&self, change: Change) {
        // The listener may call back.
        let listener = self.listener.borrow().clone();
        listener.iter().for_each(|listener| listener(change));
    }

    /// Reads the facts anew, which another tab may have changed.
    async fn read_facts(&self) {
        if let Some(store) = self.store()
            && let Ok(facts) = store.facts().await
        {
            *self.facts.borrow_mut() = facts;
        }
    }

    async fn set_facts(&self, facts: &[(&str, Option<String>)]) -> Result<(), StoreError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        store.set_facts(facts).await?;
        let mut known = self.facts.borrow_mut();
        for (name, value) in facts {
            known.set(name, value.clone());
        }
        Ok(())
    }

    /// Whether an edition was kept here and the browser has removed it.
    fn is_lost(&self) -> bool {
        self.store().is_some() && self.head(STORED_HEAD).is_none() && forget::was_kept(&self.name)
    }

    async fn look(self: &Rc<Self>) {
        self.read_facts().await;
        let keeps = self.store().is_some() && self.preferences().keep;
        if !keeps && !self.is_signed() {
            return;
        }
        if self.taking.get() || self.file_waits.get() {
            self.look_again.set(true);
            return;
        }
        let current = self.head(STORED_HEAD);
        let told = self.told.borrow_mut().take();
        let asked = match told {
            Some(head) => Ok(head),
            None => self.newest_head().await,
        };
        let head = match asked {
            Ok(head) => head,
            // Who keeps nothing has nothing to be told of but what was refused.
            Err(error) if keeps || error == ContentError::Unproven => return self.say_offline(current, error).await,
            Err(_) => return,
        };
        if matches!(self.notice.get(), Notice::Offline(_)) {
            self.say(Notice::None);
        }
        if !keeps {
            self.tell(Change::Edition);
        } else if self.declined.borrow().as_ref().is_none_or(|declined| declined.manifest != head.manifest) {
            match current {
                None => self.take(head).await,
                Some(current) => self.consider_or_say(&current, head).await,
            }
        }
        self.say_doubt().await;
    }

    async fn consider_or_say(self: &Rc<Self>, current: &Head, head: Head) {
        if let Err(error) = self.consider(current, head).await
            && error != DownloadError::Content(ContentError::Unreachable)
        {
            self.say(Notice::NotTaken(error));
        }
    }

    /// Finds out what is new in an edition, and tells it or takes it.
    async fn consider(self: &Rc<Self>, current: &Head, head: Head) -> Result<(), DownloadError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        let preferences = self.preferences();
        let manifest = self.manifest(current).await;
        let is_same = head.manifest == current.manifest;
        let enough = if is_same { self.room() } else { DEFAULT_TEXT_LIMIT };
        let wish = PlanOptions { preferences: &preferences, text_limit: enough, previous: manifest.as_ref() };
        let plan = plan(&head, &wish, &*store, &*self.network).await?;
        if self.head(STORED_HEAD).as_ref() != Some(current) {
            // Meanwhile a file brought another one.
            self.look_soon();
            return Ok(());
        }
        if is_same {
            // Another tab may have taken what this one has told of.
            *self.news.borrow_mut() = None;
            if matches!(self.notice.get(), Notice::UpdateAvailable(_)) {
                self.say(Notice::None);
            }
            if plan.missing() > 0 && self.facts.borrow().get(PENDING).is_some() {
                self.take(head).await;
            } else if plan.missing() > 0 {
                self.say(Notice::Lost);
            } else if preferences.pictures && !self.taking.replace(true) {
                self.stopped.set(false);
                self.take_pictures(&plan, &self.network).await;
                self.taking.set(false);
                self.go_on().await;
            }
            return Ok(());
        }
        // What was signed says itself what is older.
        let is_proven = head.signed.is_some();
        let dates = EditionDates::of(&plan.manifest);
        let is_older = |manifest| is_older(&head, &dates, current, &EditionDates::of(&manifest));
        if !is_proven && manifest.is_some_and(is_older) {
            return Ok(());
        }
        let is_small = plan.changes.articles == 0 && plan.changes.changed == 0;
        if preferences.automatic || is_small {
            self.take(head).await;
        } else {
            *self.news.borrow_mut() = Some(head);
            self.say(Notice::UpdateAvailable(plan.changes));
        }
        Ok(())
    }

    async fn say_offline(&self, current: Option<Head>, error: ContentError) {
        if error == ContentError::Unproven {
            self.doubt(self.provenance().refusal());
            return;
        }
        let Some(current) = current.filter(|_| error != ContentError::Foreign) else {
            return self.say(Notice::NotTaken(error.into()));
        };
        if self.notice.get() == Notice::None
            && let Some(manifest) = self.manifest(&current).await
        {
            let date = manifest.date_in(&dom::language()).map(|date| date.text.clone());
            self.say(Notice::Offline(date.unwrap_or_default()));
        }
    }

    /// The manifest of an edition whose manifest is on the device.
    async fn manifest(&self, head: &Head) -> Option<Manifest> {
        let bytes = self.store()?.get(&head.manifest.hash).await.ok()??;
        trust::check(&head.manifest, &bytes).ok()?;
        read(&bytes).ok()
    }
}
