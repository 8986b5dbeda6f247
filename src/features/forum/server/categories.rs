//! The categories of the products' forums, which those write who look after the forum.

use super::{CATEGORY_SCOPE, form_of, keep, store};
use crate::{
    error::AppError,
    features::{
        cases::{model::Outcome, server::store as cases},
        forum::{
            model::*,
            rules::{self, NewCategory},
        },
    },
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::Permit,
        db::{StoreError, Tx},
        http,
    },
    values::{CategoryId, Problem, Problems},
};

/// All of them, with the products that one can be of.
pub async fn categories(visit: &Visit, check: &str) -> Result<CategoriesContent, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let db = visit.portal().db();
    let (products, categories) = store::categories(db, &permit).await?;
    let kept = match check {
        "" => None,
        _ => cases::find_form(db, &permit, form_of(&permit, CATEGORY_SCOPE)?).await?,
    };
    let key = visit.id::<CategoryId>().to_string();
    Ok(CategoriesContent { categories, products, key, kept })
}

/// Adds a category, or changes the names of the one that has the form's id: sent twice it is one (P4).
pub async fn save_category(visit: &Visit, form: CategoryForm) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let checked = match rules::check_category(&form) {
        Ok(new) => known(&mut tx, &permit, new).await?,
        Err(problems) => Err(problems),
    };
    let new = match checked {
        Ok(new) => new,
        Err(problems) => {
            let to = format!("{}?change={}&check=1", route::CATEGORIES, route::encode(&form.id));
            return keep(visit, tx, &permit, (CATEGORY_SCOPE, form), problems, &to).await;
        }
    };
    match store::lock_category(&mut tx, &permit, &new.id).await? {
        Some(category) => store::rename_category(&mut tx, &permit, &category, &new).await?,
        None => store::insert_category(&mut tx, &permit, &new).await?,
    }
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=1", route::CATEGORIES));
    Ok(Outcome::Done(()))
}

/// Is it of a product that there is, under names that no other category of it has?
async fn known(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    new: NewCategory,
) -> Result<Result<NewCategory, Problems>, StoreError> {
    if !store::lock_product(tx, permit, &new.product).await? {
        return Ok(Err(Problems::one("product", Problem::NotAChoice)));
    }
    let others = store::other_names(tx, permit, &new).await?;
    Ok(rules::check_names(&new, &others).map(|()| new))
}
