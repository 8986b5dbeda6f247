//! Decisions: the policy, the form of a case, the query of a list.

use atiende::{
    features::cases::{
        model::{CaseFilter, CaseForm, Priority, ProductSummary, Status},
        rules::{Position, can_reopen, check},
    },
    policy::{Action, Entitlement, Place, Role, RolloutState, Standing, Visibility, decide},
    values::{CaseNumber, Moment},
};
use criterion::Criterion;
use std::hint::black_box;

const NOW: Moment = Moment(1_795_424_400_000);
const QUERY: &str = "scope=mine&status=new&status=assigned&priority=P1&priority=P2&period=90d&q=visitas&sort=opened";

pub fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    let standing = standing();
    group.bench_function("every action of the policy", |bencher| {
        bencher.iter(|| {
            let granted = |action: &&Action| decide(Some(&standing), **action, &Place::Anywhere).is_ok();
            black_box(Action::ALL.iter().filter(granted).count())
        });
    });
    let (form, products) = (form(), [product()]);
    group.bench_function("the form of a case", |bencher| {
        bencher.iter(|| check(black_box(&form), &products).expect("a form without problems"));
    });
    group.bench_function("a list's query, read and written", |bencher| {
        bencher.iter(|| CaseFilter::parse(black_box(QUERY)).to_query());
    });
    group.bench_function("a case's number, read and written", |bencher| {
        bencher.iter(|| black_box("100482M").parse::<CaseNumber>().expect("a number").to_string());
    });
    let closed =
        Position { status: Status::Closed, resolution: None, assigned: true, closed_at: Some(NOW.plus_ms(-1)) };
    group.bench_function("may it be reopened", |bencher| {
        bencher.iter(|| can_reopen(black_box(&closed).closed_at, NOW));
    });
    group.finish();
}

fn id(n: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{n:02}")
}

fn standing() -> Standing {
    Standing {
        person: id(1).parse().expect("an id"),
        organization: id(2).parse().expect("an id"),
        roles: vec![Role::SupportAdministrator],
        suspended: false,
        visibility: Visibility::Everyone,
        named: false,
        products: vec![Entitlement {
            product: id(3).parse().expect("an id"),
            state: RolloutState::Launched,
            planned: None,
            chat: true,
        }],
    }
}

fn product() -> ProductSummary {
    ProductSummary {
        id: id(3).parse().expect("an id"),
        code: "pulso".to_owned(),
        name: "Pulso".to_owned(),
        summary: String::new(),
        chat: true,
        identifiers: Vec::new(),
    }
}

fn form() -> CaseForm {
    CaseForm {
        product: id(3),
        title: "Visits are missing in the campaign report".to_owned(),
        description: "Since **Monday** the visits of the shop are missing in every report. ".repeat(5),
        reproducible: "yes".to_owned(),
        steps: "Open the report of visits".to_owned(),
        environment: "Production, Firefox".to_owned(),
        changed: "no".to_owned(),
        priority: Priority::P3.to_string(),
        watchers: "ana@rio-azul.example, luis@rio-azul.example".to_owned(),
        ..CaseForm::default()
    }
}
