//! Pictures become files of the edition.

use std::io::Cursor;

use super::decode::MAX_PIXELS;
use super::*;

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

fn sizes(bytes: &[u8]) -> Vec<(u32, u32, String)> {
    let shown = renditions(bytes).expect("a picture");
    shown.renditions.into_iter().map(|(one, _)| (one.width, one.height, one.extension)).collect()
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
    let reason = |path| format!("{:#}", prepare(folder.path(), path).err().expect("no picture"));
    assert!(reason("words.jpg").contains("not a JPEG"));
    assert!(reason("lines.svg").contains("SVG"));
    assert!(reason(".").contains("not a regular file"));
    assert!(reason("none.png").contains("no such file"));
    assert!(reason("../../../../../etc/hostname").contains("outside the newsroom"));
}

#[test]
fn half_a_jpeg_is_shown_with_a_word() {
    let whole = encoded(800, 600, ImageFormat::Jpeg);
    assert_eq!(renditions(&whole).expect("a picture").flaws, [""; 0]);
    let half = renditions(&whole[..whole.len() * 3 / 4]).expect("a picture");
    assert_eq!(half.flaws, ["is cut off: its file ends too early"]);
}

/// Adds a chunk to a PNG file, after its header.
fn with_chunk(png: &[u8], kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    // The signature, and the header with its length, kind and checksum.
    const HEADER: usize = 8 + 4 + 4 + 13 + 4;
    let length = u32::try_from(content.len()).expect("a short chunk").to_be_bytes();
    let checksum = checksum(&[kind.as_slice(), content].concat()).to_be_bytes();
    [&png[..HEADER], &length, kind, content, &checksum, &png[HEADER..]].concat()
}

/// The checksum of PNG: CRC-32.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn an_animated_png_keeps_its_frames_and_loses_its_metadata() {
    let png = encoded(20, 10, ImageFormat::Png);
    let control = [[0, 0, 0, 1], [0, 0, 0, 0]].concat();
    let animated = with_chunk(&with_chunk(&png, b"tEXt", b"Place\0Old Quay"), b"acTL", &control);
    let shown = renditions(&animated).expect("a picture");
    let [(rendition, bytes)] = shown.renditions.as_slice() else { panic!("several renditions") };
    assert_eq!(rendition.extension, "png");
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(holds(b"acTL") && holds(b"IDAT") && !holds(b"Old Quay"));
}

#[test]
fn a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() {
    // The header alone promises the pixels: decoding would fail otherwise.
    let mut png = encoded(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
    let checksum = checksum(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&checksum);
    let reason = renditions(&png).err().expect("too large").to_string();
    assert_eq!(reason, format!("it has 400 million pixels, and Offprint takes at most {}", MAX_PIXELS / 1_000_000));
}

#[test]
fn colours_with_a_profile_are_those_of_a_screen() {
    use image::ImageEncoder;
    use moxcms::ColorProfile;

    let encode = |profile: Vec<u8>| {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(profile).expect("PNG has profiles");
        let pixels = [200, 30, 30].repeat(16);
        encoder.write_image(&pixels, 4, 4, image::ExtendedColorType::Rgb8).expect("encodes");
        bytes
    };
    let shown = |bytes: &[u8]| {
        let shown = renditions(bytes).expect("a picture");
        let picture = image::load_from_memory(&shown.renditions[0].1).expect("a picture").to_rgb8();
        (picture.get_pixel(1, 1).0, shown.flaws)
    };
    let wide = ColorProfile::new_display_p3().encode().expect("a profile");
    let ([red, green, _], flaws) = shown(&encode(wide));
    // The same numbers mean a stronger red in the wider space.
    assert!(red > 205 && green < 30, "{red} {green}");
    assert_eq!(flaws, [""; 0]);
    let (same, flaws) = shown(&encode(b"no profile".to_vec()));
    assert_eq!((same, flaws.len()), ([200, 30, 30], 1));
    // The header of a profile names the space of its colours here.
    let mut printing = ColorProfile::new_display_p3().encode().expect("a profile");
    printing[16..20].copy_from_slice(b"CMYK");
    let (same, flaws) = shown(&encode(printing));
    assert_eq!((same, flaws), ([200, 30, 30], vec!["has colours for printing, which screens show otherwise"]));
}
