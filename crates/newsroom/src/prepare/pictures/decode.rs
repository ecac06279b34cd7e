//! Decodes a picture, with its colours as screens show them, and finds what is wrong with its file.

use std::io::Cursor;

use anyhow::{Context, bail};
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// The maximum number of pixels. A decoded picture takes four bytes of memory for each.
pub(super) const MAX_PIXELS: u64 = 100_000_000;

/// A decoded picture.
pub(super) struct Decoded {
    pub(super) picture: DynamicImage,
    pub(super) format: ImageFormat,
    /// `true` if the file has several frames.
    pub(super) animated: bool,
    /// The differences between what readers see and what the newsroom sees.
    pub(super) flaws: Vec<&'static str>,
}

/// Decodes the bytes of a file. Checks the number of pixels before it takes memory for them.
pub(super) fn decode(bytes: &[u8]) -> anyhow::Result<Decoded> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let format = reader.format().context("it is not a JPEG, PNG, WebP or GIF picture")?;
    let mut decoder = reader.into_decoder().context("it cannot be decoded")?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        bail!("it has {} million pixels, and Offprint takes at most {}", pixels / 1_000_000, MAX_PIXELS / 1_000_000);
    }
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let mut picture = DynamicImage::from_decoder(decoder).context("it cannot be decoded")?;
    let mut flaws = Vec::new();
    if format == ImageFormat::Jpeg && is_cut(bytes) {
        flaws.push("is cut off: its file ends too early");
    }
    let animated = is_animated(bytes, format);
    if !animated {
        picture.apply_orientation(orientation);
        if let Some(profile) = profile {
            match with_screen_colours(&picture, &profile) {
                Ok(converted) => picture = converted.unwrap_or(picture),
                Err(flaw) => flaws.push(flaw),
            }
        }
    }
    Ok(Decoded { picture, format, animated, flaws })
}

/// Returns whether a JPEG file has no end after the beginning of its pixels. Decoders fill the rest with grey.
fn is_cut(bytes: &[u8]) -> bool {
    let mut position = 2;
    while let [0xff, marker, high, low, ..] = bytes[position.min(bytes.len())..] {
        match marker {
            0xff => position += 1,
            // The start of the pixels: no marker occurs in them by chance.
            0xda => return !bytes[position..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            _ => position += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    true
}

fn is_animated(bytes: &[u8], format: ImageFormat) -> bool {
    let cursor = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => GifDecoder::new(cursor).is_ok_and(|decoder| decoder.into_frames().take(2).count() > 1),
        ImageFormat::WebP => WebPDecoder::new(cursor).is_ok_and(|decoder| decoder.has_animation()),
        ImageFormat::Png => PngDecoder::new(cursor).is_ok_and(|decoder| decoder.is_apng().unwrap_or(false)),
        _ => false,
    }
}

/// Converts the colours of a picture from its own profile to sRGB, which all screens show. Returns `None` if they are sRGB.
fn with_screen_colours(picture: &DynamicImage, profile: &[u8]) -> Result<Option<DynamicImage>, &'static str> {
    const UNREADABLE: &str = "has a colour profile that cannot be read, so its colours may differ";
    if names_srgb(profile) {
        return Ok(None);
    }
    let profile = ColorProfile::new_from_slice(profile).map_err(|_| UNREADABLE)?;
    match profile.color_space {
        DataColorSpace::Rgb => {}
        DataColorSpace::Gray => return Ok(None),
        _ => return Err("has colours for printing, which screens show otherwise"),
    }
    let srgb = ColorProfile::new_srgb();
    let has_alpha = picture.color().has_alpha();
    let layout = if has_alpha { Layout::Rgba } else { Layout::Rgb };
    let transform =
        profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()).map_err(|_| UNREADABLE)?;
    let (width, height) = (picture.width(), picture.height());
    let source = if has_alpha { picture.to_rgba8().into_raw() } else { picture.to_rgb8().into_raw() };
    let mut converted = vec![0; source.len()];
    transform.transform(&source, &mut converted).map_err(|_| UNREADABLE)?;
    let picture = if has_alpha {
        image::RgbaImage::from_raw(width, height, converted).map(DynamicImage::from)
    } else {
        image::RgbImage::from_raw(width, height, converted).map(DynamicImage::from)
    };
    picture.map(Some).ok_or(UNREADABLE)
}

/// Returns whether a profile calls itself sRGB, in one byte or two for each letter.
fn names_srgb(profile: &[u8]) -> bool {
    profile.windows(4).any(|text| text == b"sRGB") || profile.windows(8).any(|text| text == b"\0s\0R\0G\0B")
}
