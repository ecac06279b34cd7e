//! Carries out the update machine's effects. It decides nothing.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use edition::error::ContentError;
use futures_util::future::{AbortHandle, FutureExt, LocalBoxFuture, abortable};
use leptos::prelude::Set;
use model::{BundleReference, Language};
use trust::Accepted;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use super::device::{erase, estimate};
use super::downloads::{DownloadTable, ImportTask, ProgressListener};
use super::environment::{self, Environment};
use super::network::Network;
use super::notice;
use crate::components::notice::{NOTICE_CONTENT, render_notice};
use crate::components::signals::DeviceSignals;
use updates::{
    AttachmentSource, Changed, Counted, DownloadError, Effect, Event, FileId, ImportOutcome, ImportReport, Imported,
    OfflineItem, Outcome, Plan, Snapshot, StorageView, TaskId, Updates, Warning,
};

#[wasm_bindgen]
extern "C" {
    /// Sets whether pressing Escape twice leaves the newspaper; see `client/quick-exit.js`.
    #[wasm_bindgen(js_namespace = offprint, js_name = setEscape)]
    fn set_escape(leaves: bool);
}

/// A message from the part to the core.
pub(super) enum Report {
    /// A change of the edition or the device.
    Changed(Changed),
    /// The answer to a request for another edition.
    Answer(Result<Accepted, ContentError>),
    /// A warning to show in place of a page that cannot count as the newsroom's.
    ConcealPage(Warning),
    /// The result of importing a file.
    Import(FileId, ImportReport),
}

/// The inputs of the part that keeps editions on this device.
pub(super) struct Opening {
    /// The data that this tab reads and writes.
    pub environment: Rc<Environment>,
    /// The signals that views read.
    pub signals: DeviceSignals,
    /// The receiver of reports to the core.
    pub listener: Box<dyn Fn(Report)>,
    /// The functions of other parts.
    pub parts: OtherParts,
}

/// The result of another part; `None` if that cannot be loaded.
pub(super) type PartResult<T> = LocalBoxFuture<'static, Option<T>>;

/// The functions of other parts, which the core loads.
#[derive(Clone, Copy)]
pub(super) struct OtherParts {
    /// Counts what is stored, for a page in a language.
    pub count: fn(Rc<Environment>, Option<Snapshot>, Language) -> PartResult<Counted>,
    /// Returns the functions that bring editions onto this device.
    pub downloads: fn(Rc<Environment>) -> PartResult<Rc<dyn DownloadTable>>,
}

/// The functions that the core calls in the part that keeps editions on this device.
pub(super) trait UpdateTable {
    /// Passes an event to the machine.
    fn tell(self: Rc<Self>, event: Event);
    /// Keeps a file until its import has ended.
    fn hold(&self, id: FileId, file: Network);
    /// Returns whether the newspaper is known to be signed.
    fn is_signed(&self) -> bool;
    /// Returns the texts of the accepted roots, oldest first.
    fn roots(&self) -> Vec<String>;
    /// Returns whether any source sent a signed edition in the last check.
    fn has_answers(&self) -> bool;
    /// Returns the articles that the reader saved, and their bundles.
    fn saved(&self) -> Vec<(OfflineItem, BundleReference)>;
}

/// Runs the update machine of this tab.
pub(super) struct UpdateRunner {
    environment: Rc<Environment>,
    machine: RefCell<Updates>,
    /// The events that wait for the machine.
    events: RefCell<VecDeque<Event>>,
    is_telling: Cell<bool>,
    /// The running effects.
    running: RefCell<Vec<(TaskId, AbortHandle)>>,
    /// The plan of the last comparison, or of the last imported file.
    plan: RefCell<Option<Rc<Plan>>>,
    /// The last opened file.
    file: RefCell<Option<(FileId, Rc<Network>)>>,
    signals: DeviceSignals,
    listener: Box<dyn Fn(Report)>,
    parts: OtherParts,
}

impl UpdateTable for UpdateRunner {
    fn tell(self: Rc<Self>, event: Event) {
        self.dispatch(event);
    }

    fn hold(&self, id: FileId, file: Network) {
        *self.file.borrow_mut() = Some((id, Rc::new(file)));
    }

    fn is_signed(&self) -> bool {
        self.machine.borrow().trust().site().is_some()
    }

