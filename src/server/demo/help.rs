//! Help topics of the demo world, in both languages: brought in like a vendor's own, from a folder.

use super::world::World;
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{
            model::ShelfForm,
            server::{
                self,
                import::{self, ImportError, Report},
            },
        },
    },
    server::{Portal, Visit},
};
use indicatif::ProgressBar;
use std::fs;

/// Files by their paths in the folder.
macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("help/", $path)))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "en/diana/TOC.md",
    "en/diana/first-experiment.md",
    "en/diana/no-visitors-or-uneven-variants.md",
    "en/diana/read-the-results.md",
    "en/diana/results-and-experiments-api.md",
    "en/diana/workspace-quotas.md",
    "en/diana/workspace-roles.md",
    "en/faro/TOC.md",
    "en/faro/container-limits.md",
    "en/faro/container-report.md",
    "en/faro/export-import-and-api.md",
    "en/faro/first-container.md",
    "en/faro/tags-that-do-not-fire.md",
    "en/faro/who-may-publish.md",
    "en/mosaico/TOC.md",
    "en/mosaico/deliver-audiences-and-api.md",
    "en/mosaico/first-segment.md",
    "en/mosaico/imports-and-empty-segments.md",
    "en/mosaico/personal-data-access.md",
    "en/mosaico/sizes-and-overlap.md",
    "en/mosaico/source-and-segment-limits.md",
    "en/pulso/TOC.md",
    "en/pulso/export-and-reporting-api.md",
    "en/pulso/install-the-tag.md",
    "en/pulso/missing-or-different-figures.md",
    "en/pulso/property-limits.md",
    "en/pulso/roles-and-folders.md",
    "en/pulso/visitors-sessions-and-goals.md",
    "es/diana/TOC.md",
    "es/diana/first-experiment.md",
    "es/diana/no-visitors-or-uneven-variants.md",
    "es/diana/read-the-results.md",
    "es/diana/results-and-experiments-api.md",
    "es/diana/workspace-quotas.md",
    "es/diana/workspace-roles.md",
    "es/faro/TOC.md",
    "es/faro/container-limits.md",
    "es/faro/container-report.md",
    "es/faro/export-import-and-api.md",
    "es/faro/first-container.md",
    "es/faro/tags-that-do-not-fire.md",
    "es/faro/who-may-publish.md",
    "es/mosaico/TOC.md",
    "es/mosaico/deliver-audiences-and-api.md",
    "es/mosaico/first-segment.md",
    "es/mosaico/imports-and-empty-segments.md",
    "es/mosaico/personal-data-access.md",
    "es/mosaico/sizes-and-overlap.md",
    "es/mosaico/source-and-segment-limits.md",
    "es/pulso/TOC.md",
    "es/pulso/export-and-reporting-api.md",
    "es/pulso/install-the-tag.md",
    "es/pulso/missing-or-different-figures.md",
    "es/pulso/property-limits.md",
    "es/pulso/roles-and-folders.md",
    "es/pulso/visitors-sessions-and-goals.md",
];

/// The products whose topics these are, as their folders call them.
const PRODUCTS: [&str; 4] = ["pulso", "diana", "mosaico", "faro"];
/// The one whose help everybody reads.
const PUBLIC: &str = "pulso";

/// Brings the topics in, and says which products they belong to.
pub(super) async fn seed(portal: &Portal, world: &World) -> Result<(), ImportError> {
    let folder = portal.settings().data_dir.join("help");
    for (path, text) in FILES {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&folder))?;
        fs::write(file, text)?;
    }
    let ended = import::run(portal, &folder, &mut Report::default(), &ProgressBar::hidden()).await;
    fs::remove_dir_all(&folder)?;
    ended?;
    let oscar = world.actor("oscar@brujula.example");
    let visit = Visit::system(portal, "demo.seed", world.now).acting_as(oscar, world.now);
    for name in PRODUCTS {
        let product = world.product(name).to_string();
        let title = name[..1].to_uppercase() + &name[1..];
        // one product's help is open to everybody, the others' to customers
        let public = if name == PUBLIC { "yes" } else { "" };
        let form = ShelfForm { name: name.to_owned(), title, product, public: public.to_owned() };
        if let Outcome::Problems(problems) = server::save_shelf(&visit, form).await? {
            return Err(ImportError::Portal(AppError::Invalid(problems)));
        }
    }
    Ok(())
}
