//! Chats that run, each between a customer and an engineer who are signed in.

use crate::database::{Backend, Database};
use atiende::{
    features::{
        cases::model::Outcome,
        chat::{
            model::{Begun, Presence},
            rules::CHATS_PER_ENGINEER,
        },
    },
    route,
    server::{
        Portal,
        authz::Actor,
        clock::{Clock, Ids},
        config::Settings,
        db::{Db, migrate, sql},
        demo,
        http::{HttpState, Site, router},
        live::Hub,
        secret,
    },
    values::{HOUR_MS, PersonId, SessionId},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use clap::Parser as _;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use tower::ServiceExt as _;

const CUSTOMER: &str = "liam@northwind.example";
const ENGINEER: &str = "nora@brujula.example";

#[derive(clap::Parser)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

/// Two people and their chat; `cookies` are the customer's and the engineer's.
pub struct Room {
    pub chat: String,
    pub cookies: [String; 2],
}

pub struct World {
    pub database: Database,
    pub rooms: Vec<Room>,
}

impl World {
    pub async fn make(backend: Backend, rooms: usize) -> World {
        let database = Database::make(backend).await;
        let mut arguments = vec!["atiende".to_owned(), "--data-dir".to_owned(), database.folder.display().to_string()];
        if let Some(url) = &database.url {
            arguments.extend(["--database-url".to_owned(), url.clone()]);
        }
        let settings = Arguments::parse_from(arguments).settings;
        let clock = Clock::System;
        let hub = Hub::new(clock.clone());
        migrate(settings.database(), &database.folder).await.expect("a migrated database");
        let db = Db::open(settings.database(), &database.folder, hub.clone()).await.expect("an open database");
        let portal = Portal::new(db, hub, clock, Ids::seeded(1), settings);
        let people = demo::build(&portal).await.expect("people");
        let (there, _frames) = portal.hub().subscriber();
        there.say_present(people.person(ENGINEER), Presence::Available);
        let maker =
            Maker { router: router(HttpState::new(portal.clone(), Site::none())), portal: &portal, people: &people };
        let mut made = Vec::new();
        let mut engineer = String::new();
        for at in 0..rooms {
            if at.is_multiple_of(CHATS_PER_ENGINEER as usize) {
                engineer = maker.double(ENGINEER, &format!("engineer{at}")).await;
            }
            let customer = maker.double(CUSTOMER, &format!("customer{at}")).await;
            let chat = maker.chat(&customer, &engineer).await;
            made.push(Room { chat, cookies: [customer, engineer.clone()] });
        }
        drop((maker, there));
        portal.db().close().await;
        World { database, rooms: made }
    }
}

struct Maker<'p> {
    router: Router,
    portal: &'p Portal,
    people: &'p demo::World,
}

impl Maker<'_> {
    /// Another person with the rights of one, signed in; its cookie.
    async fn double(&self, of: &str, name: &str) -> String {
        let (portal, now) = (self.portal, self.portal.now());
        let (person, session): (PersonId, SessionId) = (portal.ids().next(now), portal.ids().next(now));
        let (token, email) = (secret::token(), format!("{name}@bench.example"));
        let grant = Actor::system("bench.chat").maintenance();
        let mut tx = portal.db().begin().await.expect("a transaction");
        let statement =
            sql("INSERT INTO person (id, email, name, language, theme, zone, phone, password_hash, created_at)
             SELECT $1, $2, $3, language, theme, zone, phone, password_hash, created_at FROM person WHERE email = $4");
        let statement = statement.bind(&person).bind(email.as_str()).bind(name).bind(of);
        tx.run(&grant, statement).await.expect("a person");
        let statement = sql("INSERT INTO membership (organization_id, person_id, role, since)
             SELECT organization_id, $1, role, since FROM membership WHERE person_id = $2");
        tx.run(&grant, statement.bind(&person).bind(self.people.person(of))).await.expect("a membership");
        let statement = sql("INSERT INTO session (id, token_hash, person_id, organization_id, created_at, seen_at, expires_at, address, agent)
             SELECT $1, $2, $3, organization_id, $4, $4, $5, '', '' FROM membership WHERE person_id = $3 LIMIT 1");
        let statement = statement.bind(&session).bind(secret::digest(&token)).bind(&person);
        tx.run(&grant, statement.bind(now).bind(now.plus_ms(8 * HOUR_MS))).await.expect("a session");
        tx.commit().await.expect("a commit");
        format!("atiende-session={token}")
    }

    async fn chat(&self, customer: &str, engineer: &str) -> String {
        let form = [
            ("form[product]", self.people.product("pulso").as_str()),
            ("form[subject]", "Visits are missing"),
            ("form[body]", "Since Monday"),
            ("form[key]", "begin"),
        ];
        let begun: Outcome<Begun> = self.call(customer, "chat/begin", &form).await;
        let Outcome::Done(Begun { chat: Ok(chat), .. }) = begun else { panic!("{begun:?}") };
        let _taken: serde_json::Value = self.call(engineer, "chat/take", &[("chat", chat.as_str())]).await;
        chat.to_string()
    }

    async fn call<T: DeserializeOwned>(&self, cookie: &str, endpoint: &str, fields: &[(&str, &str)]) -> T {
        let mut request = Request::post(format!("/api/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encode(fields)))
            .expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let answer = self.router.clone().oneshot(request).await.expect("the router always answers");
        let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a whole body");
        serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{endpoint}: {}", String::from_utf8_lossy(&body)))
    }
}

/// `application/x-www-form-urlencoded`.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", route::encode(name), route::encode(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}
