//! Who the vendor and its customers are.

use crate::{
    features::organizations::model::Plan,
    i18n::Language::{self, En, Es},
    policy::{
        RolloutState::{self, *},
        Visibility,
    },
};

/// One of the vendor's products.
pub(super) struct Product {
    pub code: &'static str,
    pub name: &'static str,
    pub summary: [(Language, &'static str); 2],
    pub chat: bool,
    /// Key, English and Spanish label, example.
    pub identifiers: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

pub(super) const PRODUCTS: [Product; 4] = [
    Product {
        code: "pulso",
        name: "Pulso",
        summary: [
            (En, "Web analytics: visits, sources and goals"),
            (Es, "Analítica web: visitas, fuentes y objetivos"),
        ],
        chat: true,
        identifiers: &[("property", "Property id", "Identificador de la propiedad", "PU-4821-7")],
    },
    Product {
        code: "diana",
        name: "Diana",
        summary: [
            (En, "Experiments: variants, audiences and results"),
            (Es, "Experimentos: variantes, público y resultados"),
        ],
        chat: false,
        identifiers: &[
            ("workspace", "Workspace", "Espacio de trabajo", "tienda-web"),
            ("experiment", "Experiment id", "Identificador del experimento", "EXP-1093"),
        ],
    },
    Product {
        code: "mosaico",
        name: "Mosaico",
        summary: [(En, "Audiences: segments and where they are used"), (Es, "Audiencias: segmentos y dónde se usan")],
        chat: false,
        identifiers: &[("segment", "Segment id", "Identificador del segmento", "SEG-20517")],
    },
    Product {
        code: "faro",
        name: "Faro",
        summary: [(En, "Tags: what your pages measure, and when"), (Es, "Etiquetas: qué miden sus páginas y cuándo")],
        chat: false,
        identifiers: &[("container", "Container id", "Identificador del contenedor", "FA-77QX2")],
    },
];

/// The product of the earlier wave; the others are rolled out now.
pub(super) const EARLIER: &str = "faro";

/// A customer. `state` is that of the present roll-out, `planned` the launch in days from now.
pub(super) struct Organization {
    pub key: &'static str,
    pub name: &'static str,
    pub language: Language,
    pub zone: &'static str,
    pub region: &'static str,
    pub plan: Plan,
    pub visibility: Visibility,
    pub products: &'static [&'static str],
    pub state: RolloutState,
    pub planned: Option<i64>,
}

pub(super) const VENDOR: Organization = Organization {
    key: "brujula",
    name: "Brújula Digital",
    language: Es,
    zone: "Europe/Madrid",
    region: "ES",
    plan: Plan::Elite,
    visibility: Visibility::Everyone,
    products: &[],
    state: Launched,
    planned: None,
};

pub(super) const CUSTOMERS: [Organization; 10] = [
    Organization {
        key: "rio-azul",
        name: "Río Azul",
        language: Es,
        zone: "Europe/Madrid",
        region: "ES",
        plan: Plan::Negocio,
        visibility: Visibility::Everyone,
        products: &["pulso", "faro"],
        state: Launched,
        planned: Some(-40),
    },
    Organization {
        key: "northwind",
        name: "Northwind Outfitters",
        language: En,
        zone: "Europe/London",
        region: "GB",
        plan: Plan::Empresa,
        visibility: Visibility::ByRole,
        products: &["pulso", "diana"],
        state: Launched,
        planned: Some(-33),
    },
    Organization {
        key: "talleres-munoz",
        name: "Talleres Muñoz Íñiguez",
        language: Es,
        zone: "Europe/Madrid",
        region: "ES",
        plan: Plan::Esencial,
        visibility: Visibility::OwnOnly,
        products: &["pulso"],
        state: Launched,
        planned: Some(-26),
    },
    Organization {
        key: "aurora",
        name: "Aurora Energy",
        language: En,
        zone: "America/New_York",
        region: "US",
        plan: Plan::Elite,
        visibility: Visibility::NamedPeople,
        products: &["pulso", "diana", "mosaico", "faro"],
        state: LegacyDrain,
        planned: Some(-60),
    },
    Organization {
        key: "san-telmo",
        name: "Hospital San Telmo",
        language: Es,
        zone: "Atlantic/Canary",
        region: "ES",
        plan: Plan::Empresa,
        visibility: Visibility::Everyone,
        products: &["pulso", "faro"],
        state: Closed,
        planned: Some(-90),
    },
    Organization {
        key: "banco-sur",
        name: "Banco del Sur",
        language: Es,
        zone: "America/Argentina/Buenos_Aires",
        region: "AR",
        plan: Plan::Elite,
        visibility: Visibility::ByRole,
        products: &["diana", "mosaico"],
        state: Enablement,
        planned: Some(9),
    },
    Organization {
        key: "helsingor",
        name: "Helsingør Shipping",
        language: En,
        zone: "Europe/Copenhagen",
        region: "DK",
        plan: Plan::Negocio,
        visibility: Visibility::ByRole,
        products: &["mosaico"],
        state: Validation,
        planned: Some(23),
    },
    Organization {
        key: "cafe-nandu",
        name: "Café Ñandú",
        language: Es,
        zone: "America/Mexico_City",
        region: "MX",
        plan: Plan::Esencial,
        visibility: Visibility::OwnOnly,
        products: &["pulso"],
        state: UserSetup,
        planned: Some(37),
    },
    Organization {
        key: "kestrel",
        name: "Kestrel Media",
        language: En,
        zone: "America/Los_Angeles",
        region: "US",
        plan: Plan::Negocio,
        visibility: Visibility::Everyone,
        products: &["pulso", "mosaico"],
        state: Paused,
        planned: None,
    },
    Organization {
        key: "dar-al-noor",
        name: "Dar al-Noor Logistics",
        language: En,
        zone: "Asia/Dubai",
        region: "AE",
        plan: Plan::Empresa,
        visibility: Visibility::NamedPeople,
        products: &["pulso", "diana"],
        state: Draft,
        planned: Some(58),
    },
];

/// Region, language, number, opening hours in English and in Spanish.
pub(super) const PHONE_LINES: [(&str, Language, &str, &str, &str); 8] = [
    (
        "ES",
        Es,
        "+441632960101",
        "Monday to Friday, 8:00 to 20:00 (Madrid); P1 at any time",
        "De lunes a viernes, de 8:00 a 20:00 (Madrid); P1 a cualquier hora",
    ),
    (
        "ES",
        En,
        "+441632960102",
        "Monday to Friday, 9:00 to 18:00 (Madrid)",
        "De lunes a viernes, de 9:00 a 18:00 (Madrid)",
    ),
    (
        "GB",
        En,
        "+441632960110",
        "Monday to Friday, 8:00 to 19:00 (London); P1 at any time",
        "De lunes a viernes, de 8:00 a 19:00 (Londres); P1 a cualquier hora",
    ),
    (
        "US",
        En,
        "+12025550119",
        "Monday to Friday, 8:00 to 20:00 (New York); P1 at any time",
        "De lunes a viernes, de 8:00 a 20:00 (Nueva York); P1 a cualquier hora",
    ),
    (
        "MX",
        Es,
        "+12025550120",
        "Monday to Friday, 8:00 to 19:00 (Mexico City)",
        "De lunes a viernes, de 8:00 a 19:00 (Ciudad de México)",
    ),
    (
        "AR",
        Es,
        "+12025550121",
        "Monday to Friday, 9:00 to 19:00 (Buenos Aires)",
        "De lunes a viernes, de 9:00 a 19:00 (Buenos Aires)",
    ),
    (
        "DK",
        En,
        "+441632960130",
        "Monday to Friday, 8:00 to 17:00 (Copenhagen)",
        "De lunes a viernes, de 8:00 a 17:00 (Copenhague)",
    ),
    (
        "AE",
        En,
        "+441632960140",
        "Monday to Friday, 8:00 to 18:00 (Dubai)",
        "De lunes a viernes, de 8:00 a 18:00 (Dubái)",
    ),
];
