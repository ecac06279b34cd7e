//! Checks that views keep their types, as is usual in Leptos, and how they are written.

use crate::files::rust_files;

/// The maximum number of erased views besides those of the kinds of blocks: the arms of the match over inlines, what parts of
/// the app provide, and a few places where a view would otherwise borrow from a local variable.
const MAX_ERASED: usize = 18;

#[test]
fn few_views_are_erased() {
    let mut places = Vec::new();
    for file in rust_files("src") {
        // Each arm of the match over blocks must erase its view.
        let is_counted = |line: &str| file.path != "src/article/mod.rs" || !line.contains("Block::");
        for (number, line) in file.code().into_iter().filter(|(_, line)| is_counted(line)) {
            let place = format!("{}:{number}: {}", file.path, line.trim());
            places.extend(line.matches("into_any()").map(|_| place.clone()));
        }
    }
    assert!(
        places.len() <= MAX_ERASED,
        "{} views are erased by `into_any()`, and at most {MAX_ERASED} may be. Return `impl IntoView` in place of `AnyView`. \
         For a view that is not always there use an `Option` (`.map`, `.then`), for one of several `Either` or `EitherOf3`, \
         for a list `collect_view()`, and for a signal `<Show>` or `<For>`:\n{}",
        places.len(),
        places.join("\n")
    );
}

#[test]
fn views_are_written_with_the_macro_that_keeps_the_app_small() {
    let forgetful: Vec<String> = rust_files("src")
        .into_iter()
        .filter(|file| file.text.contains("view! {") && !file.text.contains("use crate::view::view;"))
        .map(|file| file.path)
        .collect();
    assert_eq!(forgetful, ["src/view.rs"], "add `use crate::view::view;`: the `view!` of Leptos makes the app larger");
}
