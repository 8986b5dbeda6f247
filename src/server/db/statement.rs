use crate::values::Moment;
use std::{
    fmt::{self, Write as _},
    panic::Location,
};
use uuid::Uuid;

/// A value bound to a statement. Absence keeps its type, which PostgreSQL needs.
#[derive(Clone, Debug)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    /// 16 bytes in SQLite, the hyphenated text in PostgreSQL.
    Id(Option<Uuid>),
}

/// SQL text with its values. Text comes only from the program (`&'static str`), so nothing that a person typed can
/// become SQL; placeholders are `$1`, `$2`, … on both databases.
#[derive(Clone, Debug)]
pub struct Statement {
    text: String,
    values: Vec<Value>,
    pieces: Pieces,
}

/// Where the pieces of a statement's text stand in the program: `file:line`, separated by blanks.
#[derive(Clone, Debug)]
pub(super) struct Pieces(Vec<&'static Location<'static>>);

impl fmt::Display for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| write!(f, "{}:{} ", piece.file(), piece.line()))
    }
}

/// Begins a statement.
#[track_caller]
pub fn sql(text: &'static str) -> Statement {
    Statement { text: text.to_owned(), values: Vec::new(), pieces: Pieces(vec![Location::caller()]) }
}

impl Statement {
    /// Appends text.
    #[track_caller]
    pub fn push(mut self, text: &'static str) -> Statement {
        self.text.push_str(text);
        self.pieces.0.push(Location::caller());
        self
    }
    /// Appends text, then the placeholder of a new value.
    #[track_caller]
    pub fn push_bind(self, text: &'static str, value: impl Into<Value>) -> Statement {
        let mut this = self.push(text);
        this.values.push(storable(value.into()));
        let _ = write!(this.text, "${}", this.values.len());
        this
    }
    /// Gives the value of the next placeholder that the text already names.
    pub fn bind(mut self, value: impl Into<Value>) -> Statement {
        self.values.push(storable(value.into()));
        self
    }
    /// Appends `($n, $n+1, …)`; an empty list matches nothing.
    #[track_caller]
    pub fn push_list(self, text: &'static str, values: impl IntoIterator<Item = impl Into<Value>>) -> Statement {
        let mut this = self.push(text);
        this.text.push('(');
        let mut first = true;
        for value in values {
            this.values.push(storable(value.into()));
            let _ = write!(this.text, "{}${}", if first { "" } else { ", " }, this.values.len());
            first = false;
        }
        this.text.push_str(if first { "NULL)" } else { ")" });
        this
    }
    /// Appends `($n), ($n+1), …`, a row of each value, to be joined: SQLite sorts a list into a table of its own first. Of none the
    /// one row that nothing equals.
    #[track_caller]
    pub fn push_rows(self, text: &'static str, values: impl IntoIterator<Item = impl Into<Value>>) -> Statement {
        let mut this = self.push(text);
        let mut between = "";
        for value in values {
            this.values.push(storable(value.into()));
            let _ = write!(this.text, "{between}(${})", this.values.len());
            between = ", ";
        }
        if between.is_empty() {
            this.text.push_str("(NULL)");
        }
        this
    }
    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }
    pub(super) fn pieces(&self) -> &Pieces {
        &self.pieces
    }
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }
    pub(super) fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
}

/// PostgreSQL takes no U+0000 in a text, and nobody misses one: without this, a pasted one would look like a database
/// that is away.
fn storable(value: Value) -> Value {
    match value {
        Value::Text(Some(text)) if text.contains('\0') => Value::Text(Some(text.replace('\0', ""))),
        Value::Text(_) | Value::Int(_) | Value::Id(_) => value,
    }
}

macro_rules! values {
    ($($from:ty => |$v:ident| $value:expr;)*) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Value { $value } }
    )*};
}
values! {
    String => |v| Value::Text(Some(v));
    &String => |v| Value::Text(Some(v.clone()));
    &str => |v| Value::Text(Some(v.to_owned()));
    Option<String> => |v| Value::Text(v);
    Option<&str> => |v| Value::Text(v.map(str::to_owned));
    i64 => |v| Value::Int(Some(v));
    Option<i64> => |v| Value::Int(v);
    bool => |v| Value::Int(Some(i64::from(v)));
    Moment => |v| Value::Int(Some(v.0));
    Option<Moment> => |v| Value::Int(v.map(|m| m.0));
}

macro_rules! id_values {
    ($($id:ident)*) => {$(
        impl From<&crate::values::$id> for Value {
            fn from(id: &crate::values::$id) -> Value { Value::Id(Some(uuid(id.as_str()))) }
        }
        impl From<Option<&crate::values::$id>> for Value {
            fn from(id: Option<&crate::values::$id>) -> Value { Value::Id(id.map(|id| uuid(id.as_str()))) }
        }
    )*};
}
id_values!(PersonId OrganizationId ProductId RolloutId SessionId CaseId EventId DraftId AttachmentId WatcherId ViewId MailId
    PhoneLineId ChatId TopicId GuideId CategoryId ThreadId PostId ReportId);

fn uuid(id: &str) -> Uuid {
    Uuid::try_parse(id).expect("an id is the text of a UUID")
}

impl From<&crate::values::Email> for Value {
    fn from(email: &crate::values::Email) -> Value {
        Value::Text(Some(email.as_str().to_owned()))
    }
}
