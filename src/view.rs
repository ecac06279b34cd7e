//! The `view!` of this crate.

/// Makes a view like Leptos's `view!`, which it replaces in this crate.
///
/// The app is compiled with Leptos's `erase_components` (docs/decisions/004), which gives children and components one type. It
/// does not erase the elements in a list, an option or a choice: each of those is compiled once for each kind of element. This
/// macro erases these too, which makes the app 10 KiB smaller (`cargo xtask size`). Without that flag, views keep their types.
macro_rules! view {
    ($($view:tt)*) => {
        ::leptos::prelude::IntoMaybeErased::into_maybe_erased(::leptos::view! { $($view)* }.into_inner())
    };
}

pub(crate) use view;
