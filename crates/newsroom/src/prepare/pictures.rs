//! Turns the newsroom's pictures into files of the edition: upright, no larger than pages show them, without metadata.

mod decode;
mod metadata;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Sampling;
use image::{DynamicImage, ImageFormat};
use model::inline::Link;
use model::{Inline, LinkTarget, Picture, Rendition};
use rayon::prelude::*;

use self::decode::{Decoded, decode};
use self::metadata::without_metadata;
use crate::endings::Ending;
use crate::read::address;
use site::Site;

/// The maximum widths in pixels of the two renditions: for a wide column, and for a phone or a list.
const WIDTHS: [u32; 2] = [1280, 640];

const JPEG_QUALITY: u8 = 80;

/// A picture that readers can see.
pub(super) struct Shown {
    /// The renditions, the widest first.
    pub renditions: Vec<(Rendition, Vec<u8>)>,
    flaws: Vec<&'static str>,
}

/// The renditions of a picture, or the reason why there are none.
type Prepared = Result<Shown, String>;

/// The pictures of a newsroom, by their path in it.
#[derive(Default)]
pub struct Pictures {
    /// The folder of the newsroom.
    root: PathBuf,
    prepared: BTreeMap<String, Prepared>,
}

impl Pictures {
    /// Prepares the pictures at addresses of local files and ignores other addresses.
    pub fn prepare(root: &Path, addresses: BTreeSet<String>) -> Self {
        let paths: Vec<String> =
            addresses.iter().filter_map(|written| written.strip_prefix(address::FILE)).map(str::to_owned).collect();
        let prepared = paths.into_par_iter().map(|path| {
            let prepared = prepare(root, &path).map_err(|error| format!("{error:#}"));
            (path, prepared)
        });
        Self { root: root.to_owned(), prepared: prepared.collect() }
    }

    /// Puts the renditions into a picture, and returns what is wrong with it. Without any, the picture keeps its description.
    pub fn resolve(&self, picture: &mut Picture) -> Vec<PictureProblem> {
        let own = picture.address.take_if(|written| written.starts_with(address::FILE));
        let Some(path) = own.as_ref().and_then(|written| written.strip_prefix(address::FILE)) else {
            return Vec::new();
        };
        let problem = |fault: Fault| PictureProblem { path: path.to_owned(), fault };
        match self.prepared.get(path) {
            Some(Ok(shown)) => {
                picture.renditions = shown.renditions.iter().map(|(rendition, _)| rendition.clone()).collect();
                shown.flaws.iter().map(|flaw| problem(Fault::Flaw(flaw))).collect()
            }
            Some(Err(reason)) if Ending::of(path) == Some(Ending::OtherPicture) && self.root.join(path).is_file() => {
                link_to_file(picture, path);
                vec![problem(Fault::Linked(reason.clone()))]
            }
            Some(Err(reason)) => vec![problem(Fault::Missing(reason.clone()))],
            None => vec![problem(Fault::Missing("it was not prepared".to_owned()))],
        }
    }

    /// Returns the files of all pictures.
    pub fn into_files(self) -> Site {
        let renditions = self.prepared.into_values().flatten().flat_map(|shown| shown.renditions);
        renditions.map(|(rendition, bytes)| (rendition.path(), bytes)).collect()
    }
}

/// A picture that readers cannot see, or see otherwise than the newsroom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureProblem {
    /// Its path in the newsroom.
    pub path: String,
    /// The fault.
    pub fault: Fault,
}

/// A fault of a picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It could not be prepared, for this reason.
    Missing(String),
    /// Pages cannot show it, for this reason, and link to its file.
    Linked(String),
    /// It is shown, but it has this flaw.
    Flaw(&'static str),
}

/// Adds a link to its file to the caption of a picture.
fn link_to_file(picture: &mut Picture, path: &str) {
    let address = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    let target = LinkTarget::Address(format!("{}/{address}", address::ARTICLE));
    if !picture.caption.is_empty() {
        picture.caption.push(Inline::text(" "));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    picture.caption.push(Inline::Link(Link { target, content: vec![Inline::text(name)] }));
}

/// Returns whether a file is a picture that is published without its metadata.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    image::guess_format(bytes).is_ok_and(|format| known.contains(&format))
}

/// Prepares a file of the newsroom.
pub(super) fn prepare(root: &Path, path: &str) -> anyhow::Result<Shown> {
    let file = root.join(path).canonicalize().map_err(|_| anyhow!("there is no such file"))?;
    if !file.starts_with(root.canonicalize()?) {
        bail!("it is outside the newsroom");
    }
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        bail!("SVG pictures can contain scripts, so pages do not show them");
    }
    // Reading a pipe or a device may never end.
    if !file.is_file() {
        bail!("it is not a regular file");
    }
    let bytes = std::fs::read(&file).context("it cannot be read")?;
    renditions(&bytes)
}

fn renditions(bytes: &[u8]) -> anyhow::Result<Shown> {
    let Decoded { picture, format, animated, flaws } = decode(bytes)?;
    if animated {
        return Ok(Shown { renditions: vec![animation(bytes, format, &picture)?], flaws });
    }
    let lossy = matches!(format, ImageFormat::Jpeg | ImageFormat::WebP) && !picture.color().has_alpha();
    let widest = picture.width().min(WIDTHS[0]);
    let widths = std::iter::once(widest).chain(WIDTHS.into_iter().filter(|width| *width < widest));
    let renditions = widths.map(|width| rendition(&picture, width, lossy)).collect::<anyhow::Result<_>>()?;
    Ok(Shown { renditions, flaws })
}

fn rendition(picture: &DynamicImage, width: u32, lossy: bool) -> anyhow::Result<(Rendition, Vec<u8>)> {
    let scaled;
    let picture = if width < picture.width() {
        scaled = picture.resize(width, u32::MAX, Sampling::Lanczos3);
        &scaled
    } else {
        picture
    };
    let mut bytes = Vec::new();
    let extension = if lossy {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        DynamicImage::from(picture.to_rgb8()).write_with_encoder(encoder)?;
        "jpg"
    } else {
        picture.write_with_encoder(PngEncoder::new_with_quality(
            &mut bytes,
            CompressionType::Best,
            FilterType::Adaptive,
        ))?;
        "png"
    };
    file(bytes, extension, picture.width(), picture.height())
}

/// Publishes the file of an animation with its own frames but without its metadata, because it cannot be encoded again.
fn animation(bytes: &[u8], format: ImageFormat, first: &DynamicImage) -> anyhow::Result<(Rendition, Vec<u8>)> {
    let extension = match format {
        ImageFormat::Gif => "gif",
        ImageFormat::Png => "png",
        _ => "webp",
    };
    let bytes = without_metadata(bytes, format);
    file(bytes, extension, first.width(), first.height())
}

fn file(bytes: Vec<u8>, extension: &str, width: u32, height: u32) -> anyhow::Result<(Rendition, Vec<u8>)> {
    let reference = trust::reference(&bytes).context("it is larger than 4 GiB")?;
    let extension = extension.to_owned();
    Ok((Rendition { hash: reference.hash, extension, width, height, bytes: reference.bytes }, bytes))
}

#[cfg(test)]
mod tests;
