//! Enums as JSON objects of one entry, `{"heading": {...}}`, whose unknown variants are kept as plain text.
//!
//! serde's derived enums refuse unknown variants, so a reader with an older app would lose the whole article.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// All strings inside a JSON value, in order, separated by spaces.
pub(crate) struct AnyText(pub(crate) String);

impl<'de> Deserialize<'de> for AnyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyTextVisitor)
    }
}

struct AnyTextVisitor;

impl<'de> Visitor<'de> for AnyTextVisitor {
    type Value = AnyText;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<AnyText, E> {
        Ok(AnyText(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<AnyText, E> {
        Ok(AnyText(String::new()))
    }

    fn visit_i64<E>(self, _: i64) -> Result<AnyText, E> {
        Ok(AnyText(String::new()))
    }

    fn visit_u64<E>(self, _: u64) -> Result<AnyText, E> {
        Ok(AnyText(String::new()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<AnyText, E> {
        Ok(AnyText(String::new()))
    }

    fn visit_unit<E>(self) -> Result<AnyText, E> {
        Ok(AnyText(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<AnyText, A::Error> {
        let mut all = String::new();
        while let Some(AnyText(text)) = sequence.next_element()? {
            append(&mut all, &text);
        }
        Ok(AnyText(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyText, A::Error> {
        let mut all = String::new();
        while let Some((IgnoredAny, AnyText(text))) = map.next_entry()? {
            append(&mut all, &text);
        }
        Ok(AnyText(all))
    }
}

fn append(all: &mut String, text: &str) {
    if !all.is_empty() && !text.is_empty() {
        all.push(' ');
    }
    all.push_str(text);
}

/// Defines an enum whose variants each hold one value, stored as `{"<name>": value}`; an unknown name becomes `Unknown`
/// with the text inside it, and a bare JSON string is the variant marked as `text`.
macro_rules! tagged {
    (
        $(#[$attribute:meta])*
        pub enum $enum:ident {
            $($(#[$variant_attribute:meta])* $variant:ident($type:ty) = $name:literal,)*
        }
        unknown $unknown:ident;
        $(text $text:ident;)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $enum {
            $($(#[$variant_attribute])* $variant($type),)*
            /// The plain text of a kind that this version does not know.
            $unknown(String),
            $(
                /// Plain text.
                $text(String),
            )?
        }

        impl $enum {
            /// The names of all known kinds, as bundles write them.
            pub const KINDS: &'static [&'static str] = &[$($name),*];

            /// Returns the name of this kind, as bundles write it.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::$unknown(_) => "unknown",
                    $(Self::$text(_) => stringify!($text),)?
                }
            }
        }

        impl serde::Serialize for $enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = match self {
                    $(Self::$text(text) => return serializer.serialize_str(text),)?
                    _ => serializer.serialize_map(Some(1))?,
                };
                match self {
                    $(Self::$variant(value) => map.serialize_entry($name, value)?,)*
                    Self::$unknown(text) => map.serialize_entry("unknown", text)?,
                    $(Self::$text(_) => {})?
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TaggedVisitor;

                impl<'de> serde::de::Visitor<'de> for TaggedVisitor {
                    type Value = $enum;

                    fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        formatter.write_str("an object with one entry")
                    }

                    $(
                        fn visit_str<E>(self, text: &str) -> Result<$enum, E> {
                            Ok($enum::$text(text.into()))
                        }
                    )?

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$enum, A::Error> {
                        let Some(name) = map.next_key::<String>()? else {
                            return Ok($enum::$unknown(String::new()));
                        };
                        let value = match name.as_str() {
                            $($name => $enum::$variant(map.next_value()?),)*
                            _ => $enum::$unknown(map.next_value::<$crate::tagged::AnyText>()?.0),
                        };
                        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
                        Ok(value)
                    }
                }

                deserializer.deserialize_any(TaggedVisitor)
            }
        }
    };
}

pub(crate) use tagged;
