//! Who works there: every role, every kind of evidence, and names as people really have them.

use crate::{
    i18n::Language::{self, En, Es},
    policy::Role::{self, *},
};

/// A person and where that person belongs.
pub(super) struct Person {
    pub email: &'static str,
    pub name: &'static str,
    pub language: Language,
    pub phone: Option<&'static str>,
    /// Organization, roles, kinds of evidence.
    pub memberships: &'static [(&'static str, &'static [Role], &'static str)],
    pub account: Account,
}

/// How far a person came with the invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// Signs in with [`super::PASSWORD`].
    Accepted,
    /// Has no password yet.
    Invited,
}
use Account::{Accepted, Invited};

pub(super) const PEOPLE: [Person; 26] = [
    // The vendor.
    Person {
        email: "nora@brujula.example",
        name: "Nora Lindqvist",
        language: En,
        phone: Some("+441632960201"),
        memberships: &[("brujula", &[Engineer], "")],
        account: Accepted,
    },
    Person {
        email: "ines@brujula.example",
        name: "Inés Vidal Castro",
        language: Es,
        phone: Some("+441632960202"),
        memberships: &[("brujula", &[Engineer], "")],
        account: Accepted,
    },
    Person {
        email: "tomas@brujula.example",
        name: "Tomás Quiroga",
        language: Es,
        phone: None,
        memberships: &[("brujula", &[Engineer], "")],
        account: Accepted,
    },
    Person {
        email: "oscar@brujula.example",
        name: "Óscar Rey Montalbán",
        language: Es,
        phone: None,
        memberships: &[("brujula", &[Operator], "")],
        account: Accepted,
    },
    Person {
        email: "eva@brujula.example",
        name: "Eva Brandt",
        language: En,
        phone: None,
        memberships: &[("brujula", &[Operator], "")],
        account: Accepted,
    },
    // Launched: their cases fill the desk.
    Person {
        email: "carmen@rio-azul.example",
        name: "Carmen Ibáñez de la Fuente",
        language: Es,
        phone: Some("+441632960301"),
        memberships: &[("rio-azul", &[SystemAdministrator], "AB")],
        account: Accepted,
    },
    Person {
        email: "mateo@rio-azul.example",
        name: "Mateo Núñez Prieto",
        language: Es,
        phone: None,
        memberships: &[("rio-azul", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    Person {
        email: "liam@northwind.example",
        name: "Liam O’Connor",
        language: En,
        phone: Some("+441632960311"),
        memberships: &[("northwind", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    Person {
        email: "grace@northwind.example",
        name: "Grace Adeyemi",
        language: En,
        phone: Some("+441632960312"),
        memberships: &[("northwind", &[SystemAdministrator], "B")],
        account: Accepted,
    },
    Person {
        email: "jose-maria@talleres-munoz.example",
        name: "José María Muñoz Íñiguez",
        language: Es,
        phone: None,
        memberships: &[("talleres-munoz", &[SystemAdministrator, SupportAdministrator], "AC")],
        account: Accepted,
    },
    Person {
        email: "lucia@talleres-munoz.example",
        name: "Lucía Muñoz Saavedra",
        language: Es,
        phone: None,
        memberships: &[("talleres-munoz", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    Person {
        email: "dana@aurora.example",
        name: "Dana Whitfield",
        language: En,
        phone: Some("+12025550131"),
        memberships: &[("aurora", &[SystemAdministrator], "A")],
        account: Accepted,
    },
    Person {
        email: "noam@aurora.example",
        name: "נועם בן־דוד",
        language: En,
        phone: None,
        memberships: &[("aurora", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    Person {
        email: "begona@san-telmo.example",
        name: "Begoña Etxeberria Agirre",
        language: Es,
        phone: None,
        memberships: &[("san-telmo", &[SystemAdministrator], "B")],
        account: Accepted,
    },
    Person {
        email: "paco@san-telmo.example",
        name: "Francisco de Asís Peñalver",
        language: Es,
        phone: None,
        memberships: &[("san-telmo", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    // One person in two organizations (ROLE-7).
    Person {
        email: "alex@consultora.example",
        name: "Àlex Puig i Ferrer",
        language: Es,
        phone: None,
        memberships: &[("rio-azul", &[SupportAdministrator], "C"), ("northwind", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    // On the way.
    Person {
        email: "pilar@banco-sur.example",
        name: "Pilar Achával",
        language: Es,
        phone: None,
        memberships: &[("banco-sur", &[DesignatedContact], "")],
        account: Accepted,
    },
    Person {
        email: "ramiro@banco-sur.example",
        name: "Ramiro Ezcurra Lynch",
        language: Es,
        phone: Some("+12025550141"),
        memberships: &[("banco-sur", &[SystemAdministrator], "AB")],
        account: Accepted,
    },
    Person {
        email: "soren@helsingor.example",
        name: "Søren Kjær",
        language: En,
        phone: None,
        memberships: &[("helsingor", &[SystemAdministrator], "B")],
        account: Accepted,
    },
    Person {
        email: "freja@helsingor.example",
        name: "Freja Østergård",
        language: En,
        phone: None,
        memberships: &[("helsingor", &[SupportAdministrator], "C")],
        account: Invited,
    },
    Person {
        email: "xochitl@cafe-nandu.example",
        name: "Xóchitl Ñáñez Güemes",
        language: Es,
        phone: None,
        memberships: &[("cafe-nandu", &[SystemAdministrator], "A")],
        account: Accepted,
    },
    Person {
        email: "ivan@cafe-nandu.example",
        name: "Iván Ramírez",
        language: Es,
        phone: None,
        memberships: &[("cafe-nandu", &[SupportAdministrator], "C")],
        account: Invited,
    },
    Person {
        email: "mei@kestrel.example",
        name: "Mei-Ling Zhou (周美玲)",
        language: En,
        phone: Some("+12025550151"),
        memberships: &[("kestrel", &[SystemAdministrator], "AB")],
        account: Accepted,
    },
    Person {
        email: "zoe@kestrel.example",
        name: "Zoë Fox 🦊",
        language: En,
        phone: None,
        memberships: &[("kestrel", &[SupportAdministrator], "C")],
        account: Accepted,
    },
    Person {
        email: "layla@dar-al-noor.example",
        name: "ليلى الحداد",
        language: En,
        phone: None,
        memberships: &[("dar-al-noor", &[SystemAdministrator], "B")],
        account: Invited,
    },
    Person {
        email: "yusuf@dar-al-noor.example",
        name: "يوسف بن عبد الرحمن",
        language: En,
        phone: None,
        memberships: &[("dar-al-noor", &[SupportAdministrator], "C")],
        account: Invited,
    },
];

/// Who sees every case of an organization whose visibility is `named` (CASE-12).
pub(super) const CASE_VIEWERS: [(&str, &str); 1] = [("aurora", "dana@aurora.example")];