    fn roots(&self) -> Vec<String> {
        self.machine.borrow().trust().roots().iter().map(|root| root.text.clone()).collect()
    }

    fn has_answers(&self) -> bool {
        self.machine.borrow().judgement().is_some_and(|judgement| judgement.answered() > 0)
    }

    fn saved(&self) -> Vec<(OfflineItem, BundleReference)> {
        self.machine.borrow().snapshot().map(|snapshot| snapshot.saved.clone()).unwrap_or_default()
    }
}

impl UpdateRunner {
    /// Starts the machine with the current contents of the store.
    pub(super) async fn start(opening: Opening) -> Rc<Self> {
        NOTICE_CONTENT.provide(render_notice);
        let Opening { environment, signals, listener, parts } = opening;
        let stored = environment.stored().await;
        Rc::new(Self {
            machine: RefCell::new(Updates::new(stored, environment::trust_of_page())),
            events: RefCell::default(),
            is_telling: Cell::default(),
            running: RefCell::default(),
            plan: RefCell::default(),
            file: RefCell::default(),
            signals,
            listener,
            parts,
            environment,
        })
    }

    /// Passes an event to the machine, and starts its effects.
    fn dispatch(self: &Rc<Self>, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.is_telling.replace(true) {
            return;
        }
        loop {
            let next = self.events.borrow_mut().pop_front();
            let Some(event) = next else { break };
            let effects = self.machine.borrow_mut().handle(event);
            let said = self.machine.borrow().notice().clone();
            notice::say(self.signals, said);
            effects.into_iter().for_each(|effect| self.start_effect(effect));
        }
        self.is_telling.set(false);
    }

    fn start_effect(self: &Rc<Self>, effect: Effect) {
        let (runner, environment) = (Rc::clone(self), Rc::clone(&self.environment));
        match effect {
            Effect::Check { id, trust } => {
                self.run(id, async move { Outcome::Checked(environment.network.judge(&trust).await) });
            }
            Effect::Read { id } => self.run(id, async move { Outcome::Read(environment.snapshot().await) }),
            Effect::Write { id, changes } => {
                self.run(id, async move { Outcome::Read(environment.change(&changes).await) });
            }
            Effect::Sweep { id, changes } => {
                self.run(id, async move { Outcome::Read(environment.sweep(&changes).await) });
            }
            Effect::Compare { id, head, text_limit } => self.run(id, async move {
                let Some(downloads) = runner.downloads().await else {
                    return Outcome::Compared(Err(DownloadError::PartMissing));
                };
                Outcome::Compared(downloads.compare(head, text_limit).await.map(|(plan, summary)| {
                    *runner.plan.borrow_mut() = Some(Rc::new(plan));
                    summary
                }))
            }),
            Effect::Download { id, .. } => self.with_plan(id, async move |plan, downloads| {
                Outcome::Downloaded(downloads.download(plan, runner.progress(id)).await)
            }),
            Effect::Commit { id, expected, changes, is_new, .. } => self.with_plan(id, async move |plan, downloads| {
                let changes = if is_new { changes.with_time(estimate::now()) } else { changes };
                Outcome::Committed(downloads.commit(plan, expected, changes).await)
            }),
            Effect::FetchAttachments { id, kinds, source } => self.with_plan(id, async move |plan, downloads| {
                let from = match source {
                    AttachmentSource::Site(_) => Rc::clone(&environment.network),
                    AttachmentSource::File(file) => runner.held(file),
                };
                Outcome::Attachments(downloads.fetch_attachments(plan, kinds, from, runner.progress(id)).await)
            }),
            Effect::Import { id, file, trust, open } => self.run(id, async move {
                let task = ImportTask { file: runner.held(file), trust, open, tell: runner.progress(id) };
                let outcome = match runner.downloads().await {
                    Some(downloads) => downloads.import(task).await.map_err(DownloadError::from),
                    None => Err(DownloadError::PartMissing),
                };
                Outcome::Imported(Box::new(runner.imported(outcome).await))
            }),
            Effect::Save { id, item, editions } => {
                self.run(id, async move { Outcome::Saved(environment.save(&item, &editions).await) });
            }
            Effect::Persist { id } => self.run(id, async { Outcome::Persisted(estimate::persist().await) }),
            Effect::Count { id, language } => {
                let count = self.parts.count;
                self.run(id, async move {
                    let snapshot = environment.snapshot().await.ok();
                    count(environment, snapshot, language)
                        .await
                        .map_or(Outcome::Stopped, |counted| Outcome::Counted(Box::new(counted)))
                });
            }
            Effect::Erase { id } => self.run(id, async move { Outcome::Erased(environment.erase().await) }),
            Effect::Stop { id } => {
                let running = self.running.borrow();
                running.iter().filter(|(known, _)| *known == id).for_each(|(_, handle)| handle.abort());
            }
            Effect::CloseStore => self.environment.close(),
            Effect::TellOtherTabs => erase::tell_erased(),
            Effect::RegisterWorker => spawn_local(async move { environment.register_worker().await }),
            Effect::AnswerPages => spawn_local(async move { environment.answer_pages().await }),
            Effect::Notify(changed) => self.notify(changed),
            Effect::Answer(answer) => (self.listener)(Report::Answer(answer)),
            Effect::ConcealPage(warning) => (self.listener)(Report::ConcealPage(warning)),
            Effect::ReportImport(file, report) => (self.listener)(Report::Import(file, report)),
        }
    }

