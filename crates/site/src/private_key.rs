//! Recognises private keys, which never belong in a site.

/// The number of bytes at the start of a file that [`is_private_key`] reads.
pub const PREFIX_BYTES: u64 = 80;

/// Returns whether a file that starts with these bytes is a private key in PEM (RFC 7468), encrypted or not.
pub fn is_private_key(bytes: &[u8]) -> bool {
    let start = bytes.iter().take(PREFIX_BYTES as usize).map(|byte| char::from(*byte)).collect::<String>();
    let line = start.trim_start().lines().next().unwrap_or_default();
    line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY")
}
