//! Recognises private keys, which never belong in a site.

/// The number of bytes at the start of a file in which a key is looked for: files with keys are small.
pub const SEARCHED_BYTES: u64 = 1 << 20;

/// Returns whether the bytes of a file hold a private key in PEM (RFC 7468), encrypted or not, also after other text or a
/// certificate.
pub fn is_private_key(bytes: &[u8]) -> bool {
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii_start();
        line.starts_with(b"-----BEGIN ") && line.windows(PRIVATE_KEY.len()).any(|words| words == PRIVATE_KEY)
    })
}

const PRIVATE_KEY: &[u8] = b"PRIVATE KEY";

/// The mark that some programs write at the start of a file.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_after_other_text() {
        let key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n";
        for before in ["", "\u{feff}", "\r\n  ", "Bag Attributes\n", "-----BEGIN CERTIFICATE-----\nAAAA\n", "a\r"] {
            assert!(is_private_key(format!("{before}{key}").as_bytes()), "{before}");
        }
        for other in ["-----BEGIN CERTIFICATE-----\nPRIVATE KEY", "words -----BEGIN PRIVATE KEY-----", ""] {
            assert!(!is_private_key(other.as_bytes()), "{other}");
        }
    }
}
