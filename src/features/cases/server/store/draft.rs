use super::{read, read_some};
use crate::{
    features::cases::model::*,
    i18n::Language,
    server::{
        authz::{Grant, Held},
        db::{Db, Dialect, StoreError, Tx, sql},
    },
    values::{CaseNumber, DraftId, Moment, OrganizationId, PersonId, ProductId, ThreadId},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The scope of the one draft of a case that a person has in an organization.
const CASE_SCOPE: &str = "case";

/// What is kept of a case that is being written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftContent {
    pub form: CaseForm,
    /// The case that can no longer be reopened (CASE-10).
    pub follow_up_of: Option<CaseNumber>,
    /// The thread of the forum that it is made of (FORUM-3).
    pub thread: Option<ThreadId>,
}

impl DraftContent {
    /// Is there anything that would be lost?
    pub fn is_blank(&self) -> bool {
        self.form == CaseForm::default()
    }
}

/// A person's draft of a case.
#[derive(Clone, Debug)]
pub struct StoredDraft {
    pub id: DraftId,
    pub content: DraftContent,
    pub updated_at: Moment,
}

#[derive(serde::Deserialize)]
struct DraftRow {
    id: String,
    content: String,
    updated_at: i64,
}

impl DraftRow {
    fn read(self) -> Result<StoredDraft, StoreError> {
        Ok(StoredDraft {
            id: read(&self.id, "draft", "id")?,
            content: serde_json::from_str(&self.content)
                .map_err(|_| StoreError::Damaged { table: "draft", column: "content" })?,
            updated_at: Moment(self.updated_at),
        })
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ReplyContent {
    body: String,
}

/// The text of a reply's draft.
pub(super) fn read_reply_body(content: &str) -> Result<String, StoreError> {
    let content: ReplyContent =
        serde_json::from_str(content).map_err(|_| StoreError::Damaged { table: "draft", column: "content" })?;
    Ok(content.body)
}

/// Whose draft, and of what.
#[derive(Clone, Copy)]
pub struct DraftOf<'a> {
    pub person: &'a PersonId,
    pub organization: &'a OrganizationId,
    /// `case`, `comment:<case>`, `note:<case>`, or the name of another form that a browser sent by itself.
    pub scope: &'a str,
}

/// Reads the person's draft of a case, for a change.
pub async fn find_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    person: &PersonId,
    organization: &OrganizationId,
) -> Result<Option<StoredDraft>, StoreError> {
    let statement = sql("SELECT id, content, updated_at FROM draft
 WHERE person_id = $1 AND organization_id = $2 AND scope = $3")
    .bind(person)
    .bind(organization)
    .bind(CASE_SCOPE);
    let statement = statement.push(for_update(tx));
    let row: Option<DraftRow> = tx.optional(grant, statement).await?;
    row.map(DraftRow::read).transpose()
}

/// Reads a draft of a case by its id, if it is the person's own; who submits it a second time waits here.
pub async fn lock_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    draft: &DraftId,
    person: &PersonId,
    organization: &OrganizationId,
) -> Result<Option<Held<StoredDraft>>, StoreError> {
    let statement = sql("SELECT id, content, updated_at FROM draft
 WHERE id = $1 AND person_id = $2 AND organization_id = $3 AND scope = $4")
    .bind(draft)
    .bind(person)
    .bind(organization)
    .bind(CASE_SCOPE);
    let statement = statement.push(for_update(tx));
    let row: Option<DraftRow> = tx.optional(grant, statement).await?;
    row.map(|row| Ok(Held::under(grant, row.read()?))).transpose()
}

fn for_update(tx: &Tx) -> &'static str {
    match tx.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    }
}

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

/// Writes the draft of a case; a new one gets `id`, an old one keeps its own, which is given back.
pub async fn put_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    of: DraftOf<'_>,
    id: &DraftId,
    content: &DraftContent,
    now: Moment,
) -> Result<DraftId, StoreError> {
    put(tx, grant, of, id, serde_json::to_string(content).expect("a form is JSON"), now).await
}

