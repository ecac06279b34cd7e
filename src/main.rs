//! The app's entry in the browser.

fn main() {
    #[cfg(target_arch = "wasm32")]
    reader::browser::start();
}
