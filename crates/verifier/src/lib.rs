//! Checks signed editions on pages of others: wasm inside of the script that shows what they embed.
//!
//! It needs no JSON reader, since the script has one, and no wasm-bindgen: the script calls [`room`], writes its question
//! there, calls [`verify`], and reads as many bytes of answer from where [`answer`] says. A question is text whose parts are
//! separated by zeros, as `question.rs` reads them.

mod question;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The question, then the answer.
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for a question of this many bytes, and says where.
#[expect(unsafe_code, reason = "the script calls it by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let mut text = text();
    *text = vec![0; length];
    text.as_mut_ptr()
}

/// Puts the answer in the place of the question, and says how long it is.
#[expect(unsafe_code, reason = "the script calls it by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn verify() -> usize {
    let mut text = text();
    // What is no text is no question, and refused as malformed.
    *text = question::answered(str::from_utf8(&text).unwrap_or_default()).into_bytes();
    text.len()
}

/// Where the answer is.
#[expect(unsafe_code, reason = "the script calls it by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    text().as_ptr()
}

#[cfg(test)]
mod tests;
