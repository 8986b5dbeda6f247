//! The case list as a file (CASE-14): what its filter shows, within the reader's reach, as CSV and as JSON.
//!
//! What always holds: rows are read page by page while they are sent; a cell never begins a formula; no note and no text
//! of a conversation is in it.

use super::store;
use crate::{
    error::AppError,
    features::cases::{
        model::{CaseFilter, CaseSummary},
        view::{resolution_name, status_name},
    },
    i18n::{Language, text::export as t},
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::Permit,
        http::{HttpState, WireError},
        zones,
    },
    values::{Cursor, Moment, Zone},
};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::RawQuery,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use futures::{Stream, StreamExt as _, stream};
use serde::Serialize;

/// Rows of a file: more than a person reads, few enough for every spreadsheet and for a minute of the database.
const ROWS_MOST: usize = 20_000;
/// Rows that are read at once.
const ROWS_PER_PAGE: usize = 500;
/// Spreadsheets take a file for UTF-8 only if it begins with this mark.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The addresses of exports.
pub fn routes() -> Router<HttpState> {
    Router::new().route(route::CASES_CSV, get(csv)).route(route::CASES_JSON, get(json))
}

/// `GET /cases.csv`, with the list's query string.
async fn csv(Extension(visit): Extension<Visit>, RawQuery(query): RawQuery) -> Response {
    let language = visit.language();
    let zone = zone(&visit);
    let begin = format!("{BYTE_ORDER_MARK}{}", line(&header_cells(language, &zone)));
    let print = move |case: &CaseSummary, _: usize| line(&cells(language, &zone, case));
    file(visit, query, "csv", "text/csv; charset=utf-8", begin, print, "").await
}

/// `GET /cases.json`, with the list's query string.
async fn json(Extension(visit): Extension<Visit>, RawQuery(query): RawQuery) -> Response {
    let print = |case: &CaseSummary, at: usize| {
        let row = serde_json::to_string(&JsonRow::from(case)).expect("a row is JSON");
        format!("{}{row}", if at == 0 { "" } else { ",\n" })
    };
    file(visit, query, "json", "application/json", "[\n".to_owned(), print, "\n]\n").await
}

fn zone(visit: &Visit) -> Zone {
    let name = visit.actor().signed_in().map_or("UTC", |who| who.zone.as_str());
    zones::zone(name, visit.now())
}

