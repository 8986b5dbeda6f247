//! How a row becomes a value: serde reads it by the names of its columns, from either database.

use super::StoreError;
use rusqlite::types::{Type, ValueRef};
use serde::{
    Deserializer,
    de::{
        DeserializeOwned, Error as _, IntoDeserializer, Visitor,
        value::{Error, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _, postgres::PgRow};
use uuid::Uuid;

/// A row type: `#[derive(serde::Deserialize)]` on a struct of `String`, `i64` and options, or a tuple of them in the order of
/// the columns. Ids are texts, whatever the database keeps.
pub trait Record: DeserializeOwned + Send + 'static {}
impl<T> Record for T where T: DeserializeOwned + Send + 'static {}

/// Reads a row of SQLite; `names` are those of the statement's columns.
pub(super) fn from_sqlite<T: Record>(names: &[String], row: &rusqlite::Row<'_>) -> Result<T, rusqlite::Error> {
    let read = record(names.iter().enumerate().map(|(at, name)| {
        let cell = match row.get_ref(at) {
            Ok(ValueRef::Null) => Cell::Null,
            Ok(ValueRef::Integer(int)) => Cell::Int(int),
            Ok(ValueRef::Text(text)) => std::str::from_utf8(text).map_or(Cell::Foreign, Cell::Text),
            Ok(ValueRef::Blob(bytes)) => Uuid::from_slice(bytes).map_or(Cell::Foreign, Cell::Id),
            Ok(ValueRef::Real(_)) | Err(_) => Cell::Foreign,
        };
        (name.as_str(), cell)
    }));
    read.map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Null, Box::new(error)))
}

/// Reads a row of PostgreSQL.
pub(super) fn from_postgres<T: Record>(row: &PgRow) -> Result<T, StoreError> {
    let read = record(row.columns().iter().map(|column| {
        let at = column.ordinal();
        let cell = match row.try_get_raw(at) {
            Ok(value) if value.is_null() => Cell::Null,
            Ok(value) if value.type_info().name() == "INT8" => row.try_get(at).map_or(Cell::Foreign, Cell::Int),
            Ok(_) => row.try_get(at).map_or(Cell::Foreign, Cell::Text),
            Err(_) => Cell::Foreign,
        };
        (column.name(), cell)
    }));
    read.map_err(|error| StoreError::Other(Box::new(error)))
}

fn record<'r, T: Record>(columns: impl Iterator<Item = (&'r str, Cell<'r>)>) -> Result<T, Error> {
    T::deserialize(Columns(columns))
}

/// A row: a struct reads its columns by name, a tuple in their order.
struct Columns<I>(I);

impl<'de, 'r, I: Iterator<Item = (&'r str, Cell<'r>)>> Deserializer<'de> for Columns<I> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.0))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.0.map(|(_, cell)| cell)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple_struct map struct enum identifier ignored_any
    }
}

/// What stands in one column of a row.
enum Cell<'r> {
    Null,
    Int(i64),
    Text(&'r str),
    Id(Uuid),
    /// What no column of ours holds; no record takes it.
    Foreign,
}

impl<'de> IntoDeserializer<'de, Error> for Cell<'_> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Cell::Null => visitor.visit_unit(),
            Cell::Int(int) => visitor.visit_i64(int),
            Cell::Text(text) => visitor.visit_str(text),
            Cell::Id(id) => visitor.visit_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer())),
            Cell::Foreign => Err(Error::custom("neither a text, a whole number nor an id")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Cell::Null => visitor.visit_none(),
            Cell::Int(_) | Cell::Text(_) | Cell::Id(_) | Cell::Foreign => visitor.visit_some(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
