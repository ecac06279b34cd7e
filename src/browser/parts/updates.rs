//! The core's side of the part that keeps editions on this device: events wait until it is loaded.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot::{self, Sender};
use leptos::prelude::Update;
use model::{BundleReference, Manifest};
use trust::Accepted;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use super::{PartMissing, count, downloads, load_deferred_views, start_updates};
use crate::browser::device::{erase, estimate};
use crate::browser::environment::{self, Environment};
use crate::browser::network::Network;
use crate::browser::updates::{Opening, OtherParts, Report, UpdateTable};
use crate::browser::{dom, notice};
use crate::components::signals::DeviceSignals;
use edition::error::ContentError;
use updates::{
    Changed, Changes, Command, DEFAULT_TEXT_LIMIT, Event, FileId, FirstDownload, ImportReport, Notice, OfflineItem,
    PageEvent, Queue, Step, StorageView, StoreError, StoredContents, UNASKED_TEXT_LIMIT, Warning,
};

/// The longest wait of a page for another edition that may contain it.
const PAGE_TIMEOUT: Duration = Duration::from_secs(8);

#[wasm_bindgen]
extern "C" {
    /// Waits until the browser has nothing else to do.
    #[wasm_bindgen(js_namespace = offprint, js_name = "untilIdle")]
    async fn until_idle();

    /// Returns the size of all parts of the app in bytes.
    #[wasm_bindgen(js_namespace = offprint, js_name = "partBytes")]
    fn part_bytes() -> f64;
}

/// The part that keeps editions on this device. Events wait until it is loaded.
pub(in crate::browser) struct UpdatePart {
    environment: Rc<Environment>,
    signals: DeviceSignals,
    /// The contents of the store when the app started.
    stored: StoredContents,
    queue: RefCell<Queue>,
    table: OnceCell<Rc<dyn UpdateTable>>,
    waiting: Rc<Waiting>,
    /// The file to import once the part is loaded.
    held: RefCell<Option<(FileId, Network)>>,
    files: Cell<u32>,
    /// `true` if the reader closed a notice before the part was loaded.
    has_declined: Cell<bool>,
    /// Those who wait until loading has ended, in either way.
    settling: RefCell<Vec<Sender<()>>>,
}

/// The receivers of the part's reports.
#[derive(Default)]
struct Waiting {
    pages: RefCell<Vec<Sender<Result<Accepted, ContentError>>>>,
    files: RefCell<Vec<(FileId, Sender<ImportReport>)>>,
    concealed: RefCell<Option<Warning>>,
    listener: RefCell<Option<Listener>>,
}

/// A function called after each change.
type Listener = Rc<dyn Fn(Changed)>;

impl UpdatePart {
    /// Prepares the part, with the contents of the store. It is loaded on demand, or once the page is
    /// ready unless data is dear.
    pub(in crate::browser) fn new(
        environment: Rc<Environment>,
        stored: StoredContents,
        signals: DeviceSignals,
    ) -> Rc<Self> {
        let part = Rc::new(Self {
            environment,
            signals,
            stored,
            queue: RefCell::default(),
            table: OnceCell::new(),
            waiting: Rc::default(),
            held: RefCell::default(),
            files: Cell::default(),
            has_declined: Cell::default(),
            settling: RefCell::default(),
        });
        let environment = &part.environment;
        if part.is_in_file() {
            part.signals.device.update(|device| device.storage = StorageView::SingleFile);
        } else {
            let elsewhere = Rc::clone(&part);
            erase::on_erase(move || {
                if elsewhere.environment.private.get() {
                    return;
                }
                // Even without the part, this tab must write nothing more.
                elsewhere.environment.close();
                elsewhere.tell(Event::PrivateElsewhere);
            });
        }
        if let Some(store) = environment.store() {
            let closed = Rc::clone(&part);
            store.on_close(move || closed.tell(Event::StoreClosed));
        }
        part
    }

    /// Renders the notice again, after its messages have arrived or the page has changed.
    pub(in crate::browser) fn repeat_notice(&self) {
        notice::repeat(self.signals);
    }

