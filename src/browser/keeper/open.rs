//! Opening a file that somebody gave the reader: it is kept like an edition from the site.

use js_sys::{Array, Function};
use model::{Article, BundleReference, Manifest};
use wasm_bindgen::JsValue;

use super::{Change, Keeper};
use crate::browser::file::File;
use crate::browser::network::Network;
use crate::browser::site::Site;
use crate::browser::store::CURRENT;
use crate::content::{ContentError, Origin, StoreError, TakeError, is_older, read, saved_value};
use crate::preferences::Part;

/// What came of a file, by the name of the words for it, and what stands behind them.
type Opened = (&'static str, String);

impl Keeper {
    /// Keeps what a file carries: its edition when all of it is there that is kept here, else its articles. `get` gives its
    /// files; `bundles` has the paths of those that may be articles.
    ///
    /// `open` is the edition that is open in this tab. Gives the name of the words that say what came of it, and what stands behind them.
    pub(in crate::browser) async fn take_file(&self, open: &Site, get: Function, bundles: &Array) -> Array {
        let network = Network::of_file(File::opened(get));
        let (said, detail) = if self.store().is_none() {
            ("denied", String::new())
        } else if self.taking.replace(true) {
            ("busy", String::new())
        } else {
            self.stopped.set(false);
            let opened = self.keep_file(open, &network, bundles).await;
            self.taking.set(false);
            self.tell(Change::State);
            opened.unwrap_or_else(|error| (reason(error), String::new()))
        };
        Array::of2(&said.into(), &detail.into())
    }

    async fn keep_file(&self, open: &Site, network: &Network, bundles: &Array) -> Result<Opened, TakeError> {
        match self.keep_edition(open, network).await {
            Err(TakeError::Content(ContentError::Missing)) => self.keep_articles(network, bundles).await,
            other => other,
        }
    }

    async fn keep_edition(&self, open: &Site, network: &Network) -> Result<Opened, TakeError> {
        let mut head = network.head().await?;
        if head.manifest == open.head.manifest {
            // The same edition, whatever number whoever packed it gave it.
            head = open.head.clone();
        }
        let manifest: Manifest = read(&network.fetch(&head.manifest.manifest_path(), &head.manifest).await?)?;
        let title = |manifest: &Manifest| manifest.papers.first().map(|paper| paper.masthead.title.clone());
        let date = manifest.date.as_ref().map(|date| date.text.clone()).unwrap_or_default();
        let ours = open.edition.manifest();
        let is_ours = match (&manifest.address, &ours.address) {
            (Some(address), Some(ours)) => address == ours,
            _ => title(&manifest) == title(ours),
        };
        if !is_ours {
            return Ok(("other", title(&manifest).unwrap_or_default()));
        }
        if is_older(&head, &manifest, &open.head, ours) {
            return Ok(("older", date));
        }
        let before = self.head(CURRENT);
        let plan = self.try_edition(&head, crate::content::ENOUGH, network).await?;
        if before.as_ref() == Some(&head) && plan.missing() == 0 {
            return Ok(("same", String::new()));
        }
        self.tell(Change::Edition);
        if self.preferences().pictures {
            self.take_pictures(&plan, network).await;
        }
        Ok(("opened", format!("{} · {date}", head.edition)))
    }

    /// Saves the articles of a file, which has a part of an edition, as if the reader had saved each.
    async fn keep_articles(&self, network: &Network, bundles: &Array) -> Result<Opened, TakeError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        let mut articles = Vec::new();
        for path in bundles.iter().filter_map(|path: JsValue| path.as_string()) {
            let bytes = network.own_file(&path).await?;
            let bundle = trust::reference(&bytes).filter(|bundle: &BundleReference| bundle.path() == path);
            let bundle = bundle.ok_or(ContentError::Damaged)?;
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

fn reason(error: TakeError) -> &'static str {
    match error {
        TakeError::Content(ContentError::Missing | ContentError::Foreign) => "foreign",
        TakeError::Content(_) => "damaged",
        TakeError::Store(StoreError::Full) => "full",
        TakeError::Store(StoreError::Denied) => "denied",
        TakeError::Stopped | TakeError::Overtaken => "busy",
    }
}
