//! Taking an edition onto the device, its text before its pictures.

use std::rc::Rc;

use model::Head;

use super::{Change, Keeper};
use crate::browser::network::Network;
use crate::browser::{forget, quota};
use crate::components::notice::Notice;
use crate::content::ContentError;
use crate::updates::{
    Changeset, Commit, DEFAULT_TEXT_LIMIT, DownloadError, EditionDates, PARTIAL_HEAD, Plan, PlanOptions, STORED_HEAD,
    StoreError, head_text, is_older, plan,
};

/// How often an edition is begun anew that changes or vanishes while it is being taken.
const TRIES: u32 = 4;

impl Keeper {
    /// Takes an edition, or what is missing of it; after what is being taken already.
    pub(super) async fn take(self: &Rc<Self>, head: Head) {
        *self.next.borrow_mut() = Some(head);
        if self.taking.replace(true) {
            return;
        }
        while !self.file_waits.get() {
            let next = self.next.borrow_mut().take();
            let Some(head) = next else { break };
            self.take_now(head).await;
        }
        self.taking.set(false);
        if self.store().is_some() && !self.preferences().keep {
            // What came while the reader decided otherwise goes too, now or the next time.
            let _ = self.keep_nothing().await;
        }
        self.tell(Change::State);
        if !self.file_waits.get() && self.look_again.take() {
            self.look_soon();
        }
    }

    /// Goes on with what had to wait for pictures or a file.
    pub(super) async fn go_on(self: &Rc<Self>) {
        let next = self.next.borrow_mut().take();
        match next {
            Some(next) => self.take(next).await,
            None if self.look_again.take() => self.look_soon(),
            None => {}
        }
    }

    /// Takes an edition and its pictures, and says how that goes.
    pub(super) async fn take_now(&self, head: Head) {
        self.stopped.set(false);
        self.quiet.set(false);
        let before = self.head(STORED_HEAD);
        let (plan, whole) = match self.take_edition(head.clone()).await {
            Ok(taken) => taken,
            // Nobody waits for what nobody wants, or what is here already.
            Err(DownloadError::Superseded) => return self.say(Notice::None),
            Err(_) if self.private.get() => return self.say(Notice::None),
            Err(DownloadError::Stopped) if self.file_waits.get() => {
                self.look_again.set(true);
                return self.say(Notice::None);
            }
            Err(error) => {
                if error == DownloadError::Stopped {
                    *self.declined.borrow_mut() = Some(head);
                }
                return self.say(Notice::NotTaken(error));
            }
        };
        *self.news.borrow_mut() = None;
        let shown = matches!(self.notice.get(), Notice::Taking(_) | Notice::UpdateAvailable(_) | Notice::Lost);
        self.say(match (whole, shown) {
            (false, _) => Notice::Shortened(plan.articles),
            (true, true) => Notice::Kept(plan.articles),
            (true, false) => Notice::None,
        });
        if self.head(STORED_HEAD) != before {
            self.tell(Change::Edition);
        }
        self.tell(Change::State);
        if !self.preferences().pictures {
            self.drop_pictures().await;
        } else if whole {
            self.take_pictures(&plan, &self.network).await;
        }
    }

    /// Whether what is being taken from there stops, since the reader has a file that comes first.
    pub(super) fn gives_way(&self, network: &Network) -> bool {
        self.file_waits.get() && network.file().is_none()
    }

    /// Lets the service worker answer pages itself, as it does once there is a cache of pictures.
    pub(super) async fn begin_pages(&self) {
        if let Some(media) = &self.media {
            // Without it pages come from the site as before, and the text is kept all the same.
            let _ = media.begin().await;
        }
    }

    /// What was taken, and whether there was room for all of it.
    pub(super) async fn take_edition(&self, mut head: Head) -> Result<(Plan, bool), DownloadError> {
        let mut enough = DEFAULT_TEXT_LIMIT;
        let mut error = DownloadError::Superseded;
        for _ in 0..TRIES {
            match self.try_edition(&head, enough, &self.network).await {
                Ok(plan) => return Ok((plan, enough == DEFAULT_TEXT_LIMIT)),
                Err(DownloadError::Store(StoreError::Full)) => {
                    error = StoreError::Full.into();
                    // Of an edition that is here nothing goes, not even a picture; a first one is cut shorter.
                    if self.head(STORED_HEAD).is_some() {
                        break;
                    }
                    enough /= 4;
                }
                Err(failed @ DownloadError::Content(ContentError::Missing | ContentError::Damaged)) => {
                    error = failed;
                    let newest = self.newest_head().await?;
                    if newest.manifest == head.manifest {
                        return Err(failed);
                    }
                    head = newest;
                }
                // Another tab was at it too: what it did is seen the next time around.
                Err(failed @ DownloadError::Superseded) => error = failed,
                Err(failed) => return Err(failed),
            }
        }
        Err(error)
    }

    pub(super) async fn try_edition(&self, head: &Head, enough: u64, network: &Network) -> Result<Plan, DownloadError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        self.read_facts().await;
        let (preferences, current) = (self.preferences(), self.head(STORED_HEAD));
        if !preferences.keep {
            return Err(DownloadError::Superseded);
        }
        if !self.is_newest(head) && current.as_ref().is_none_or(|current| current.manifest != head.manifest) {
            // Another look, or another tab, has proven a newer one.
            self.look_again.set(true);
            return Err(DownloadError::Superseded);
        }
        let previous = match &current {
            Some(current) => self.manifest(current).await,
            None => None,
        };
        if current.is_none() && network.file().is_none() {
            // Until there is a whole edition, what has arrived of this one is better than nothing.
            self.set_facts(&[(PARTIAL_HEAD, Some(head_text(head)))]).await?;
            self.begin_pages().await;
        }
        let wish = PlanOptions { preferences: &preferences, text_limit: enough, previous: previous.as_ref() };
        let plan = plan(head, &wish, &*store, network).await?;
        if let (Some(current), Some(previous), None) = (&current, &previous, &head.signed)
            && is_older(head, &EditionDates::of(&plan.manifest), current, &EditionDates::of(previous))
        {
            return Err(DownloadError::Superseded);
        }
        let tell = |progress| {
            self.say(Notice::Taking(progress));
            !(self.stopped.get() || self.gives_way(network))
        };
        if plan.missing() > 0 {
            plan.download(&*store, network, &tell).await?;
        }
        let changes = Changeset::default().with_download(enough);
        let changes = if current.as_ref() == Some(head) { changes } else { changes.with_time(quota::now()) };
        match plan.commit(&*store, current.as_ref(), &changes).await? {
            Commit::Done => {}
            Commit::Incomplete | Commit::Conflict => return Err(DownloadError::Superseded),
        }
        self.read_facts().await;
        self.begin_pages().await;
        forget::set_kept(&self.name);
        Ok(plan)
    }
}
