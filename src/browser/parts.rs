//! The border between the core of the app, which shows pages, and its parts, which are loaded when they are wanted: all that
//! crosses is here.
//!
//! A part is WebAssembly of its own in the memory of the core. `crates/shrink` moves into it whatever only the functions reach
//! that [`part!`] declares. So the core calls what lies in a part through a table, which such a function returns: one direct
//! call would bring it back into the core.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot::{self, Sender};
use futures_util::future::{FutureExt, LocalBoxFuture};
use model::BundleReference;
use trust::Accepted;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use super::device::erase;
use super::environment::{self, Environment};
use super::network::Network;
use super::updates::{Opening, Report, UpdateRunner, UpdateTable};
use super::{dom, notice};
use crate::components::signals::DeviceSignals;
use edition::error::ContentError;
use updates::{
    Changed, Command, Event, FileId, ImportReport, Notice, OfflineItem, PageEvent, Queue, Step, StoredContents, Warning,
};

/// How long a page waits for another edition that may have it.
const PAGE_TIMEOUT: Duration = Duration::from_secs(8);

#[wasm_bindgen]
extern "C" {
    /// Waits until the browser has nothing else to do.
    #[wasm_bindgen(js_namespace = offprint, js_name = "untilIdle")]
    async fn until_idle();
}

/// A part that could not be loaded.
#[derive(Debug)]
struct PartMissing;

