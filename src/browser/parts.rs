//! The border between the core of the app, which shows pages, and the part that keeps editions on this device: all that crosses
//! is here. Both are in one wasm as yet.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot::{self, Sender};
use model::BundleReference;
use trust::Accepted;

use super::dom;
use super::environment::Environment;
use super::network::Network;
use super::updates::{Report, UpdateRunner};
use crate::components::signals::DeviceSignals;
use edition::error::ContentError;
use updates::{Changed, Command, Event, FileId, ImportReport, OfflineItem, PageEvent, Snapshot, Warning, WhyNot};

/// How long a page waits for another edition that may have it.
const PAGE_TIMEOUT: Duration = Duration::from_secs(8);

/// The part that keeps editions on this device.
pub(super) struct UpdatePart {
    runner: Rc<UpdateRunner>,
    waiting: Rc<Waiting>,
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
    /// Opens the part with what the store holds, or why there is none.
    pub(super) fn open(environment: Rc<Environment>, stored: Result<Snapshot, WhyNot>, signals: DeviceSignals) -> Self {
        let waiting = Rc::<Waiting>::default();
        let told = Rc::clone(&waiting);
        let runner = UpdateRunner::start(environment, stored, signals, move |report| told.tell(report));
        Self { runner, waiting, files: Cell::default() }
    }

    /// Says once more what the notice says: its words have arrived, or the page is another one.
    pub(super) fn repeat_notice(&self) {
        self.runner.repeat_notice();
    }

    /// Calls a listener whenever something has changed.
    pub(super) fn on_change(&self, listener: impl Fn(Changed) + 'static) {
        *self.waiting.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Does what the reader wants.
    pub(super) fn command(&self, command: Command) {
        self.runner.dispatch(Event::Command(command));
    }

    /// Hears what happened to the page.
    pub(super) fn page(&self, event: PageEvent) {
        self.runner.dispatch(Event::Page(event));
    }

    /// Finds the newest edition, with which the app opens where it can open none that is stored.
    ///
    /// Where there is none either, returns why nothing on the screen can be shown as the newsroom's, if that is so.
    pub(super) async fn accepted(&self) -> Result<Accepted, Option<Warning>> {
        match self.ask(PageEvent::NewestNeeded).await {
            Some(Ok(head)) => Ok(head),
            _ => Err(self.waiting.concealed.borrow_mut().take()),
        }
    }

    /// Finds an edition that may have a page which the open one lacks: on the device, or at the sources where the page is
    /// missing and not only out of reach.
    pub(super) async fn other_edition(&self, is_missing: bool) -> Option<Accepted> {
        let event = if is_missing { PageEvent::PageMissing } else { PageEvent::PageUnreachable };
        // Somebody waits for a page, and this is only a hope.
        dom::within(PAGE_TIMEOUT, self.ask(event)).await??.ok()
    }

    async fn ask(&self, event: PageEvent) -> Option<Result<Accepted, ContentError>> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.pages.borrow_mut().push(sender);
        self.page(event);
        receiver.await.ok()
    }

    /// Stores what is in a file. Returns what came of it.
    pub(super) async fn import(&self, file: Network) -> Option<ImportReport> {
        let id = FileId(self.files.get());
        self.files.set(id.0 + 1);
        self.runner.hold(id, file);
        let (sender, receiver) = oneshot::channel();
        self.waiting.files.borrow_mut().push((id, sender));
        self.command(Command::Import(id));
        receiver.await.ok()
    }

    /// Returns the edition that is stored.
    pub(super) fn stored(&self) -> Option<Accepted> {
        self.runner.with(|updates| updates.stored().cloned())
    }

    /// Returns whether the newspaper is known to be signed.
    pub(super) fn is_signed(&self) -> bool {
        self.runner.with(|updates| updates.trust().site().is_some())
    }

    /// Returns the texts of the roots that are believed, the first one first.
    pub(super) fn roots(&self) -> Vec<String> {
        self.runner.with(|updates| updates.trust().roots().iter().map(|root| root.text.clone()).collect())
    }

    /// Returns whether any source sent a signed edition when they were asked last.
    pub(super) fn has_answers(&self) -> bool {
        self.runner.with(|updates| updates.judgement().is_some_and(|judgement| judgement.answered() > 0))
    }

    /// Returns the articles that the reader saved, and their bundles.
    pub(super) fn saved(&self) -> Vec<(OfflineItem, BundleReference)> {
        self.runner.with(|updates| updates.snapshot().map(|snapshot| snapshot.saved.clone()).unwrap_or_default())
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
