//! The pages of cases and the start page, as a browser without scripting gets them.

use super::valid::assert_valid;
use crate::support::{Page, Reader, TestApp, on_sqlite};
use atiende::features::cases::model::{OpenPageContent, Step};

const CUSTOMER: &str = "liam@northwind.example";
const SPANISH: &str = "carmen@rio-azul.example";
const ENGINEER: &str = "nora@brujula.example";
const NOT_LAUNCHED: &str = "pilar@banco-sur.example";
const TEXT: &str = "Since this morning the visits of the start page are counted twice.\n\n```\nGET /p.gif 200\n```";

/// Fills in every step by its plain form; gives the draft's id.
async fn fill_in(reader: &Reader<'_>) -> String {
    let content: OpenPageContent = reader.ask("cases/new", &[]).await.expect("the wizard");
    let product = content.products.first().expect("a launched product");
    let id = product.id.to_string();
    reader.post("cases/save-draft", &[("form[product]", &id), ("step", "product"), ("go", "problem")]).await;
    let problem = [
        ("form[title]", "Visits are counted twice"),
        ("form[description]", TEXT),
        ("form[reproducible]", "yes"),
        ("form[steps]", "Open the start page once"),
        ("step", "problem"),
        ("go", "environment"),
    ];
    let answer = reader.post("cases/save-draft", &problem).await;
    assert_eq!(answer.location(), "/cases/new?step=environment");
    let names: Vec<String> =
        product.identifiers.iter().map(|asked| format!("form[identifiers][{}]", asked.key)).collect();
    let mut environment =
        vec![("form[environment]", "Production"), ("form[changed]", "no"), ("step", "environment"), ("go", "priority")];
    environment.extend(names.iter().map(|name| (name.as_str(), "X-1")));
    reader.post("cases/save-draft", &environment).await;
    reader.post("cases/save-draft", &[("form[priority]", "P2"), ("step", "priority"), ("go", "contact")]).await;
    reader.post("cases/save-draft", &[("form[watchers]", ""), ("step", "contact"), ("go", "review")]).await;
    let review = reader.page("/cases/new?step=review").await;
    review.attributes("input[name=draft]", "value").remove(0)
}

/// Opens a case by plain forms; gives the address of its page.
async fn open(reader: &Reader<'_>) -> String {
    let draft = fill_in(reader).await;
    let answer = reader.post("cases/create", &[("draft", &draft)]).await;
    let case = answer.location().split(['?', '#']).next().unwrap_or_default().to_owned();
    assert!(case.starts_with("/cases/"), "{case} {}", answer.text());
    case
}

/// What the page's own form would send: its hidden fields.
fn hidden(page: &Page, form: &str, name: &str) -> String {
    page.attributes(&format!("{form} input[type=hidden][name=\"{name}\"]"), "value").remove(0)
}

#[test]
fn case_1_every_step_is_a_valid_page_in_both_languages_and_leads_to_every_other() {
    on_sqlite(async |app: &TestApp| {
        for (person, title) in [(CUSTOMER, "New case"), (SPANISH, "Nuevo caso")] {
            let reader = app.sign_in(person).await;
            fill_in(&reader).await;
            for step in Step::ALL {
                for check in ["", "&check=1"] {
                    let page = reader.page(&format!("/cases/new?step={step}{check}")).await;
                    assert_valid(&page);
                    assert_eq!(page.text("h1"), title);
                    assert_eq!(page.count(".steps a"), Step::ALL.len());
                }
            }
        }
    });
}

#[test]
fn case_3_a_checked_step_names_its_problems_and_leads_to_their_fields() {
    on_sqlite(async |app: &TestApp| {
        let reader = app.sign_in(CUSTOMER).await;
        let answer =
            reader.post("cases/save-draft", &[("form[title]", "Hi"), ("step", "problem"), ("go", "environment")]).await;
        assert_eq!(answer.location(), "/cases/new?step=problem&check=1");
        let page = reader.page(answer.location()).await;
        assert_valid(&page);
        let links = page.attributes(".summary a", "href");
        assert_eq!(links, ["#title", "#description", "#reproducible"]);
        for link in links {
            assert_eq!(page.count(&link), 1, "{link} leads to a field");
        }
        assert_eq!(page.attributes("#title", "value"), ["Hi"], "what was typed is kept");
        assert_eq!(page.attributes("#title", "aria-invalid"), ["true"]);
    });
}

#[test]
fn case_4_the_meaning_of_each_priority_stands_beside_it_and_numbers_to_call_are_there() {
    on_sqlite(async |app: &TestApp| {
        let page = app.sign_in(SPANISH).await.page("/cases/new?step=priority").await;
        assert_eq!(page.count("main .choice-hint"), 4);
        assert!(!page.attributes(".phones a", "href").is_empty());
        assert!(page.attributes(".phones a", "href").iter().all(|href| href.starts_with("tel:+")));
    });
}

