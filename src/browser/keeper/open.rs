//! Opening a file that somebody gave the reader: it is kept like an edition from the site.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function};
use model::{Article, Hash, Manifest, MonthIndex};

use super::{Change, Keeper};
use crate::browser::dom;
use crate::browser::file::File;
use crate::browser::network::Network;
use crate::browser::site::Site;
use crate::components::notice::Notice;
use crate::content::{ContentError, read};
use crate::updates::OfflineItem;
use crate::updates::{
    BundleSource, BundleStore, DEFAULT_TEXT_LIMIT, DownloadError, EditionDates, STORED_HEAD, Standing, StoreError,
    is_older_file, saved_value,
};

/// What came of a file, by the name of the words for it, and what stands behind them.
type Opened = (&'static str, String);

/// All that is in the file is here.
const SAME: Opened = ("same", String::new());

/// What a file has.
enum Found {
    /// An edition; what came of it is said.
    Edition(Opened),
    /// Articles, which may be newer than what is here; of a signed edition those that it lists; and what is said when none of
    /// them is new.
    Articles { newer: bool, listed: Option<Vec<Hash>>, else_say: Opened },
}

/// How often, and after how long each time, a file asks whether what is being taken has given way to it.
const TURNS: u32 = 12;
const TURN: Duration = Duration::from_millis(250);

impl Keeper {
    /// Keeps what a file carries: its edition when all of it is there that is kept here, else its articles. `get` gives its
    /// files; `paths` has those of all that are named by their hashes.
    ///
    /// `open` is the edition that is open in this tab. Gives the name of the words that say what came of it, and what stands behind them.
    pub(in crate::browser) async fn take_file(
        self: &Rc<Self>,
        open: &Site,
        get: Function,
        paths: &[String],
    ) -> (&'static str, String) {
        let network = Network::of_file(File::opened(get));
        if self.store().is_none() {
            ("denied", String::new())
        } else {
            self.file_waits.set(true);
            for _ in 0..TURNS {
                if !self.taking.get() {
                    break;
                }
                let _ = dom::within(TURN, std::future::pending::<()>()).await;
            }
            // What still waits for the site then finds this done when it goes on, as if another tab had done it.
            self.taking.set(true);
            self.stopped.set(false);
            let opened = self.keep_file(open, &network, paths).await;
            self.file_waits.set(false);
            self.taking.set(false);
            if matches!(self.notice.get(), Notice::Taking(_) | Notice::TakingPictures(_)) {
                self.say(Notice::None);
            }
            self.tell(Change::State);
            self.go_on().await;
            opened.unwrap_or_else(|error| (reason(error), String::new()))
        }
    }

    async fn keep_file(&self, open: &Site, network: &Network, paths: &[String]) -> Result<Opened, DownloadError> {
        check(network, paths).await?;
        let found = match self.keep_edition(open, network, paths).await {
            // Of what it names something is not there, or even the list of all that there is.
            Err(DownloadError::Content(ContentError::Missing)) if self.is_signed() => {
                Found::Edition(("unproven", String::new()))
            }
            Err(DownloadError::Content(ContentError::Missing)) => {
                Found::Articles { newer: false, listed: None, else_say: SAME }
            }
            found => found?,
        };
        match found {
            Found::Edition(said) => Ok(said),
            Found::Articles { newer, listed, else_say } => {
                let saved = self.keep_articles(network, paths, newer, listed.as_deref()).await?;
                Ok(if saved == 0 { else_say } else { ("opened_articles", saved.to_string()) })
            }
        }
    }

    async fn keep_edition(&self, open: &Site, network: &Network, paths: &[String]) -> Result<Found, DownloadError> {
        let mut head = network.head().await?;
        let mut proof = None;
        if self.is_signed() {
            let file = network.file().ok_or(ContentError::Missing)?;
            let proven = self.prove(&Array::of1(file.getter())).await?;
            let Some(proven_head) = proven.head.clone() else {
                return Ok(Found::Edition((refusal(proven.provenance.standing), String::new())));
            };
            (head, proof) = (proven_head, Some(proven));
        }
        // Another tab may have kept another edition than the one that is open in this one.
        self.read_facts().await;
        let current = self.head(STORED_HEAD);
        let kept = match &current {
            Some(current) => self.manifest(current).await,
            None => None,
        };
        let (our_head, ours) = match (&current, &kept) {
            (Some(head), Some(manifest)) => (head, manifest),
            _ => (&open.head, open.edition.manifest()),
        };
        if head.manifest == our_head.manifest {
            // The same edition, whatever number whoever packed it gave it.
            head = our_head.clone();
        }
        let manifest = network.fetch(&head.manifest.manifest_path(), &head.manifest).await.map_err(|error| {
            // One article may come without a manifest, but not with another one.
            let has_another = paths.iter().any(|path| path.starts_with("edition/m/"));
            if error == ContentError::Missing && has_another { ContentError::Damaged } else { error }
        })?;
        let manifest: Manifest = read(&manifest)?;
        let title = |manifest: &Manifest| manifest.papers.first().map(|paper| paper.masthead.title.clone());
        let date = manifest.date.as_ref().map(|date| date.text.clone()).unwrap_or_default();
        // A newsroom moves from address to address, and its readers hear of that by such a file.
        let addresses = |manifest: &Manifest| -> Vec<String> {
            manifest.address.iter().chain(&manifest.mirrors).cloned().collect()
        };
        let known = addresses(ours);
        if title(&manifest) != title(ours) && !addresses(&manifest).iter().any(|address| known.contains(address)) {
            return Ok(Found::Edition(("other", title(&manifest).unwrap_or_default())));
        }
        let is_whole = is_whole(network, &manifest, paths).await;
        let listed = match &proof {
            Some(_) => Some(listed(network, &manifest).await),
            None => None,
        };
        let is_older = match &proof {
            Some(proof) => proof.provenance.standing == Standing::Older,
            None => is_older_file(&head, &EditionDates::of(&manifest), our_head, &EditionDates::of(ours)),
        };
        if is_older {
            let older = ("older", date);
            return Ok(if is_whole {
                Found::Edition(older)
            } else {
                Found::Articles { newer: false, listed, else_say: older }
            });
        }
        if let Some(proof) = proof {
            self.remember(proof.trusted).await;
        }
        let part = Found::Articles { newer: true, listed, else_say: SAME };
        if !self.preferences().keep {
            // Articles can be saved all the same.
            return Ok(if is_whole { Found::Edition(("off", String::new())) } else { part });
        }
        let plan = match self.try_edition(&head, DEFAULT_TEXT_LIMIT, network).await {
            Err(DownloadError::Content(ContentError::Missing)) => return Ok(part),
            plan => plan?,
        };
        *self.news.borrow_mut() = None;
        let is_new = current.as_ref() != Some(&head);
        if is_new {
            self.tell(Change::Edition);
        }
        if self.preferences().pictures {
            // Whatever came of the site's pictures, the file may have more of them, and the site more than the file.
            self.pictured.set(None);
            self.take_pictures(&plan, network).await;
            self.pictured.set(None);
        }
        let is_all_here = !is_new && plan.missing() == 0;
        Ok(Found::Edition(if is_all_here { SAME } else { ("opened", format!("{} · {date}", head.edition)) }))
    }

    /// Saves the articles of a file, which has a part of an edition, as if the reader had saved each; says how many.
    ///
    /// Where the file may not be `newer`, what is here stays as it is.
    async fn keep_articles(
        &self,
        network: &Network,
        paths: &[String],
        newer: bool,
        listed: Option<&[Hash]>,
    ) -> Result<usize, DownloadError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        let (mut articles, mut new) = (0, Vec::new());
        for path in paths.iter().filter(|path| path.starts_with("edition/b/")) {
            let bytes = network.own_file(path).await?;
            let bundle = trust::reference(&bytes).ok_or(ContentError::Damaged)?;
            // Lists are bundles too.
            let Ok(article) = read::<Article>(&bytes) else { continue };
            articles += 1;
            if listed.is_some_and(|listed| !listed.contains(&bundle.hash)) {
                return Err(ContentError::Unproven.into());
            }
            let item = OfflineItem::Article(article.language, article.slug);
            let is_here = self.facts.borrow().get(&item.name()).is_some() || store.get(&bundle.hash).await?.is_some();
            if newer || !is_here {
                new.push((item, bundle, bytes));
            }
        }
        if articles == 0 {
            return Err(ContentError::Missing.into());
        }
        store.save(&new).await?;
        for (item, bundle, _) in &new {
            self.facts.borrow_mut().set(&item.name(), Some(saved_value(bundle)));
        }
        Ok(new.len())
    }
}

