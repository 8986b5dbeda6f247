//! What an index holds of a text.

use super::analyzer::Making;
use crate::i18n::Language;
use std::sync::LazyLock;
use tantivy::{
    TantivyDocument, Term,
    schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _},
};

/// Raised whenever what the index holds changes: an index of another version is built anew.
pub const VERSION: u32 = 5;

/// Bytes of a text from which snippets are taken.
const EXCERPT_MOST_BYTES: usize = 3 * 1024;

/// Bytes of a description whose words are found by their beginnings: a case's is all that its first text says, and each word has
/// many beginnings.
const BEGINNINGS_MOST_BYTES: usize = 512;

/// A part of a text, as far as the search tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    /// What the page calls itself, which may differ from its title.
    Heading,
    Description,
    /// The headings of its sections.
    Sections,
    /// Keywords, and what else names it: the words of its path, people, a number.
    Keywords,
    /// All of it, and so all words that there are.
    Body,
    /// Beginnings of the words of title and heading.
    Beginnings,
    /// Beginnings of the words of description, sections and keywords.
    OtherBeginnings,
}

impl Part {
    pub const ALL: [Part; 8] = [
        Part::Title,
        Part::Heading,
        Part::Description,
        Part::Sections,
        Part::Keywords,
        Part::Body,
        Part::Beginnings,
        Part::OtherBeginnings,
    ];

    fn making(self) -> Making {
        match self {
            Part::Title | Part::Heading | Part::Description | Part::Sections | Part::Keywords | Part::Body => {
                Making::Forms
            }
            Part::Beginnings | Part::OtherBeginnings => Making::Beginnings,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Part::Title => "title",
            Part::Heading => "heading",
            Part::Description => "description",
            Part::Sections => "sections",
            Part::Keywords => "keywords",
            Part::Body => "body",
            Part::Beginnings => "beginnings",
            Part::OtherBeginnings => "other_beginnings",
        }
    }
}

/// A text on its way into an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// The text of its id.
    pub id: String,
    /// Whose it is, for searches among those of one: a product, an organization.
    pub owner: String,
    /// Whose it is among people.
    pub person: Option<String>,
    pub language: Language,
    pub title: String,
    /// What it calls itself, if otherwise.
    pub heading: String,
    pub description: String,
    pub keywords: String,
    /// The headings of its sections.
    pub sections: String,
    /// The text without its marks.
    pub text: String,
}

/// What the index gives back of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: String,
    pub title: String,
    pub description: String,
    pub excerpt: String,
}

/// The fields: those of each language apart, so that a word is as rare as it is in its own.
pub struct Fields {
    pub schema: Schema,
    pub id: Field,
    owner: Field,
    person: Field,
    language: Field,
    title: Field,
    description: Field,
    excerpt: Field,
    parts: Vec<[Field; Part::ALL.len()]>,
}

pub static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let owner = schema.add_text_field("owner", STRING);
    let person = schema.add_text_field("person", STRING);
    let language = schema.add_text_field("language", STRING);
    let [title, description, excerpt] =
        ["title", "description", "excerpt"].map(|name| schema.add_text_field(name, TextOptions::default() | STORED));
    let parts = Language::ALL.map(|language| {
        Part::ALL.map(|part| {
            let making = part.making().name(language);
            let indexing =
                TextFieldIndexing::default().set_tokenizer(&making).set_index_option(IndexRecordOption::WithFreqs);
            let options = TextOptions::default().set_indexing_options(indexing);
            schema.add_text_field(&format!("{}_{language}", part.name()), options)
        })
    });
    Fields { schema: schema.build(), id, owner, person, language, title, description, excerpt, parts: parts.to_vec() }
});

impl Fields {
    pub fn part(&self, language: Language, part: Part) -> Field {
        let language = Language::ALL.iter().position(|known| *known == language).unwrap_or_default();
        self.parts[language][part as usize]
    }

    pub fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    pub fn owner_term(&self, owner: &str) -> Term {
        Term::from_field_text(self.owner, owner)
    }

    pub fn person_term(&self, person: &str) -> Term {
        Term::from_field_text(self.person, person)
    }

    pub fn language_term(&self, language: Language) -> Term {
        Term::from_field_text(self.language, language.tag())
    }

    /// The document of a text.
    pub fn document(&self, entry: &Indexed) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &entry.id);
        document.add_text(self.owner, &entry.owner);
        if let Some(person) = &entry.person {
            document.add_text(self.person, person);
        }
        document.add_text(self.language, entry.language.tag());
        document.add_text(self.title, &entry.title);
        document.add_text(self.description, &entry.description);
        document.add_text(self.excerpt, &entry.text[..entry.text.floor_char_boundary(EXCERPT_MOST_BYTES)]);
        let mut add = |part, text: &str| document.add_text(self.part(entry.language, part), text);
        add(Part::Title, &entry.title);
        add(Part::Heading, &entry.heading);
        add(Part::Description, &entry.description);
        add(Part::Sections, &entry.sections);
        add(Part::Keywords, &entry.keywords);
        add(Part::Beginnings, &format!("{} · {}", entry.title, entry.heading));
        let described = &entry.description[..entry.description.floor_char_boundary(BEGINNINGS_MOST_BYTES)];
        add(Part::OtherBeginnings, &[described, &entry.sections, &entry.keywords].join(" · "));
        for text in [&entry.title, &entry.heading, &entry.description, &entry.keywords, &entry.text] {
            add(Part::Body, text);
        }
        document
    }

    /// What a document was made of; `None`: it is none of ours.
    pub fn kept(&self, document: &TantivyDocument) -> Option<Kept> {
        let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let id = Some(text(self.id)).filter(|id| !id.is_empty())?;
        Some(Kept { id, title: text(self.title), description: text(self.description), excerpt: text(self.excerpt) })
    }
}
