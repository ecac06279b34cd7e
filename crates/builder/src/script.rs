//! Scripts that are written beside the Rust which puts them into a site.

/// Reads an answer up to a length; for the app, and for the script on pages of others.
pub const READ: &str = include_str!("read.js");

/// A script without its comments and its indentation, in one line.
pub fn compact(source: &str) -> String {
    source.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect()
}

/// A style sheet without its comments and its indentation, in one line. Browsers that know dialogs know what is in it.
pub fn compact_style(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    code.lines().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        assert_eq!(compact_style("/* Why. */\n.a {\n  b: c d;\n}\n"), ".a {b: c d;}");
        assert_eq!(compact("// Why.\nf(() => {\n  // Why so.\n  g(\"//\");\n\n});\n"), "f(() => {g(\"//\");});");
    }
}
