//! The structure of blocks: the parts of each kind, in reading order.
//!
//! Each kind lists its parts beside its definition. Code that visits the text, pictures or dates of a body folds over
//! them, so that a new kind of block is described once.

use alloc::string::String;
use alloc::vec::Vec;

use super::Block;
use crate::date::Date;
use crate::inline::Inline;
use crate::picture::Picture;

/// Defines the parts of a block, the trait that visits them, and the function that visits them at any depth, for shared or
/// mutable references.
macro_rules! structure {
    (
        $(#[$part_doc:meta])* $part:ident,
        $(#[$trait_doc:meta])* $walk:ident,
        $parts:ident,
        $(#[$each_doc:meta])* $each:ident
        $(, $mutable:tt)?
    ) => {
        $(#[$part_doc])*
        #[derive(Debug)]
        pub enum $part<'a> {
            /// Blocks inside the block.
            Blocks(&'a $($mutable)? Vec<Block>),
            /// A line of text.
            Line(&'a $($mutable)? Vec<Inline>),
            /// A text without marks: a title, code, or the words of a kind that this version does not know.
            Text(&'a $($mutable)? String),
            /// A picture with its caption.
            Picture(&'a $($mutable)? Picture),
            /// A date.
            Date(&'a $($mutable)? Date),
        }

        $(#[$trait_doc])*
        pub(crate) trait $walk {
            /// Calls `visit` on each part, in reading order.
            fn $parts<'a>(&'a $($mutable)? self, visit: &mut dyn FnMut($part<'a>));
        }

        structure!(leaf $part, $walk, $parts, Vec<Block>, Blocks $(, $mutable)?);
        structure!(leaf $part, $walk, $parts, Vec<Inline>, Line $(, $mutable)?);
        structure!(leaf $part, $walk, $parts, String, Text $(, $mutable)?);
        structure!(leaf $part, $walk, $parts, Picture, Picture $(, $mutable)?);
        structure!(leaf $part, $walk, $parts, Date, Date $(, $mutable)?);

        impl $walk for () {
            fn $parts<'a>(&'a $($mutable)? self, _: &mut dyn FnMut($part<'a>)) {}
        }

        impl<T: $walk> $walk for Vec<T> {
            fn $parts<'a>(&'a $($mutable)? self, visit: &mut dyn FnMut($part<'a>)) {
                self.into_iter().for_each(|element| element.$parts(visit));
            }
        }

        impl<T: $walk> $walk for Option<T> {
            fn $parts<'a>(&'a $($mutable)? self, visit: &mut dyn FnMut($part<'a>)) {
                self.into_iter().for_each(|element| element.$parts(visit));
            }
        }

        $(#[$each_doc])*
        pub fn $each<'a>(blocks: &'a $($mutable)? [Block], visit: &mut dyn FnMut($part<'a>)) {
            for block in blocks {
                block.$parts(&mut |part| match part {
                    $part::Blocks(inner) => $each(inner, visit),
                    other => visit(other),
                });
            }
        }
    };
    (leaf $part:ident, $walk:ident, $parts:ident, $type:ty, $variant:ident $(, $mutable:tt)?) => {
        impl $walk for $type {
            fn $parts<'a>(&'a $($mutable)? self, visit: &mut dyn FnMut($part<'a>)) {
                visit($part::$variant(self));
            }
        }
    };
}

structure!(
    /// A part of a block.
    Part,
    /// A value that has parts.
    Walk,
    parts,
    /// Calls `visit` on every part except [`Part::Blocks`], at any depth, in reading order.
    each
);

structure!(
    /// A mutable part of a block.
    PartMut,
    /// A value that has mutable parts.
    WalkMut,
    parts_mut,
    /// Calls `visit` on every mutable part except [`PartMut::Blocks`], at any depth, in reading order.
    each_mut,
    mut
);

/// Lists the parts of a struct in reading order, or the variants of an enum. A part is a date, a picture or words of the
/// article, in lists of any depth, not a name, address or number. List the other fields after `no parts`: a new field or
/// variant does not compile until it is listed.
macro_rules! parts {
    (enum $type:ident: $($variant:ident),+) => {
        impl $type {
            /// Calls `visit` on each part of the block itself, in reading order.
            pub fn parts<'a>(&'a self, visit: &mut dyn FnMut($crate::block::walk::Part<'a>)) {
                use $crate::block::walk::Walk;
                match self {
                    $(Self::$variant(value) => value.parts(visit),)+
                }
            }

            /// Calls `visit` on each mutable part of the block itself, in reading order.
            pub fn parts_mut<'a>(&'a mut self, visit: &mut dyn FnMut($crate::block::walk::PartMut<'a>)) {
                use $crate::block::walk::WalkMut;
                match self {
                    $(Self::$variant(value) => value.parts_mut(visit),)+
                }
            }
        }
    };
    ($type:ident: $($part:ident),+ $(; no parts: $($other:ident),+)?) => {
        impl $crate::block::walk::Walk for $type {
            fn parts<'a>(&'a self, visit: &mut dyn FnMut($crate::block::walk::Part<'a>)) {
                let Self { $($part,)+ $($($other: _,)+)? } = self;
                $($part.parts(visit);)+
            }
        }

        impl $crate::block::walk::WalkMut for $type {
            fn parts_mut<'a>(&'a mut self, visit: &mut dyn FnMut($crate::block::walk::PartMut<'a>)) {
                let Self { $($part,)+ $($($other: _,)+)? } = self;
                $($part.parts_mut(visit);)+
            }
        }
    };
}

pub(crate) use parts;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Aside, List, Recording, TimelineEntry};

    #[test]
    fn parts_come_in_reading_order_from_any_depth() {
        let paragraph = |text: &str| Block::Paragraph(vec![Inline::text(text)]);
        let entry = |when: &str, text: &str| TimelineEntry {
            when: vec![Inline::text(when)],
            content: vec![Block::List(List { start: None, items: vec![vec![paragraph(text)]] })],
        };
        let timeline = Block::Timeline(vec![entry("one", "two"), entry("three", "four")]);
        let mut body = vec![Block::Context(Aside { title: Some("zero".into()), content: vec![timeline] })];
        let mut found = Vec::new();
        each(&body, &mut |part| match part {
            Part::Line(line) => found.push(crate::text::of_inlines(line)),
            Part::Text(text) => found.push(text.clone()),
            Part::Blocks(_) | Part::Picture(_) | Part::Date(_) => {}
        });
        assert_eq!(found, ["zero", "one", "two", "three", "four"]);
        each_mut(&mut body, &mut |part| {
            if let PartMut::Line(line) = part {
                line.clear();
            }
        });
        assert_eq!(crate::text::of_blocks(&body), "zero\n");
    }

    #[test]
    fn a_poster_is_a_picture_of_its_recording() {
        let poster = Picture { caption: vec![Inline::text("The quay.")], ..Picture::default() };
        let recording = Recording { title: Some("The ferry".into()), poster: Some(poster), ..Recording::default() };
        assert_eq!(crate::text::of_blocks(&[Block::Video(recording)]), "The ferry\nThe quay.\n");
    }
}
