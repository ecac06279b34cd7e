//! Chooses the icons of the site: those of the shell, the neutral ones, or ones made of the newsroom's picture.

use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Sampling};
use image::{DynamicImage, ImageFormat, ImageReader, Rgba, RgbaImage};

use newsroom::config::{CONFIG_FILE, Newsroom};
use newsroom::problem::Problem;
use site::Site;

/// The folder of the icons, from the root of the site.
pub const FOLDER: &str = "icons/";

/// The folder of the neutral icons in the shell. They have the names of the other icons and replace them.
const NEUTRAL: &str = "icons/neutral/";

/// The icons that a shell may have at its root.
const AT_THE_ROOT: [&str; 3] = ["favicon.ico", "favicon.svg", "icon.svg"];

/// The icons for a browser tab, the best first.
const TAB: [&str; 5] = ["icons/icon.svg", HOME, "favicon.ico", "icon.svg", "favicon.svg"];

/// The icon for the home screen of a phone that does not read the web app manifest.
const HOME: &str = "icons/icon-192.png";

/// The sizes in pixels that browsers require before they install an app.
const SIZES: [u32; 2] = [192, 512];

/// The smallest side, in pixels, of a picture for icons.
const MIN_SIDE: u32 = SIZES[0];

/// The side in pixels of the picture in a maskable icon of 512 pixels, which phones cut into any shape: the square
/// inside the circle that every shape leaves, whose diameter is four fifths of the icon.
const SAFE_SIDE: u32 = 288;

/// The icons that pages name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Icons {
    /// The icon for a browser tab.
    pub tab: Option<&'static str>,
    /// The icon for the home screen of a phone.
    pub home: Option<&'static str>,
}

/// Returns whether a file of a site is one of its icons.
pub fn is_icon(path: &str) -> bool {
    let is_picture = [".png", ".svg", ".ico"].iter().any(|extension| path.ends_with(extension));
    is_picture && (path.starts_with(FOLDER) || AT_THE_ROOT.contains(&path))
}

/// Puts the chosen icons into a site, and removes all others.
pub fn choose(newsroom: &Newsroom, site: &mut Site) -> anyhow::Result<Icons> {
    let app = &newsroom.app;
    let neutral: Vec<(String, Vec<u8>)> = site.extract_if(.., |path, _| path.starts_with(NEUTRAL)).collect();
    if app.neutral || app.icon.is_some() {
        site.retain(|path, _| !is_icon(path));
    }
    if let Some(icon) = &app.icon {
        let picture =
            read(&newsroom.root.join(&icon.path)).with_context(|| format!("the icon {}", icon.path.display()))?;
        site.extend(made_of(&picture)?);
    } else if app.neutral {
        site.extend(neutral.into_iter().map(|(path, bytes)| (path.replacen(NEUTRAL, FOLDER, 1), bytes)));
    }
    let find = |path: &&str| site.contains_key(*path);
    Ok(Icons { tab: TAB.into_iter().find(find), home: [HOME].into_iter().find(find) })
}

/// Checks that icons can be made of the newsroom's picture.
pub fn check(newsroom: &Newsroom) -> Option<Problem> {
    let icon = newsroom.app.icon.as_ref()?;
    let reason = read(&newsroom.root.join(&icon.path)).err()?;
    let message = format!("the icon `{}` {reason:#}", icon.path.display());
    let remedy = "put a square PNG or JPEG picture there, or name another file";
    Some(Problem::error(CONFIG_FILE, message, remedy).at(icon.line))
}

/// Reads the picture for the icons. The error says why no icons can be made of it.
fn read(file: &Path) -> anyhow::Result<DynamicImage> {
    // Reading a pipe or a device may never end.
    if !file.is_file() {
        bail!("is not there");
    }
    let bytes = std::fs::read(file).context("cannot be read")?;
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        bail!("is not a PNG or JPEG picture");
    }
    let picture = reader.decode().map_err(|_| anyhow!("cannot be decoded"))?;
    let (width, height) = (picture.width(), picture.height());
    // Up to a fifth longer in one direction: the added margins are hardly visible.
    if width.min(height) < MIN_SIDE || u64::from(width.max(height)) * 5 > u64::from(width.min(height)) * 6 {
        bail!("has {width} × {height} pixels, but an icon must be square with at least {MIN_SIDE}");
    }
    Ok(picture)
}

fn made_of(picture: &DynamicImage) -> anyhow::Result<Site> {
    let mut icons = Site::new();
    for size in SIZES {
        let transparent = Rgba([0; 4]);
        icons.insert(format!("{FOLDER}icon-{size}.png"), encoded(&placed(picture, size, size, transparent))?);
    }
    let largest = SIZES[1];
    let maskable = placed(picture, SAFE_SIDE, largest, background(picture));
    icons.insert(format!("{FOLDER}maskable-{largest}.png"), encoded(&maskable)?);
    Ok(icons)
}

/// Returns the picture in the middle of a square.
fn placed(picture: &DynamicImage, inner: u32, size: u32, background: Rgba<u8>) -> RgbaImage {
    let scaled = picture.resize(inner, inner, Sampling::Lanczos3).to_rgba8();
    let mut square = RgbaImage::from_pixel(size, size, background);
    let (left, top) = ((size - scaled.width()) / 2, (size - scaled.height()) / 2);
    imageops::overlay(&mut square, &scaled, left.into(), top.into());
    square
}

/// Returns the background of a picture: the colour of its corner, so that no edge shows, or white if it is transparent.
fn background(picture: &DynamicImage) -> Rgba<u8> {
    match *picture.to_rgba8().get_pixel(0, 0) {
        corner @ Rgba([.., 255]) => corner,
        _ => Rgba([255; 4]),
    }
}

fn encoded(picture: &RgbaImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> DynamicImage {
        DynamicImage::from(RgbaImage::from_pixel(width, height, Rgba([9, 99, 9, 255])))
    }

    #[test]
    fn icons_have_their_sizes_and_the_maskable_one_a_margin() {
        let icons = made_of(&picture(300, 280)).expect("icons");
        let decoded = |path: &str| image::load_from_memory(&icons[path]).expect("a picture").to_rgba8();
        assert_eq!(icons.keys().collect::<Vec<_>>(), [HOME, "icons/icon-512.png", "icons/maskable-512.png"]);
        assert_eq!(decoded(HOME).dimensions(), (192, 192));
        assert_eq!(decoded("icons/icon-512.png").get_pixel(0, 0).0[3], 0, "its own shape");
        assert_eq!(decoded("icons/maskable-512.png").get_pixel(0, 0).0, [9, 99, 9, 255], "no edge shows");
    }

    #[test]
    fn what_is_no_icon_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let reason = |name: &str, bytes: &[u8]| {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).expect("written");
            format!("{:#}", read(&file).err().unwrap_or_else(|| anyhow!("none")))
        };
        let png = |width, height| encoded(&picture(width, height).to_rgba8()).expect("a picture");
        assert_eq!(reason("a.png", b"words"), "is not a PNG or JPEG picture");
        assert_eq!(reason("b.png", &png(192, 192)[..60]), "cannot be decoded");
        assert_eq!(
            reason("c.png", &png(191, 191)),
            "has 191 × 191 pixels, but an icon must be square with at least 192"
        );
        assert_eq!(
            reason("d.png", &png(400, 300)),
            "has 400 × 300 pixels, but an icon must be square with at least 192"
        );
        assert_eq!(reason("e.png", &png(240, 200)), "none");
        assert_eq!(format!("{:#}", read(folder.path()).expect_err("a folder")), "is not there");
    }
}