#[test]
fn case_6_a_case_is_opened_and_answered_by_plain_forms() {
    on_sqlite(async |app: &TestApp| {
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = open(&customer).await;
        let page = customer.page(&case).await;
        assert_valid(&page);
        assert_eq!(page.text("h1"), "Visits are counted twice");
        assert_eq!(page.text(".case-line .badge"), "New");
        assert_eq!(page.text(".timeline .prose pre"), "GET /p.gif 200");
        assert_eq!(page.count("#event-1"), 1);

        let desk = engineer.page(&case).await;
        assert_valid(&desk);
        let reply = [
            ("form[case]", hidden(&desk, "#reply-form", "form[case]")),
            ("form[seen]", hidden(&desk, "#reply-form", "form[seen]")),
            ("form[key]", hidden(&desk, "#reply-form", "form[key]")),
            ("form[intent]", "solution".to_owned()),
            ("form[body]", "Please **update** the tag.".to_owned()),
        ];
        let fields: Vec<_> = reply.iter().map(|(name, value)| (*name, value.as_str())).collect();
        engineer.post("cases/comment", &fields).await;
        engineer.post("cases/comment", &fields).await;

        let page = customer.page(&case).await;
        assert_valid(&page);
        assert_eq!(page.texts("[data-kind=solution] .prose"), ["Please update the tag."], "sent twice, there once");
        assert_eq!(page.text(".case-line .badge"), "Solution proposed");
        assert_eq!(page.count(".solution form"), 2);
        let number = hidden(&page, ".solution", "case");
        customer.post("cases/settle", &[("case", &number), ("intent", "confirm"), ("reason", "")]).await;
        let page = customer.page(&case).await;
        assert_eq!(page.text(".case-line .badge"), "Closed (confirmed)");
        assert_eq!(page.count(".solution form"), 0);
        assert_valid(&page);
        app.take_mail().await;
    });
}

#[test]
fn case_17_a_note_is_unmistakable_for_engineers_and_nowhere_for_customers() {
    on_sqlite(async |app: &TestApp| {
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = open(&customer).await;
        let desk = engineer.page(&case).await;
        assert!(desk.attributes("#note", "hidden").len() == 1, "the note is never the default");
        let page = engineer.page(&format!("{case}?write=note")).await;
        assert_valid(&page);
        assert!(page.attributes("#note", "hidden").is_empty() && page.attributes("#reply", "hidden").len() == 1);
        let number = hidden(&page, "#note-form", "form[case]");
        let note = [
            ("form[case]", number.as_str()),
            ("form[key]", "k"),
            ("form[seen]", "1"),
            ("form[intent]", ""),
            ("form[body]", "Zebra"),
        ];
        engineer.post("cases/note", &note).await;
        let page = engineer.page(&case).await;
        assert_valid(&page);
        assert_eq!(page.texts("[data-kind=note] .prose"), ["Zebra"]);
        assert_eq!(page.text("[data-kind=note] .timeline-flag"), "Internal note: the customer does not see it");
        let page = customer.page(&case).await;
        assert!(!page.source.contains("Zebra") && page.count("#note") == 0);
        app.take_mail().await;
    });
}

#[test]
fn case_11_the_address_is_the_lists_only_state() {
    on_sqlite(async |app: &TestApp| {
        let reader = app.sign_in(CUSTOMER).await;
        open(&reader).await;
        let page = reader.page("/cases?status=new&priority=P2&q=visits&sort=opened").await;
        assert_valid(&page);
        assert_eq!(page.texts(".cases-table tbody .table-main"), ["Visits are counted twice"]);
        assert_eq!(page.attributes("[name=status][checked]", "value"), ["new"]);
        assert_eq!(page.attributes("#filter-q", "value"), ["visits"]);
        assert_eq!(page.attributes("th[aria-sort]", "aria-sort"), ["descending"]);
        let exports = page.attributes(".cases-export a", "href");
        assert_eq!(exports.len(), 2);
        assert!(
            exports.iter().all(|href| href.ends_with("?status=new&priority=P2&q=visits&sort=opened")),
            "{exports:?}"
        );
        let page = reader.page("/cases?q=nothing-like-it").await;
        assert_valid(&page);
        assert_eq!(page.text(".empty-title"), "No case matches the filter");
        assert_eq!(page.attributes(".empty-actions a", "href"), ["/cases"]);
        app.take_mail().await;
    });
}

#[test]
fn roll_2_before_the_launch_the_reason_stands_where_the_button_would_be() {
    on_sqlite(async |app: &TestApp| {
        let reader = app.sign_in(NOT_LAUNCHED).await;
        let page = reader.page("/").await;
        assert_valid(&page);
        assert_eq!(page.attributes(".page-actions button", "aria-disabled"), ["true"]);
        assert!(!page.text(".page-actions .button-why").is_empty());
        assert_eq!(page.count("a[href='/cases/new']"), 0);
    });
}

#[test]
fn ux_1_the_start_page_is_valid_for_every_persona() {
    on_sqlite(async |app: &TestApp| {
        for (person, _) in atiende::server::demo::PERSONAS {
            let page = app.sign_in(person).await.page("/").await;
            assert_valid(&page);
            assert_eq!(page.count("h1"), 1, "{person}");
        }
    });
}