    /// Calls a listener after each change.
    pub(in crate::browser) fn on_change(&self, listener: impl Fn(Changed) + 'static) {
        *self.waiting.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Carries out a reader's command.
    pub(in crate::browser) fn command(self: &Rc<Self>, command: Command) {
        self.tell(Event::Command(command));
    }

    /// Handles an event of the page.
    pub(in crate::browser) fn page(self: &Rc<Self>, event: PageEvent) {
        self.tell(Event::Page(event));
    }

    /// Loads the part once the browser is idle, because the page is ready. The part stores the edition of a manifest, or offers to if it
    /// is large. Where data is dear and nothing is stored, offers that without the part.
    pub(in crate::browser) fn ready(self: &Rc<Self>, manifest: &Manifest) {
        let (articles, bytes) = manifest.size(DEFAULT_TEXT_LIMIT);
        let (is_dear, is_first) = (estimate::is_data_dear(), self.stored.head.is_none());
        // Where data is not dear, the parts are loaded in any case.
        let parts = if is_dear { part_bytes() as u64 } else { 0 };
        let offered = Changes { articles, changed: 0, bytes: bytes + parts };
        let is_offered = is_dear || is_first && bytes > UNASKED_TEXT_LIMIT;
        self.page(PageEvent::Ready(if is_offered {
            FirstDownload::Offered(offered)
        } else {
            FirstDownload::Automatic
        }));
        if self.is_in_file() {
            return;
        }
        let part = Rc::clone(self);
        spawn_local(async move {
            until_idle().await;
            // A stored edition costs little to update: the app is stored with it.
            if is_dear && is_first {
                return part.offer(offered);
            }
            part.load();
            part.settled().await;
            // Without a service worker, the part could not be loaded any more once the site is gone. If it cannot be loaded
            // now, a page that needs it tries again.
            if !is_dear {
                let _ = load_deferred_views().await;
            }
        });
    }

    /// Offers to store an edition. Once the part is loaded, the machine does so itself.
    fn offer(&self, offered: Changes) {
        let has_begun = self.table.get().is_some() || self.queue.borrow().is_loading();
        if !has_begun && !self.stored.is_off && self.environment.store().is_some() {
            notice::say(self.signals, Notice::Offered(offered));
        }
    }

    /// Returns whether the app runs in a portable edition, which stores nothing and lacks the part.
    fn is_in_file(&self) -> bool {
        self.environment.network.file().is_some()
    }

    fn tell_in_file(&self, event: Event) {
        match event {
            Event::Page(PageEvent::Opened(info)) => self.signals.device.update(|device| device.open = Some(info)),
            Event::Page(PageEvent::PartMissing) => notice::say(self.signals, Notice::Unreachable),
            Event::Command(Command::Close) => notice::say(self.signals, Notice::None),
            _ => {}
        }
    }

    fn tell(self: &Rc<Self>, event: Event) {
        if self.is_in_file() {
            return self.tell_in_file(event);
        }
        let step = self.queue.borrow_mut().push(event);
        match (step, self.table.get()) {
            (Step::Tell(event), Some(table)) => Rc::clone(table).tell(event),
            (Step::Load, _) => self.load(),
            (Step::CloseNotice, _) => {
                self.has_declined.set(true);
                notice::say(self.signals, Notice::None);
            }
            (Step::SayMissing, _) => notice::say(self.signals, Notice::Unreachable),
            (Step::Wait | Step::Tell(_), _) => {}
        }
    }

    /// Waits while the part is loading. Afterwards commands are carried out at once, or the reader knows that they cannot
    /// be.
    pub(in crate::browser) async fn settled(&self) {
        if self.queue.borrow().is_loading() {
            let (sender, receiver) = oneshot::channel();
            self.settling.borrow_mut().push(sender);
            // The sender is dropped.
            let _ = receiver.await;
        }
    }

    fn load(self: &Rc<Self>) {
        if self.queue.borrow_mut().begin() {
            let part = Rc::clone(self);
            spawn_local(async move {
                if part.start().await.is_err() {
                    part.failed();
                }
                // Dropping the senders ends all waits.
                part.settling.take();
            });
        }
    }

    async fn start(&self) -> Result<(), PartMissing> {
        let waiting = Rc::clone(&self.waiting);
        let opening = Opening {
            environment: Rc::clone(&self.environment),
            signals: self.signals,
            listener: Box::new(move |report| waiting.tell(report)),
            parts: OtherParts { count, downloads },
        };
        let started = start_updates(Box::new(opening)).await?.await;
        let table = self.table.get_or_init(|| started);
        if let Some((id, file)) = self.held.take() {
            table.hold(id, file);
        }
        for event in self.queue.borrow_mut().loaded() {
            Rc::clone(table).tell(match event {
                Event::Page(PageEvent::Ready(FirstDownload::Offered(_))) if self.has_declined.get() => {
                    Event::Page(PageEvent::Ready(FirstDownload::Declined))
                }
                event => event,
            });
        }
        Ok(())
    }

    fn failed(&self) {
        let is_said = self.queue.borrow_mut().failed();
        // Dropping the senders ends the wait of all receivers.
        drop((self.waiting.pages.take(), self.waiting.files.take(), self.held.take()));
        if is_said {
            notice::say(self.signals, Notice::Unreachable);
        }
    }

    /// Finds the newest edition, for an app that can open no stored one.
    ///
    /// On failure, returns the warning to show if the page on the screen cannot count as the newsroom's.
    pub(in crate::browser) async fn accepted(self: &Rc<Self>) -> Result<Accepted, Option<Warning>> {
        // As long as no signature is known, the app trusts the site alone: there is nothing to verify.
        if !self.is_signed() && self.stored.head.is_none() {
            let head = self.environment.network.head().await.map_err(|_| None)?;
            if head.signed.is_none() {
                self.page(PageEvent::Fetched(self.environment.root.clone(), head.clone()));
                return Ok(Accepted::stored(head));
            }
        }
        match self.ask(PageEvent::NewestNeeded).await {
            Some(Ok(head)) => Ok(head),
            _ => Err(self.waiting.concealed.borrow_mut().take()),
        }
    }

    /// Finds an edition that may contain a page which the open one lacks: on the device, or, if the page is missing and
    /// not only unreachable, at the sources.
    pub(in crate::browser) async fn other_edition(self: &Rc<Self>, is_missing: bool) -> Option<Accepted> {
        if self.is_in_file() {
            return None;
        }
        let event = if is_missing { PageEvent::PageMissing } else { PageEvent::PageUnreachable };
        // The reader is waiting for the page, and the other edition may lack it too.
        dom::within(PAGE_TIMEOUT, self.ask(event)).await??.ok()
    }

    async fn ask(self: &Rc<Self>, event: PageEvent) -> Option<Result<Accepted, ContentError>> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.pages.borrow_mut().push(sender);
        self.page(event);
        receiver.await.ok()
    }

