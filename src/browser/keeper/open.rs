//! Opening a file that somebody gave the reader: it is kept like an edition from the site.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function};
use model::{Article, BundleReference, Manifest};

use super::{Change, Keeper};
use crate::browser::dom;
use crate::browser::file::File;
use crate::browser::network::Network;
use crate::browser::site::Site;
use crate::browser::store::CURRENT;
use crate::components::notice::Notice;
use crate::content::{ContentError, Origin, StoreError, TakeError, is_older, read, saved_value};
use crate::preferences::Part;

/// What came of a file, by the name of the words for it, and what stands behind them.
type Opened = (&'static str, String);

/// How often, and after how long each time, a file that has to wait for what is being taken asks whether that is done.
const TURNS: u32 = 40;
const TURN: Duration = Duration::from_millis(250);

impl Keeper {
    /// Keeps what a file carries: its edition when all of it is there that is kept here, else its articles. `get` gives its
    /// files; `paths` has those of all that are named by their hashes.
    ///
    /// `open` is the edition that is open in this tab. Gives the name of the words that say what came of it, and what stands behind them.
    pub(in crate::browser) async fn take_file(self: &Rc<Self>, open: &Site, get: Function, paths: &Array) -> Array {
        let network = Network::of_file(File::opened(get));
        // What is being taken when a file comes is mostly the last few pictures.
        for _ in 0..TURNS {
            if !self.taking.get() {
                break;
            }
            let _ = dom::within(TURN, std::future::pending::<()>()).await;
        }
        let (said, detail) = if self.store().is_none() {
            ("denied", String::new())
        } else if self.taking.replace(true) {
            ("busy", String::new())
        } else {
            self.stopped.set(false);
            let opened = self.keep_file(open, &network, paths).await;
            self.taking.set(false);
            if matches!(self.notice.get(), Notice::Taking(_) | Notice::TakingPictures(_)) {
                self.say(Notice::None);
            }
            self.tell(Change::State);
            self.go_on().await;
            opened.unwrap_or_else(|error| (reason(error), String::new()))
        };
        Array::of2(&said.into(), &detail.into())
    }

    async fn keep_file(&self, open: &Site, network: &Network, paths: &Array) -> Result<Opened, TakeError> {
        let paths: Vec<String> = paths.iter().filter_map(|path| path.as_string()).collect();
        check(network, &paths).await?;
        match self.keep_edition(open, network, &paths).await {
            Err(TakeError::Content(ContentError::Missing)) => self.keep_articles(network, &paths).await,
            other => other,
        }
    }

    async fn keep_edition(&self, open: &Site, network: &Network, paths: &[String]) -> Result<Opened, TakeError> {
        let mut head = network.head().await?;
        let is_there = |bundle: &BundleReference| paths.contains(&bundle.path());
        // Another tab may have kept another edition than the one that is open in this one.
        self.read_facts().await;
        let current = self.head(CURRENT);
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
        let is_ours = match (&manifest.address, &ours.address) {
            (Some(address), Some(ours)) => address == ours,
            _ => title(&manifest) == title(ours),
        };
        if !is_ours {
            return Ok(("other", title(&manifest).unwrap_or_default()));
        }
        if is_older(&head, &manifest, our_head, ours) {
            return Ok(("older", date));
        }
        if !self.preferences().keep {
            // Articles can be saved all the same.
            let is_whole = manifest.papers.iter().flat_map(|paper| &paper.months).all(|month| is_there(&month.bundle));
            return Err(if is_whole { StoreError::Denied.into() } else { ContentError::Missing.into() });
        }
        let plan = self.try_edition(&head, crate::content::ENOUGH, network).await?;
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
        Ok(if is_all_here { ("same", String::new()) } else { ("opened", format!("{} · {date}", head.edition)) })
    }

    /// Saves the articles of a file, which has a part of an edition, as if the reader had saved each.
    async fn keep_articles(&self, network: &Network, paths: &[String]) -> Result<Opened, TakeError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        let mut articles = Vec::new();
        for path in paths.iter().filter(|path| path.starts_with("edition/b/")) {
            let bytes = network.own_file(path).await?;
            let bundle = trust::reference(&bytes).ok_or(ContentError::Damaged)?;
            // Lists are bundles too.
            if let Ok(article) = read::<Article>(&bytes) {
                articles.push((Part::Article(article.language, article.slug), bundle, bytes));
            }
        }
        if articles.is_empty() {
            return Err(ContentError::Missing.into());
        }
        for (part, bundle, bytes) in &articles {
            let (name, value) = (part.name(), saved_value(bundle));
            store.save(&name, &value, &bundle.hash, bytes).await?;
            self.facts.borrow_mut().set(&name, Some(value));
        }
        Ok(("opened_articles", articles.len().to_string()))
    }
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

fn reason(error: TakeError) -> &'static str {
    match error {
        TakeError::Content(ContentError::Missing | ContentError::Foreign) => "foreign",
        TakeError::Content(_) => "damaged",
        TakeError::Store(StoreError::Full) => "full",
        TakeError::Store(StoreError::Denied) => "denied",
        TakeError::Stopped | TakeError::Overtaken => "busy",
    }
}
