//! The words of a language as a file: each in a line, in the order of the fields.
//!
//! Whatever reads and writes it is made out of the fields themselves, so that nothing can be mixed up, and the file is
//! named after the app that reads it.

use super::plural::Plural;

/// A part of the words.
pub(super) trait Words: Sized {
    /// What it is where no words are known.
    const EMPTY: Self;

    /// Reads its lines.
    ///
    /// In place, since the code for a field is then a call with two addresses and nothing else.
    fn read(&mut self, lines: &mut Lines);

    /// Appends its lines to a file.
    #[cfg(not(target_arch = "wasm32"))]
    fn append_to(&self, file: &mut String);
}

/// Declares a structure of words; each of its fields is a part of the words.
macro_rules! words {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$about_field:meta])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[$about_field])* pub $field: $kind,)*
        }

        impl Words for $name {
            const EMPTY: Self = Self { $($field: Words::EMPTY,)* };

            fn read(&mut self, lines: &mut Lines) {
                $(self.$field.read(lines);)*
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn append_to(&self, file: &mut String) {
                $(self.$field.append_to(file);)*
            }
        }
    };
}

/// The lines of a file that are left.
pub(super) struct Lines {
    left: &'static str,
    /// Whether there were as many as were read.
    are_enough: bool,
}

impl Lines {
    /// The lines of a file.
    pub(super) fn new(file: &'static str) -> Self {
        Self { left: file, are_enough: true }
    }

    /// Whether all lines were read and none was missing: the last one has an end too.
    pub(super) fn fit(&self) -> bool {
        self.are_enough && self.left.is_empty()
    }

    fn next(&mut self) -> &'static str {
        let Some((line, left)) = self.left.split_once('\n') else {
            self.are_enough = false;
            return "";
        };
        self.left = left;
        line
    }
}

impl Words for &'static str {
    const EMPTY: Self = "";

    #[inline(never)]
    fn read(&mut self, lines: &mut Lines) {
        *self = lines.next();
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn append_to(&self, file: &mut String) {
        file.push_str(self);
        file.push('\n');
    }
}

impl<const COUNT: usize> Words for [&'static str; COUNT] {
    const EMPTY: Self = [""; COUNT];

    fn read(&mut self, lines: &mut Lines) {
        self.iter_mut().for_each(|word| word.read(lines));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn append_to(&self, file: &mut String) {
        self.iter().for_each(|word| word.append_to(file));
    }
}

impl Words for char {
    const EMPTY: Self = '0';

    fn read(&mut self, lines: &mut Lines) {
        *self = lines.next().chars().next().unwrap_or_default();
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn append_to(&self, file: &mut String) {
        file.push(*self);
        file.push('\n');
    }
}

/// How [`Plural::Slavic`] is written.
const SLAVIC: &str = "slavic";

impl Words for Plural {
    const EMPTY: Self = Self::OneOther;

    fn read(&mut self, lines: &mut Lines) {
        *self = if lines.next() == SLAVIC { Self::Slavic } else { Self::OneOther };
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn append_to(&self, file: &mut String) {
        let name = match self {
            Self::OneOther => "",
            Self::Slavic => SLAVIC,
        };
        name.append_to(file);
    }
}