/// Writes the draft of a reply, as [`put_draft`].
pub async fn put_reply_draft(
    tx: &mut Tx,
    grant: &impl Grant,
    of: DraftOf<'_>,
    id: &DraftId,
    body: &str,
    now: Moment,
) -> Result<DraftId, StoreError> {
    let content = ReplyContent { body: body.to_owned() };
    put(tx, grant, of, id, serde_json::to_string(&content).expect("a text is JSON"), now).await
}

/// Keeps a form that could not be stored, as [`put_draft`]: a browser without scripting shows it again.
pub async fn put_form<F: Serialize>(
    tx: &mut Tx,
    grant: &impl Grant,
    of: DraftOf<'_>,
    id: &DraftId,
    form: &F,
    now: Moment,
) -> Result<DraftId, StoreError> {
    put(tx, grant, of, id, serde_json::to_string(form).expect("a form is JSON"), now).await
}

/// The form that was kept last.
pub async fn find_form<F: DeserializeOwned>(
    db: &Db,
    grant: &impl Grant,
    of: DraftOf<'_>,
) -> Result<Option<F>, StoreError> {
    let statement = sql("SELECT content FROM draft WHERE person_id = $1 AND organization_id = $2 AND scope = $3")
        .bind(of.person)
        .bind(of.organization)
        .bind(of.scope);
    let row: Option<(String,)> = db.optional(grant, statement).await?;
    let damaged = |_| StoreError::Damaged { table: "draft", column: "content" };
    row.map(|(content,)| serde_json::from_str(&content).map_err(damaged)).transpose()
}

