//! Removes the metadata from files of animations, such as the place where they were taken. Only the parts that pictures need
//! are kept.

use image::ImageFormat;

/// Returns the file of an animation without its metadata.
pub(super) fn without_metadata(bytes: &[u8], format: ImageFormat) -> Vec<u8> {
    match format {
        ImageFormat::Gif => without_gif_metadata(bytes),
        ImageFormat::Png => without_png_metadata(bytes),
        _ => without_webp_metadata(bytes),
    }
}

fn without_png_metadata(png: &[u8]) -> Vec<u8> {
    const SIGNATURE: usize = 8;
    const KEPT: [&[u8; 4]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs",
        b"acTL", b"fcTL", b"fdAT",
    ];
    let mut kept = png[..SIGNATURE.min(png.len())].to_vec();
    let mut rest = &png[kept.len()..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        // Its kind, its content and its checksum.
        let Some(chunk) = after.get(..4 + length + 4) else { break };
        if KEPT.iter().any(|kind| chunk.starts_with(*kind)) {
            kept.extend_from_slice(&rest[..4 + chunk.len()]);
        }
        if chunk.starts_with(b"IEND") {
            break;
        }
        rest = &after[chunk.len()..];
    }
    kept
}

fn without_webp_metadata(webp: &[u8]) -> Vec<u8> {
    // `RIFF`, the size of what follows, and `WEBP`.
    const HEADER: usize = 12;
    let Some(rest) = webp.get(HEADER..) else { return webp.to_vec() };
    let mut content = b"WEBP".to_vec();
    copy_webp_chunks(rest, &mut content);
    let mut kept = b"RIFF".to_vec();
    kept.extend(size(&content));
    kept.append(&mut content);
    kept
}

/// Copies the chunks of a WebP file, or of one of its frames.
fn copy_webp_chunks(mut rest: &[u8], kept: &mut Vec<u8>) {
    const METADATA: u8 = 0x08 | 0x04;
    const FRAME_HEADER: usize = 16;
    while let Some((kind, after)) = rest.split_first_chunk::<4>()
        && let Some((length, after)) = after.split_first_chunk::<4>()
    {
        let length = u32::from_le_bytes(*length) as usize;
        let Some(chunk) = after.get(..length) else { return };
        let mut chunk = chunk.to_vec();
        match kind {
            // Its first byte says which other chunks there are: EXIF and XMP no longer.
            b"VP8X" => chunk.iter_mut().take(1).for_each(|flags| *flags &= !METADATA),
            b"ANMF" => {
                let frame = chunk.split_off(FRAME_HEADER.min(chunk.len()));
                copy_webp_chunks(&frame, &mut chunk);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ICCP" => {}
            _ => chunk.clear(),
        }
        if !chunk.is_empty() {
            kept.extend_from_slice(kind);
            kept.extend(size(&chunk));
            kept.extend_from_slice(&chunk);
            kept.extend((chunk.len() % 2 == 1).then_some(0));
        }
        // Chunks have an even length.
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
}

fn size(content: &[u8]) -> [u8; 4] {
    u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes()
}

fn without_gif_metadata(gif: &[u8]) -> Vec<u8> {
    const TRAILER: u8 = 0x3b;
    // The signature, the size of the screen, and flags that say how many colours follow.
    const HEADER: usize = 13;
    let Some(header) = gif.get(..HEADER) else { return gif.to_vec() };
    let mut position = HEADER + colours(header[10]);
    let mut kept = gif[..position.min(gif.len())].to_vec();
    while let Some(block) = gif.get(position..) {
        // The place where the data of the block begins, and whether a picture needs it.
        let (data, is_needed) = match block {
            [0x21, 0xf9, ..] => (2, true),
            [0x21, 0xff, ..] => (2, block.get(3..).is_some_and(is_repetition)),
            [0x21, ..] => (2, false),
            // The place and the flags of a picture, its colours, and the size of its codes.
            [0x2c, ..] => (10 + colours(block.get(9).copied().unwrap_or_default()) + 1, true),
            _ => break,
        };
        let end = (position + data_end(block, data)).min(gif.len());
        if is_needed {
            kept.extend_from_slice(&gif[position..end]);
        }
        position = end;
    }
    kept.push(TRAILER);
    kept
}

/// Returns the number of bytes of a table of colours.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}

/// Returns the end of blocks of data that each begin with their length, the last with zero.
fn data_end(block: &[u8], start: usize) -> usize {
    let mut position = start;
    while let Some(length) = block.get(position).filter(|length| **length > 0) {
        position += 1 + usize::from(*length);
    }
    position + 1
}

/// Returns whether an extension says how often an animation repeats.
fn is_repetition(data: &[u8]) -> bool {
    [b"NETSCAPE2.0", b"ANIMEXTS1.0"].iter().any(|name| data.starts_with(*name))
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::{GifEncoder, Repeat};
    use image::{Frame, RgbaImage};

    use super::*;

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_gif_keeps_its_frames_and_loses_its_comments() {
        let mut gif = Vec::new();
        let mut encoder = GifEncoder::new(&mut gif);
        encoder.set_repeat(Repeat::Infinite).expect("written");
        encoder.encode_frames([1, 2].map(|width| Frame::new(RgbaImage::new(width, 1)))).expect("encodes");
        drop(encoder);
        // Before the first block.
        let at = 13 + colours(gif[10]);
        let comment = b"\x21\xfe\x08Old Quay\0".as_slice();
        let xmp = b"\x21\xff\x0bXMP DataXMP\x0aOld Harbor\0".as_slice();
        let described = [&gif[..at], comment, xmp, &gif[at..], b"Old Quay after the end"].concat();
        assert_eq!(without_gif_metadata(&described), gif);
        assert!(holds(&gif, b"NETSCAPE2.0"));
    }

    #[test]
    fn a_webp_keeps_its_frames_and_loses_its_metadata() {
        let chunk = |kind: &[u8], content: &[u8]| {
            let mut chunk = [kind, &size(content), content].concat();
            chunk.extend((content.len() % 2 == 1).then_some(0));
            chunk
        };
        let file = |chunks: &[u8]| {
            let content = [b"WEBP", chunks].concat();
            [b"RIFF".as_slice(), &size(&content), &content].concat()
        };
        let frame = |more: &[u8]| chunk(b"ANMF", &[&[7; 16], chunk(b"VP8L", b"odd").as_slice(), more].concat());
        let start = |flags: u8| [chunk(b"VP8X", &[flags; 10]), chunk(b"ANIM", &[0; 6])].concat();
        let mut plain_start = start(0x0e);
        plain_start[8] = 0x02;
        let place = [chunk(b"EXIF", b"Old Quay!"), chunk(b"XMP ", b"Old Quay"), chunk(b"NOTE", b"Old Quay")].concat();
        let described = file(&[start(0x0e), frame(&place), place.clone()].concat());
        assert_eq!(without_webp_metadata(&described), file(&[plain_start, frame(b"")].concat()));
    }

    #[test]
    fn a_file_that_is_cut_off_is_read_to_its_end() {
        for bytes in [b"GIF89a".as_slice(), b"RIFF", b"RIFF\xff\xff\xff\xffWEBPVP8X\xff", b"\x89PNG"] {
            for format in [ImageFormat::Gif, ImageFormat::Png, ImageFormat::WebP] {
                assert!(without_metadata(bytes, format).len() <= bytes.len() + 12);
            }
        }
    }
}