/// Sends the rows of a filter, printed one by one.
async fn file(
    visit: Visit,
    query: Option<String>,
    kind: &'static str,
    media_type: &'static str,
    begin: String,
    print: impl Fn(&CaseSummary, usize) -> String + Send + 'static,
    end: &'static str,
) -> Response {
    let filter = CaseFilter { after: None, ..CaseFilter::parse(query.as_deref().unwrap_or_default()) };
    let permit = match visit.permit::<act::ReadCases>(Place::Anywhere) {
        Ok(permit) => permit,
        Err(AppError::SignIn) => return Redirect::to(&route::sign_in(Some(&filter.href()))).into_response(),
        Err(refused) => return WireError(refused).into_response(),
    };
    // The first page decides whether there is a file at all.
    let first = match page(&visit, &permit, &filter).await {
        Ok(first) => first,
        Err(error) => return WireError(error).into_response(),
    };
    let name = format!("{}-{}.{kind}", t::file_name(visit.language()), &visit.now().rfc3339()[..10]);
    let rows = pages(visit, permit, filter, first).scan(0, move |count, page| {
        let printed = page.map(|rows| {
            let mut text = String::new();
            for case in &rows {
                text.push_str(&print(case, *count));
                *count += 1;
            }
            Bytes::from(text)
        });
        std::future::ready(Some(printed))
    });
    let begin = stream::once(std::future::ready(Ok(Bytes::from(begin))));
    let end = stream::once(std::future::ready(Ok(Bytes::from_static(end.as_bytes()))));
    let mut response = Body::from_stream(begin.chain(rows).chain(end)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

type Rows = (Vec<CaseSummary>, Option<Cursor>);

async fn page(visit: &Visit, permit: &Permit<act::ReadCases>, filter: &CaseFilter) -> Result<Rows, AppError> {
    let page = store::list_rows(visit.portal().db(), permit, filter, visit.now(), ROWS_PER_PAGE).await?;
    Ok((page.rows, page.next))
}

/// The pages of a filter, to the limit. A page that fails ends the file before its end, so that nobody takes it for whole.
fn pages(
    visit: Visit,
    permit: Permit<act::ReadCases>,
    filter: CaseFilter,
    first: Rows,
) -> impl Stream<Item = Result<Vec<CaseSummary>, AppError>> + Send {
    let state = Some((visit, permit, filter, first, 0));
    stream::try_unfold(state, async |state| {
        let Some((visit, permit, mut filter, (mut rows, next), before)) = state else { return Ok(None) };
        rows.truncate(ROWS_MOST - before);
        let sent = before + rows.len();
        filter.after = next;
        let later = match filter.after.is_some() && sent < ROWS_MOST {
            true => {
                let following = page(&visit, &permit, &filter).await?;
                Some((visit, permit, filter, following, sent))
            }
            false => None,
        };
        Ok::<_, AppError>(Some((rows, later)))
    })
}

fn header_cells(language: Language, zone: &Zone) -> Vec<String> {
    vec![
        t::number(language).to_owned(),
        t::title(language).to_owned(),
        t::status(language).to_owned(),
        t::resolution(language).to_owned(),
        t::priority(language).to_owned(),
        t::product(language).to_owned(),
        t::organization(language).to_owned(),
        t::requester(language).to_owned(),
        t::assignee(language).to_owned(),
        t::opened(language, &zone.name),
        t::changed(language, &zone.name),
        t::closed(language, &zone.name),
    ]
}

fn cells(language: Language, zone: &Zone, case: &CaseSummary) -> Vec<String> {
    let resolution = case.resolution.map_or("", |resolution| resolution_name(language, resolution));
    vec![
        case.number.to_string(),
        case.title.clone(),
        status_name(language, case.status).to_owned(),
        resolution.to_owned(),
        case.priority.code().to_owned(),
        case.product.clone(),
        case.organization.clone(),
        case.requester.clone(),
        case.assignee.clone().unwrap_or_default(),
        local(zone, case.opened_at),
        local(zone, case.changed_at),
        case.closed_at.map(|at| local(zone, at)).unwrap_or_default(),
    ]
}

/// As every spreadsheet reads it, whatever its language.
fn local(zone: &Zone, at: Moment) -> String {
    let c = zone.civil(at);
    format!("{:04}-{:02}-{:02} {:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute)
}

/// A line of CSV (RFC 4180). A cell that a spreadsheet would run as a formula begins with an apostrophe instead.
fn line(cells: &[String]) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let guarded = cells.iter().map(|cell| match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        Some(_) | None => cell.clone(),
    });
    writer.write_record(guarded).expect("writing to memory");
    String::from_utf8(writer.into_inner().expect("writing to memory")).expect("cells are UTF-8")
}

/// A row of the JSON file: codes, and instants in UTC.
#[derive(Serialize)]
struct JsonRow<'a> {
    number: String,
    title: &'a str,
    status: &'static str,
    resolution: Option<&'static str>,
    priority: &'static str,
    product: &'a str,
    organization: &'a str,
    requester: &'a str,
    assignee: Option<&'a str>,
    opened_at: String,
    changed_at: String,
    closed_at: Option<String>,
}

impl<'a> From<&'a CaseSummary> for JsonRow<'a> {
    fn from(case: &'a CaseSummary) -> JsonRow<'a> {
        JsonRow {
            number: case.number.to_string(),
            title: &case.title,
            status: case.status.code(),
            resolution: case.resolution.map(|resolution| resolution.code()),
            priority: case.priority.code(),
            product: &case.product,
            organization: &case.organization,
            requester: &case.requester,
            assignee: case.assignee.as_deref(),
            opened_at: case.opened_at.rfc3339(),
            changed_at: case.changed_at.rfc3339(),
            closed_at: case.closed_at.map(Moment::rfc3339),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn case_14_a_cell_never_begins_a_formula() {
        let cells = ["=1+1", "+34", "-x", "@cmd", "\tx", "a, \"b\"\nc", "plain"].map(str::to_owned);
        assert_eq!(line(&cells), "'=1+1,'+34,'-x,'@cmd,'\tx,\"a, \"\"b\"\"\nc\",plain\r\n");
    }
}