    /// Stores the content of a file. Returns the result.
    pub(in crate::browser) async fn import(self: &Rc<Self>, file: Network) -> Option<ImportReport> {
        if self.is_in_file() {
            return Some(ImportReport::Failed(StoreError::Denied.into()));
        }
        let id = FileId(self.files.get());
        self.files.set(id.0 + 1);
        match self.table.get() {
            Some(table) => table.hold(id, file),
            None => *self.held.borrow_mut() = Some((id, file)),
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.files.borrow_mut().push((id, sender));
        self.command(Command::Import(id));
        receiver.await.ok()
    }

    /// Returns the head of the edition that was stored when the app started.
    pub(in crate::browser) fn stored(&self) -> Option<Accepted> {
        self.stored.head.clone()
    }

    /// Returns whether the newspaper is known to be signed.
    pub(in crate::browser) fn is_signed(&self) -> bool {
        match self.table.get() {
            Some(table) => table.is_signed(),
            None => !self.stored.roots.is_empty() || environment::trust_of_page().site().is_some(),
        }
    }

    /// Returns the texts of the accepted roots, oldest first.
    pub(in crate::browser) fn roots(&self) -> Vec<String> {
        self.table.get().map_or_else(|| self.stored.roots.clone(), |table| table.roots())
    }

    /// Returns whether any source sent a signed edition in the last check.
    pub(in crate::browser) fn has_answers(&self) -> bool {
        self.table.get().is_some_and(|table| table.has_answers())
    }

    /// Returns the articles that the reader saved, and their bundles.
    pub(in crate::browser) fn saved(&self) -> Vec<(OfflineItem, BundleReference)> {
        self.table.get().map_or_else(|| self.stored.saved.clone(), |table| table.saved())
    }
}

impl Waiting {
    fn tell(&self, report: Report) {
        match report {
            Report::Changed(changed) => {
                // The listener may call back.
                let listener = self.listener.borrow().clone();
                if let Some(listener) = listener {
                    listener(changed);
                }
            }
            Report::ConcealPage(warning) => *self.concealed.borrow_mut() = Some(warning),
            // A receiver that no longer waits needs no answer.
            Report::Answer(answer) => {
                let waiting = self.pages.take();
                waiting.into_iter().for_each(|sender| _ = sender.send(answer.clone()));
            }
            Report::Import(id, report) => {
                let position = self.files.borrow().iter().position(|(file, _)| *file == id);
                if let Some(position) = position {
                    let (_, sender) = self.files.borrow_mut().swap_remove(position);
                    let _ = sender.send(report);
                }
            }
        }
    }
}