impl From<wasm_split_helpers::SplitLoaderError> for PartMissing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Declares the function through which the core reaches a part, which it loads. With `--cfg whole` it is a function like any
/// other, and the app is one file.
macro_rules! part {
    (
        $(#[$documentation:meta])*
        $part:ident, fn $name:ident($argument:ident: $type:ty) -> $output:ty $body:block
    ) => {
        $(#[$documentation])*
        #[cfg(not(whole))]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        fn $name($argument: $type) -> Result<$output, PartMissing> {
            Ok($body)
        }

        $(#[$documentation])*
        #[cfg(whole)]
        async fn $name($argument: $type) -> Result<$output, PartMissing> {
            Ok($body)
        }
    };
}

part! {
    /// Starts the part that keeps editions on this device: the update machine, what carries its effects out, and the proof of
    /// signatures.
    updates,
    fn start_updates(opening: Box<Opening>) -> LocalBoxFuture<'static, Rc<dyn UpdateTable>> {
        async { UpdateRunner::start(*opening).await as Rc<dyn UpdateTable> }.boxed_local()
    }
}

/// The part that keeps editions on this device. What it is told before it is loaded waits.
pub(super) struct UpdatePart {
    environment: Rc<Environment>,
    signals: DeviceSignals,
    /// What was stored when the app started.
    stored: StoredContents,
    queue: RefCell<Queue>,
    table: OnceCell<Rc<dyn UpdateTable>>,
    waiting: Rc<Waiting>,
    /// The file that is to be imported once the part is there.
    held: RefCell<Option<(FileId, Network)>>,
    files: Cell<u32>,
}

/// Whoever waits for what the part tells.
#[derive(Default)]
struct Waiting {
    pages: RefCell<Vec<Sender<Result<Accepted, ContentError>>>>,
    files: RefCell<Vec<(FileId, Sender<ImportReport>)>>,
    concealed: RefCell<Option<Warning>>,
    listener: RefCell<Option<Listener>>,
}

/// What is called when something has changed.
type Listener = Rc<dyn Fn(Changed)>;

impl UpdatePart {
    /// Makes the part known, with what the store holds. It is loaded once it is wanted, or the page is ready.
    pub(super) fn new(environment: Rc<Environment>, stored: StoredContents, signals: DeviceSignals) -> Rc<Self> {
        let part = Rc::new(Self {
            environment,
            signals,
            stored,
            queue: RefCell::default(),
            table: OnceCell::new(),
            waiting: Rc::default(),
            held: RefCell::default(),
            files: Cell::default(),
        });
        let environment = &part.environment;
        if environment.network.file().is_none() {
            let elsewhere = Rc::clone(&part);
            erase::listen(&environment.name, Rc::clone(&environment.private), move || {
                // Whatever becomes of the part, nothing is written any more.
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

    /// Says once more what the notice says: its words have arrived, or the page is another one.
    pub(super) fn repeat_notice(&self) {
        notice::repeat(self.signals);
    }

    /// Calls a listener whenever something has changed.
    pub(super) fn on_change(&self, listener: impl Fn(Changed) + 'static) {
        *self.waiting.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Does what the reader wants.
    pub(super) fn command(self: &Rc<Self>, command: Command) {
        self.tell(Event::Command(command));
    }

    /// Hears what happened to the page.
    pub(super) fn page(self: &Rc<Self>, event: PageEvent) {
        self.tell(Event::Page(event));
    }

    fn tell(self: &Rc<Self>, event: Event) {
        let step = self.queue.borrow_mut().push(event);
        match (step, self.table.get()) {
            (Step::Tell(event), Some(table)) => Rc::clone(table).tell(event),
            (Step::Load, _) => self.load(),
            (Step::LoadWhenIdle, _) => {
                let part = Rc::clone(self);
                spawn_local(async move {
                    until_idle().await;
                    part.load();
                });
            }
            (Step::CloseNotice, _) => notice::say(self.signals, Notice::None),
            (Step::SayMissing, _) => notice::say(self.signals, Notice::Unreachable),
            (Step::Wait | Step::Tell(_), _) => {}
        }
    }

    fn load(self: &Rc<Self>) {
        if self.queue.borrow_mut().begin() {
            let part = Rc::clone(self);
            spawn_local(async move {
                if part.start().await.is_err() {
                    part.failed();
                }
            });
        }
    }

    async fn start(&self) -> Result<(), PartMissing> {
        let waiting = Rc::clone(&self.waiting);
        let opening = Opening {
            environment: Rc::clone(&self.environment),
            signals: self.signals,
            listener: Box::new(move |report| waiting.tell(report)),
        };
        let started = start_updates(Box::new(opening)).await?.await;
        let table = self.table.get_or_init(|| started);
        if let Some((id, file)) = self.held.take() {
            table.hold(id, file);
        }
        let events = self.queue.borrow_mut().loaded();
        events.into_iter().for_each(|event| Rc::clone(table).tell(event));
        Ok(())
    }

    fn failed(&self) {
        let is_said = self.queue.borrow_mut().failed();
        // Whoever waits hears that nothing comes.
        drop((self.waiting.pages.take(), self.waiting.files.take(), self.held.take()));
        if is_said {
            notice::say(self.signals, Notice::Unreachable);
        }
    }

    /// Finds the newest edition, with which the app opens where it can open none that is stored.
    ///
    /// Where there is none either, returns why nothing on the screen can be shown as the newsroom's, if that is so.
    pub(super) async fn accepted(self: &Rc<Self>) -> Result<Accepted, Option<Warning>> {
        // As long as nothing is known to be signed, the site alone is believed: nothing is to be proven.
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

    /// Finds an edition that may have a page which the open one lacks: on the device, or at the sources where the page is
    /// missing and not only out of reach.
    pub(super) async fn other_edition(self: &Rc<Self>, is_missing: bool) -> Option<Accepted> {
        let event = if is_missing { PageEvent::PageMissing } else { PageEvent::PageUnreachable };
        // Somebody waits for a page, and this is only a hope.
        dom::within(PAGE_TIMEOUT, self.ask(event)).await??.ok()
    }

    async fn ask(self: &Rc<Self>, event: PageEvent) -> Option<Result<Accepted, ContentError>> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.pages.borrow_mut().push(sender);
        self.page(event);
        receiver.await.ok()
    }

    /// Stores what is in a file. Returns what came of it.
    pub(super) async fn import(self: &Rc<Self>, file: Network) -> Option<ImportReport> {
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
    pub(super) fn stored(&self) -> Option<Accepted> {
        self.stored.head.clone()
    }

    /// Returns whether the newspaper is known to be signed.
    pub(super) fn is_signed(&self) -> bool {
        match self.table.get() {
            Some(table) => table.is_signed(),
            None => !self.stored.roots.is_empty() || environment::trust_of_page().site().is_some(),
        }
    }

    /// Returns the texts of the roots that are believed, the first one first.
    pub(super) fn roots(&self) -> Vec<String> {
        self.table.get().map_or_else(|| self.stored.roots.clone(), |table| table.roots())
    }

    /// Returns whether any source sent a signed edition when they were asked last.
    pub(super) fn has_answers(&self) -> bool {
        self.table.get().is_some_and(|table| table.has_answers())
    }

    /// Returns the articles that the reader saved, and their bundles.
    pub(super) fn saved(&self) -> Vec<(OfflineItem, BundleReference)> {
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
            // Whoever does not wait any more needs no answer.
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
