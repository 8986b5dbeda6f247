//! When chats are answered, as operators set it (CHAT-4).

use super::store;
use crate::{
    error::AppError,
    features::{
        cases::{
            model::Outcome,
            server::store::{self as cases, DraftOf},
        },
        chat::{
            model::{HoursContent, HoursForm},
            rules,
        },
    },
    policy::{Place as Where, act},
    route,
    server::{Visit, authz::Permit, http, zones},
    values::{Kept, Problems},
};

/// The scope of the draft that keeps an operator's form.
const SCOPE: &str = "chat-hours";

/// The products that have chats, and their hours. For the form of one of them also the time zones; with a `check` also what
/// a plain form could not store.
pub async fn hours(visit: &Visit, product: &str, check: &str) -> Result<HoursContent, AppError> {
    let permit = visit.permit::<act::SetUpChat>(Where::Anywhere)?;
    let db = visit.portal().db();
    let products = store::hours(db, &permit, visit.now()).await?;
    let asked = products.iter().find(|one| one.product.id.as_str() == product);
    let own = &visit.actor().require()?.zone;
    let zone = asked.and_then(|one| one.hours.as_ref()).map_or(own, |hours| &hours.zone);
    let zone = zones::zone(zone, visit.now());
    let zones = if product.is_empty() { Vec::new() } else { zones::names() };
    let kept = match check {
        "" => None,
        _ => cases::find_form(db, &permit, form_of(&permit)?).await?,
    };
    Ok(HoursContent { products, zones, kept, zone, now: visit.now() })
}

fn form_of(permit: &Permit<act::SetUpChat>) -> Result<DraftOf<'_>, AppError> {
    Ok(DraftOf { person: permit.author()?, organization: permit.organization()?, scope: SCOPE })
}

/// Sets the hours of a product's chat. They hold for whoever begins a chat from now on; chats that run go on.
pub async fn set_hours(visit: &Visit, form: HoursForm) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::SetUpChat>(Where::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let product = form.product.parse().map_err(|_| AppError::NotFound)?;
    let product = store::lock_product(&mut tx, &permit, &product).await?.ok_or(AppError::NotFound)?;
    match rules::check_hours(&form, zones::exists) {
        Ok(new) => store::set_hours(&mut tx, &permit, &product, new.hours.as_ref()).await?,
        Err(problems) => return keep(visit, tx, &permit, form, problems).await,
    }
    if http::is_plain_form() {
        cases::delete_draft(&mut tx, &permit, form_of(&permit)?).await?;
    }
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=1", route::CHAT_HOURS));
    Ok(Outcome::Done(()))
}

/// A plain form is shown again with what was typed; a page with scripting has it still.
async fn keep(
    visit: &Visit,
    mut tx: crate::server::db::Tx,
    permit: &Permit<act::SetUpChat>,
    form: HoursForm,
    problems: Problems,
) -> Result<Outcome<()>, AppError> {
    if http::is_plain_form() {
        let to = format!("{}&check=1", route::chat_hours(&form.product));
        let kept = Kept { form, problems: problems.clone() };
        cases::put_form(&mut tx, permit, form_of(permit)?, &visit.id(), &kept, visit.now()).await?;
        tx.commit().await?;
        http::lead_plain_form(&to);
    }
    Ok(Outcome::Problems(problems))
}
