//! Turns the newsroom's pictures into files of the edition: upright, no larger than pages show them, without metadata.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Sampling;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use model::{Picture, Rendition};
use rayon::prelude::*;

use crate::read::address;
use site::Site;

/// The maximum widths in pixels of the two renditions: for a wide column, and for a phone or a list.
const WIDTHS: [u32; 2] = [1280, 640];

const JPEG_QUALITY: u8 = 80;

/// The renditions of a picture, or the reason why there are none.
type Prepared = Result<Vec<(Rendition, Vec<u8>)>, String>;

/// The pictures of a newsroom, by their path in it.
#[derive(Default)]
pub struct Pictures {
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
        Self { prepared: prepared.collect() }
    }

    /// Puts the renditions into a picture. On an error the picture keeps its description.
    pub fn resolve(&self, picture: &mut Picture) -> Result<(), PictureError> {
        let Some(path) = picture.address.as_ref().and_then(|written| written.strip_prefix(address::FILE)) else {
            return Ok(());
        };
        let result = match self.prepared.get(path) {
            Some(Ok(renditions)) => {
                picture.renditions = renditions.iter().map(|(rendition, _)| rendition.clone()).collect();
                Ok(())
            }
            Some(Err(reason)) => Err(PictureError { path: path.to_owned(), reason: reason.clone() }),
            None => Err(PictureError { path: path.to_owned(), reason: "it was not prepared".to_owned() }),
        };
        picture.address = None;
        result
    }

    /// Returns the files of all pictures.
    pub fn into_files(self) -> Site {
        let renditions = self.prepared.into_values().flatten().flatten();
        renditions.map(|(rendition, bytes)| (rendition.path(), bytes)).collect()
    }
}

/// A picture that could not be prepared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureError {
    /// Its path in the newsroom.
    pub path: String,
    /// The reason for the failure.
    pub reason: String,
}

/// Returns the renditions of a file of the newsroom, the widest first.
pub(super) fn prepare(root: &Path, path: &str) -> anyhow::Result<Vec<(Rendition, Vec<u8>)>> {
    let file = root.join(path).canonicalize().map_err(|_| anyhow!("there is no such file"))?;
    if !file.starts_with(root.canonicalize()?) {
        bail!("it is outside the newsroom");
    }
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        bail!("SVG pictures can contain scripts, so they are not published");
    }
    // Reading a pipe or a device may never end.
    if !file.is_file() {
        bail!("it is not a regular file");
    }
    let bytes = std::fs::read(&file).context("it cannot be read")?;
    renditions(&bytes)
}

fn renditions(bytes: &[u8]) -> anyhow::Result<Vec<(Rendition, Vec<u8>)>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let format = reader.format().context("it is not a JPEG, PNG, WebP or GIF picture")?;
    let mut decoder = reader.into_decoder().context("it cannot be decoded")?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder).context("it cannot be decoded")?;
    if is_animated(bytes, format) {
        return Ok(vec![animation(bytes, format, &picture)?]);
    }
    picture.apply_orientation(orientation);
    let lossy = matches!(format, ImageFormat::Jpeg | ImageFormat::WebP) && !picture.color().has_alpha();
    let widest = picture.width().min(WIDTHS[0]);
    let widths = std::iter::once(widest).chain(WIDTHS.into_iter().filter(|width| *width < widest));
    widths.map(|width| rendition(&picture, width, lossy)).collect()
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

/// Publishes the file of an animation unchanged, because it cannot be encoded again.
fn animation(bytes: &[u8], format: ImageFormat, first: &DynamicImage) -> anyhow::Result<(Rendition, Vec<u8>)> {
    let extension = if format == ImageFormat::Gif { "gif" } else { "webp" };
    file(bytes.to_vec(), extension, first.width(), first.height())
}

fn is_animated(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Gif => image::codecs::gif::GifDecoder::new(Cursor::new(bytes))
            .is_ok_and(|decoder| decoder.into_frames().take(2).count() > 1),
        ImageFormat::WebP => {
            image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.has_animation())
        }
        _ => false,
    }
}

fn file(bytes: Vec<u8>, extension: &str, width: u32, height: u32) -> anyhow::Result<(Rendition, Vec<u8>)> {
    let reference = trust::reference(&bytes).context("it is larger than 4 GiB")?;
    let extension = extension.to_owned();
    Ok((Rendition { hash: reference.hash, extension, width, height, bytes: reference.bytes }, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).expect("encodes");
        bytes.into_inner()
    }

    fn sizes(bytes: &[u8]) -> Vec<(u32, u32, String)> {
        let renditions = renditions(bytes).expect("a picture");
        renditions.into_iter().map(|(one, _)| (one.width, one.height, one.extension)).collect()
    }

    #[test]
    fn renditions_are_never_wider_than_the_picture() {
        let size = |width, height, extension: &str| (width, height, extension.to_owned());
        assert_eq!(sizes(&encoded(2000, 1000, ImageFormat::Jpeg)), [size(1280, 640, "jpg"), size(640, 320, "jpg")]);
        assert_eq!(sizes(&encoded(800, 10, ImageFormat::Png)), [size(800, 10, "png"), size(640, 8, "png")]);
        assert_eq!(sizes(&encoded(20, 10, ImageFormat::Gif)), [size(20, 10, "png")]);
    }

    #[test]
    fn what_is_no_picture_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("words.jpg"), "words").expect("written");
        std::fs::write(folder.path().join("lines.svg"), "<svg/>").expect("written");
        let reason = |path| format!("{:#}", prepare(folder.path(), path).expect_err("no picture"));
        assert!(reason("words.jpg").contains("not a JPEG"));
        assert!(reason("lines.svg").contains("SVG"));
        assert!(reason(".").contains("not a regular file"));
        assert!(reason("none.png").contains("no such file"));
        assert!(reason("../../../../../etc/hostname").contains("outside the newsroom"));
    }
}
