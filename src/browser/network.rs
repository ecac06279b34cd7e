//! Getting the edition from the site over the network.

use gloo_net::http::{Request, RequestBuilder};
use model::{BundleReference, Head};
use web_sys::{RequestCache, RequestCredentials};

use crate::content::{Bundles, ContentError, Edition, json};

/// The site's files, over the network.
pub(super) struct Network {
    root: String,
}

/// The edition that the site says is newest.
pub(super) struct Site {
    root: String,
    head: Head,
    /// The edition.
    pub edition: Edition<Network>,
}

impl Site {
    /// Asks the site at an address which edition is newest, and opens that.
    pub(super) async fn open(root: String) -> Result<Self, ContentError> {
        let head = head(&root).await?;
        Self::at(root, head).await
    }

    /// The edition that is newest now, when that is another one than this.
    pub(super) async fn newer(&self) -> Result<Option<Self>, ContentError> {
        let head = head(&self.root).await?;
        if head.manifest == self.head.manifest {
            return Ok(None);
        }
        Self::at(self.root.clone(), head).await.map(Some)
    }

    async fn at(root: String, head: Head) -> Result<Self, ContentError> {
        let network = Network { root: root.clone() };
        let bytes = network.checked(&head.manifest.manifest_path(), &head.manifest).await?;
        let edition = Edition::new(json::read(&bytes)?, network).ok_or(ContentError::Unreadable)?;
        Ok(Self { root, head, edition })
    }
}

async fn head(root: &str) -> Result<Head, ContentError> {
    // The only file that changes in place: a stored answer may be an old one.
    let request = Request::get(&format!("{root}{}", Head::PATH)).cache(RequestCache::NoCache);
    json::read(&bytes(request).await?).map_err(|_| ContentError::Damaged)
}

impl Network {
    async fn checked(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        let bytes = self.get(path, RequestCache::Default).await?;
        if trust::check(reference, &bytes).is_ok() {
            return Ok(bytes);
        }
        // What the browser stored may be the damaged copy: ask the site itself, once.
        let bytes = self.get(path, RequestCache::Reload).await?;
        trust::check(reference, &bytes).map_err(|_| ContentError::Damaged)?;
        Ok(bytes)
    }

    async fn get(&self, path: &str, cache: RequestCache) -> Result<Vec<u8>, ContentError> {
        bytes(Request::get(&format!("{}{path}", self.root)).cache(cache)).await
    }
}

impl Bundles for Network {
    async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.checked(&reference.path(), reference).await
    }
}

async fn bytes(request: RequestBuilder) -> Result<Vec<u8>, ContentError> {
    let response = request.credentials(RequestCredentials::Omit).send().await.map_err(|_| ContentError::Unreachable)?;
    match response.status() {
        404 | 410 => Err(ContentError::Missing),
        _ if !response.ok() => Err(ContentError::Unreachable),
        _ => response.binary().await.map_err(|_| ContentError::Damaged),
    }
}