/// The bundles that an edition names, as far as a file has the lists in which they stand.
async fn listed(network: &Network, manifest: &Manifest) -> Vec<Hash> {
    let mut hashes = Vec::new();
    for month in manifest.papers.iter().flat_map(|paper| &paper.months) {
        if let Ok(index) = network.fetch(&month.bundle.path(), &month.bundle).await
            && let Ok(index) = read::<MonthIndex>(&index)
        {
            hashes.extend(index.entries.iter().map(|entry| entry.bundle.hash));
        }
    }
    hashes
}

/// Whether a file has every article of an edition.
async fn is_whole(network: &Network, manifest: &Manifest, paths: &[String]) -> bool {
    for month in manifest.papers.iter().flat_map(|paper| &paper.months) {
        let Ok(index) = network.fetch(&month.bundle.path(), &month.bundle).await else { return false };
        let Ok(index) = read::<MonthIndex>(&index) else { return false };
        if !index.entries.iter().all(|entry| paths.contains(&entry.bundle.path())) {
            return false;
        }
    }
    true
}

/// Checks that all files are what their names say: of a file that was damaged or altered nothing is kept.
async fn check(network: &Network, paths: &[String]) -> Result<(), ContentError> {
    for path in paths {
        let bytes = network.own_file(path).await.map_err(|_| ContentError::Damaged)?;
        if !path.contains(&trust::hash(&bytes).to_string()) {
            return Err(ContentError::Damaged);
        }
    }
    Ok(())
}

/// Why a file is not taken that the newsroom has not signed.
fn refusal(standing: Standing) -> &'static str {
    match standing {
        Standing::Fork => "fork",
        Standing::Unsigned => "unsigned",
        _ => "forged",
    }
}

fn reason(error: DownloadError) -> &'static str {
    match error {
        DownloadError::Content(ContentError::Unproven) => "unproven",
        DownloadError::Content(ContentError::Missing | ContentError::Foreign) => "foreign",
        DownloadError::Content(_) => "damaged",
        DownloadError::Store(StoreError::Full) => "full",
        DownloadError::Store(StoreError::Denied) => "denied",
        DownloadError::Stopped => "stopped",
        DownloadError::Superseded => "busy",
    }
}
