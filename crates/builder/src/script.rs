//! Scripts that are written beside the Rust which puts them into a site.

/// Reads an answer up to a length; for the app, and for the script on pages of others.
pub const READ: &str = include_str!("embed/read.js");

/// A script without its comments and its indentation, in one line.
pub fn compact(source: &str) -> String {
    source.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        assert_eq!(compact("// Why.\nf(() => {\n  // Why so.\n  g(\"//\");\n\n});\n"), "f(() => {g(\"//\");});");
    }
}
