//! Keeping the pictures of the articles that are kept.

use model::{BundleReference, Rendition};

use super::{Change, Keeper};
use crate::browser::media::{self, Media};
use crate::browser::network::Network;
use crate::browser::store::Store;
use crate::components::notice::Notice;
use crate::content::{ContentError, pictures};
use crate::updates::{BundleSource, BundleStore, DownloadError, Plan, Progress, StoreError};

impl Keeper {
    /// Takes the pictures of the articles that are kept, and removes those of others.
    pub(super) async fn take_pictures(&self, plan: &Plan, network: &Network) {
        let (Some(media), Some(store)) = (&self.media, self.store()) else { return };
        let edition = Some(plan.head.manifest.hash);
        if self.pictured.replace(edition) == edition {
            return;
        }
        let mut wanted: Vec<Vec<Rendition>> = Vec::new();
        for hash in plan.needed.iter() {
            if let Ok(Some(bytes)) = store.get(hash).await {
                pictures(&bytes).unwrap_or_default().into_iter().for_each(|renditions| add(&mut wanted, renditions));
            }
        }
        let addresses: Vec<String> = wanted.iter().flatten().map(|rendition| media.address(rendition)).collect();
        media.retain(|address| addresses.iter().any(|kept| kept == address)).await;
        let there = media.addresses().await;
        wanted.retain(|renditions| renditions.last().is_some_and(|smallest| !there.contains(&media.address(smallest))));
        if wanted.is_empty() {
            return;
        }
        let error = self.fetch_pictures(media, network, &wanted).await.err();
        if !matches!(error, None | Some(DownloadError::Store(StoreError::Full))) {
            // They are not all here yet: the next look goes on.
            self.pictured.set(None);
        }
        self.tell(Change::State);
        match error {
            None if matches!(self.notice.get(), Notice::TakingPictures(_)) => self.say(Notice::Kept(plan.articles)),
            Some(DownloadError::Store(StoreError::Full)) => self.say(Notice::WithoutPictures),
            // The text is here; the next visit goes on with the pictures.
            _ if matches!(self.notice.get(), Notice::TakingPictures(_)) => self.say(Notice::None),
            _ => {}
        }
    }

    async fn fetch_pictures(
        &self,
        media: &Media,
        network: &Network,
        wanted: &[Vec<Rendition>],
    ) -> Result<(), DownloadError> {
        let mut progress = Progress {
            of_articles: wanted.len() as u32,
            of_bytes: wanted.iter().filter_map(|renditions| renditions.last()).map(|it| u64::from(it.bytes)).sum(),
            ..Progress::default()
        };
        for renditions in wanted {
            self.say(Notice::TakingPictures(progress));
            let Some(smallest) = renditions.last() else { continue };
            match network.fetch(&smallest.path(), &media::reference(smallest)).await {
                Ok(bytes) => media.put(renditions, bytes).await?,
                Err(ContentError::Damaged | ContentError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
            // What the reader wants next does not wait for pictures.
            if self.stopped.get() || self.gives_way(network) || self.next.borrow().is_some() {
                return Err(DownloadError::Stopped);
            }
            progress.articles += 1;
            progress.bytes += u64::from(smallest.bytes);
        }
        Ok(())
    }

    /// Removes all pictures; says whether there were any.
    pub(super) async fn drop_pictures(&self) -> bool {
        let Some(media) = &self.media else { return false };
        let any = !media.addresses().await.is_empty();
        media.retain(|_| false).await;
        any
    }

    /// How many pictures of the articles on the device are there too, and how large they are.
    pub(super) async fn count_pictures(&self, store: &Store, articles: &[BundleReference]) -> (u32, u64) {
        let Some(media) = &self.media else { return (0, 0) };
        let mut there = media.addresses().await;
        let (mut count, mut size) = (0, 0);
        for article in articles {
            if there.is_empty() {
                break;
            }
            let Ok(Some(bytes)) = store.get(&article.hash).await else { continue };
            for renditions in pictures(&bytes).unwrap_or_default() {
                let Some(smallest) = renditions.last() else { continue };
                let address = media.address(smallest);
                if let Some(position) = there.iter().position(|kept| *kept == address) {
                    there.swap_remove(position);
                    count += 1;
                    size += u64::from(smallest.bytes);
                }
            }
        }
        (count, size)
    }
}

/// Adds a picture once. Lists hold small renditions of the pictures that articles hold in all.
fn add(wanted: &mut Vec<Vec<Rendition>>, renditions: Vec<Rendition>) {
    let Some(smallest) = renditions.last() else { return };
    match wanted.iter_mut().find(|known| known.last() == Some(smallest)) {
        Some(known) if known.len() < renditions.len() => *known = renditions,
        Some(_) => {}
        None => wanted.push(renditions),
    }
}
