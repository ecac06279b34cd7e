//! Parses bundles.
//!
//! serde_json alone would suffice, but for each type of the model it compiles every notation of a value and a text for
//! every mistake. Here serde_json parses only a [`Tree`], and the model is read from it by a deserializer that accepts
//! one notation of each value and has one error for all mistakes. This makes the app 25 KiB smaller, of 170.

mod tree;

use std::fmt;
use std::slice;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::ContentError;
pub(super) use tree::Tree;

/// Parses a bundle as serde_json does, but refuses structures written as lists.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ContentError> {
    T::deserialize(&tree(bytes)?).map_err(|Invalid| ContentError::Unreadable)
}

/// Parses a bundle of any content.
pub(super) fn tree(bytes: &[u8]) -> Result<Tree, ContentError> {
    serde_json::from_slice(bytes).map_err(|_| ContentError::Unreadable)
}

/// The error for JSON that does not match the model. Details would help no reader: the bundle matched its hash, so
/// another version of the builder wrote it.
#[derive(Debug)]
pub(super) struct Invalid;

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the JSON does not match the model")
    }
}

impl std::error::Error for Invalid {}

impl Error for Invalid {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for &Tree {
    type Error = Invalid;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Unsigned(number) => visitor.visit_u64(*number),
            Tree::Signed(number) => visitor.visit_i64(*number),
            Tree::Float(number) => visitor.visit_f64(*number),
            Tree::Text(text) => visitor.visit_str(text),
            Tree::List(list) => visitor.visit_seq(Elements(list.iter())),
            Tree::Object(object) => visitor.visit_map(Entries { left: object.iter(), value: &Tree::Null }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Bool(value) => visitor.visit_bool(*value),
            _ => Err(Invalid),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Unsigned(number) => visitor.visit_u64(*number),
            _ => Err(Invalid),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Unsigned(number) => visitor.visit_u64(*number),
            Tree::Signed(number) => visitor.visit_i64(*number),
            _ => Err(Invalid),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            _ => Err(Invalid),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Null => visitor.visit_unit(),
            _ => Err(Invalid),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Invalid> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::List(list) => visitor.visit_seq(Elements(list.iter())),
            _ => Err(Invalid),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        match self {
            Tree::Object(object) => visitor.visit_map(Entries { left: object.iter(), value: &Tree::Null }),
            _ => Err(Invalid),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Invalid> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Invalid> {
        match self {
            Tree::Text(_) => visitor.visit_enum(Variant { name: self, value: &Tree::Null }),
            Tree::Object(object) => match object.as_slice() {
                [(name, value)] => visitor.visit_enum(Variant { name, value }),
                _ => Err(Invalid),
            },
            _ => Err(Invalid),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Invalid> {
        visitor.visit_unit()
    }

    // The model has none of these.
    forward_to_deserialize_any! {
        i8 i16 i64 i128 u16 u128 f32 f64 char bytes byte_buf unit_struct tuple tuple_struct
    }
}

/// The remaining elements of a list.
struct Elements<'tree>(slice::Iter<'tree, Tree>);

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Invalid;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Invalid> {
        self.0.next().map(|element| seed.deserialize(element)).transpose()
    }
}

/// The remaining entries of an object, and the value of the entry whose key was read last.
struct Entries<'tree> {
    left: slice::Iter<'tree, (Tree, Tree)>,
    value: &'tree Tree,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Invalid;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Invalid> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Invalid> {
        seed.deserialize(self.value)
    }
}

/// A variant of an enum and its value, which is null for a bare name.
struct Variant<'tree> {
    name: &'tree Tree,
    value: &'tree Tree,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Invalid;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Invalid> {
        Ok((seed.deserialize(self.name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Invalid;

    fn unit_variant(self) -> Result<(), Invalid> {
        <()>::deserialize(self.value)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Invalid> {
        seed.deserialize(self.value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Invalid> {
        self.value.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Invalid> {
        self.value.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests;