    /// Updates the page about the device, and tells the core of a change.
    fn notify(&self, changed: Changed) {
        if changed == Changed::Device {
            let view = self.machine.borrow().view();
            // Without the store the reader's choice is unknown.
            if view.storage != StorageView::Denied {
                set_escape(view.escape);
            }
            self.signals.device.set(view);
        }
        (self.listener)(Report::Changed(changed));
    }

    /// Runs an effect until it ends or is stopped, and reports the outcome to the machine.
    fn run(self: &Rc<Self>, id: TaskId, effect: impl Future<Output = Outcome> + 'static) {
        self.run_boxed(id, effect.boxed_local());
    }

    /// Runs an effect of erased type, so that all effects share this code.
    fn run_boxed(self: &Rc<Self>, id: TaskId, effect: LocalBoxFuture<'static, Outcome>) {
        let (effect, handle) = abortable(effect);
        self.running.borrow_mut().push((id, handle));
        let runner = Rc::clone(self);
        spawn_local(async move {
            let outcome = effect.await.unwrap_or(Outcome::Stopped);
            runner.running.borrow_mut().retain(|(known, _)| *known != id);
            runner.dispatch(Event::Finished(id, outcome));
        });
    }

    /// Loads the part that brings editions onto this device.
    fn downloads(&self) -> PartResult<Rc<dyn DownloadTable>> {
        (self.parts.downloads)(Rc::clone(&self.environment))
    }

    /// Runs an effect with the plan of the last comparison, and with the part that made the plan.
    fn with_plan(
        self: &Rc<Self>,
        id: TaskId,
        effect: impl AsyncFnOnce(Rc<Plan>, Rc<dyn DownloadTable>) -> Outcome + 'static,
    ) {
        let (plan, downloads) = (self.plan.borrow().clone(), self.downloads());
        self.run(id, async move {
            match (plan, downloads.await) {
                (Some(plan), Some(downloads)) => effect(plan, downloads).await,
                _ => Outcome::Stopped,
            }
        });
    }

    /// Returns the function that reports an effect's progress to the machine.
    fn progress(self: &Rc<Self>, id: TaskId) -> ProgressListener {
        let runner = Rc::clone(self);
        Box::new(move |progress| {
            runner.dispatch(Event::Progress(id, progress));
            true
        })
    }

    fn held(&self, id: FileId) -> Rc<Network> {
        let file = self.file.borrow();
        let held = file.as_ref().filter(|(held, _)| *held == id).map(|(_, file)| Rc::clone(file));
        held.unwrap_or_else(|| Rc::clone(&self.environment.network))
    }

    async fn imported(&self, outcome: Result<ImportOutcome, DownloadError>) -> Imported {
        let stored = self.environment.snapshot().await.ok();
        let (report, plan) = match outcome {
            Ok(outcome) => (outcome.report, outcome.plan),
            Err(error) => (ImportReport::Failed(error), None),
        };
        let imported = Imported {
            report,
            articles: plan.as_ref().map_or(0, Plan::articles),
            edition: plan.as_ref().map(|plan| plan.head.clone()),
            stored,
        };
        if let Some(plan) = plan {
            *self.plan.borrow_mut() = Some(Rc::new(plan));
        }
        imported
    }
}