async fn put(
    tx: &mut Tx,
    grant: &impl Grant,
    of: DraftOf<'_>,
    id: &DraftId,
    content: String,
    now: Moment,
) -> Result<DraftId, StoreError> {
    let statement = sql("INSERT INTO draft (id, person_id, organization_id, scope, content, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, organization_id, scope) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
RETURNING id")
    .bind(id)
    .bind(of.person)
    .bind(of.organization)
    .bind(of.scope)
    .bind(content)
    .bind(now);
    let row: Option<IdRow> = tx.optional(grant, statement).await?;
    read(&row.map(|row| row.id).unwrap_or_default(), "draft", "id")
}

/// Deletes a draft and gives its id back, if there was one.
pub async fn delete_draft(tx: &mut Tx, grant: &impl Grant, of: DraftOf<'_>) -> Result<Option<DraftId>, StoreError> {
    let statement = sql("DELETE FROM draft WHERE person_id = $1 AND organization_id = $2 AND scope = $3 RETURNING id")
        .bind(of.person)
        .bind(of.organization)
        .bind(of.scope);
    let row: Option<IdRow> = tx.optional(grant, statement).await?;
    read_some(row.as_ref().map(|row| row.id.as_str()), "draft", "id")
}

/// A file as both stores read it.
#[derive(serde::Deserialize)]
pub struct FileRow {
    id: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    received_bytes: i64,
}

impl TryFrom<FileRow> for AttachmentSummary {
    type Error = StoreError;
    fn try_from(row: FileRow) -> Result<AttachmentSummary, StoreError> {
        Ok(AttachmentSummary {
            id: read(&row.id, "attachment", "id")?,
            name: row.name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            received_bytes: row.received_bytes,
        })
    }
}

/// What was attached to a draft, in the order of uploading.
pub async fn pending_attachments(
    tx: &mut Tx,
    grant: &impl Grant,
    draft: &DraftId,
) -> Result<Vec<AttachmentSummary>, StoreError> {
    let statement =
        sql("SELECT id, name, media_type, size_bytes, received_bytes FROM attachment WHERE draft_id = $1 ORDER BY id")
            .bind(draft);
    let rows: Vec<FileRow> = tx.all(grant, statement).await?;
    rows.into_iter().map(AttachmentSummary::try_from).collect()
}

#[derive(serde::Deserialize)]
struct ProductRow {
    id: String,
    code: String,
    name: String,
    summary: String,
    chat: i64,
    identifiers: String,
}

impl ProductRow {
    fn read(self, language: Language) -> Result<ProductSummary, StoreError> {
        let damaged = |column| StoreError::Damaged { table: "product", column };
        Ok(ProductSummary {
            id: read(&self.id, "product", "id")?,
            code: self.code,
            name: self.name,
            summary: in_language(&self.summary, language).map_err(|()| damaged("summary"))?,
            chat: self.chat == 1,
            identifiers: serde_json::from_str(&self.identifiers).map_err(|_| damaged("identifiers"))?,
        })
    }
}

/// The text in a language, else in any.
fn in_language(texts: &str, language: Language) -> Result<String, ()> {
    let texts: BTreeMap<String, String> = serde_json::from_str(texts).map_err(|_| ())?;
    Ok(texts.get(language.tag()).or_else(|| texts.values().next()).cloned().unwrap_or_default())
}

/// The organization's products among `ids`, in the vendor's order.
pub async fn find_products(
    tx: &mut Tx,
    grant: &impl Grant,
    organization: &OrganizationId,
    ids: &[ProductId],
    language: Language,
) -> Result<Vec<ProductSummary>, StoreError> {
    let statement = sql("SELECT p.id, p.code, p.name, p.summary, p.chat, p.identifiers
  FROM product p JOIN entitlement e ON e.product_id = p.id WHERE e.organization_id = ")
    .push_bind("", organization)
    .push_list(" AND p.id IN ", ids)
    .push(" ORDER BY p.position");
    let rows: Vec<ProductRow> = tx.all(grant, statement).await?;
    rows.into_iter().map(|row| row.read(language)).collect()
}

/// What the wizard's page is made of.
#[derive(Default)]
pub struct WizardContent {
    pub draft: Option<StoredDraft>,
    pub attachments: Vec<AttachmentSummary>,
    /// All products of the organization, launched or not.
    pub products: Vec<ProductSummary>,
    pub phone_lines: Vec<PhoneLine>,
}

#[derive(serde::Deserialize)]
struct WizardRow {
    part: String,
    id: String,
    a: String,
    b: String,
    c: String,
    d: String,
    n: i64,
    m: i64,
}

/// $1 person, $2 organization, $3 scope, $4 region.
const WIZARD: &str = "
SELECT 'product' AS part, p.id AS id, p.code AS a, p.name AS b, p.summary AS c, p.identifiers AS d, p.chat AS n,
       p.position AS m
  FROM product p JOIN entitlement e ON e.product_id = p.id WHERE e.organization_id = $2
UNION ALL
SELECT 'line', l.id, l.language, l.number, l.hours, '', 0, l.position FROM phone_line l WHERE l.region = $4
UNION ALL
SELECT 'draft', d.id, d.content, '', '', '', d.updated_at, 0
  FROM draft d WHERE d.person_id = $1 AND d.organization_id = $2 AND d.scope = $3
UNION ALL
SELECT 'file', t.id, t.name, t.media_type, '', '', t.size_bytes, t.received_bytes
  FROM attachment t JOIN draft d ON d.id = t.draft_id
 WHERE d.person_id = $1 AND d.organization_id = $2 AND d.scope = $3";

/// Draft, files, products and phone lines in one statement.
pub async fn wizard(db: &Db, grant: &impl Grant, language: Language) -> Result<WizardContent, StoreError> {
    let mut content = WizardContent::default();
    let Some(who) = grant.actor().signed_in() else { return Ok(content) };
    let statement = sql(WIZARD).bind(&who.person).bind(&who.standing.organization).bind(CASE_SCOPE).bind(&who.region);
    let mut rows: Vec<WizardRow> = db.all(grant, statement).await?;
    rows.sort_by(|x, y| (x.m, &x.id).cmp(&(y.m, &y.id)));
    for row in rows {
        match row.part.as_str() {
            "product" => content.products.push(
                ProductRow { id: row.id, code: row.a, name: row.b, summary: row.c, chat: row.n, identifiers: row.d }
                    .read(language)?,
            ),
            "line" => content.phone_lines.push(PhoneLine {
                language: row.a,
                number: row.b,
                hours: in_language(&row.c, language)
                    .map_err(|()| StoreError::Damaged { table: "phone_line", column: "hours" })?,
            }),
            "draft" => content.draft = Some(DraftRow { id: row.id, content: row.a, updated_at: row.n }.read()?),
            _ => content.attachments.push(AttachmentSummary {
                id: read(&row.id, "attachment", "id")?,
                name: row.a,
                media_type: row.b,
                size_bytes: row.n,
                received_bytes: row.m,
            }),
        }
    }
    content.attachments.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(content)
}
