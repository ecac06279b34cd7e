//! Checks signed editions: wasm that the app loads where a site is signed, and that lies inside of the script with which others
//! embed.
//!
//! It needs no JSON reader, since the script has one, and no wasm-bindgen: the script calls [`room`], writes its question
//! there, calls [`verify`], and reads as many bytes of answer from where [`answer`] says. A question is text whose parts are
//! separated by zeros, as `question.rs` reads them.

mod question;

use std::cell::UnsafeCell;

/// The question, then the answer.
struct Text(UnsafeCell<Vec<u8>>);

static TEXT: Text = Text(UnsafeCell::new(Vec::new()));

#[expect(unsafe_code, reason = "an instance has one thread, and of the tests one alone calls what follows")]
unsafe impl Sync for Text {}

#[expect(unsafe_code, reason = "each of the functions that the script calls asks once, and none calls another")]
fn text() -> &'static mut Vec<u8> {
    unsafe { &mut *TEXT.0.get() }
}

/// Makes room for a question of this many bytes, and says where.
#[expect(unsafe_code, reason = "the script calls it by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let text = text();
    *text = vec![0; length];
    text.as_mut_ptr()
}

/// Puts the answer in the place of the question, and says how long it is.
#[expect(unsafe_code, reason = "the script calls it by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn verify() -> usize {
    let text = text();
    // Each byte as a letter: all that is believed is ASCII, and checking that it is a text would take more code.
    let question: String = text.iter().copied().map(char::from).collect();
    *text = question::answered(&question).into_bytes();
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
