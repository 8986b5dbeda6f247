//! A forum in which people have asked, answered and discussed, each in their own language; written by the use cases.

use super::world::World;
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        forum::{
            model::{CategoryForm, ForumPlace, Kind, ThreadForm},
            server,
        },
    },
    i18n::Language::{En, Es},
    server::{Portal, Visit},
    values::{CategoryId, HOUR_MS},
};

/// The categories of a product: its code, and two names in English and Spanish.
const CATEGORIES: [(&str, [(&str, &str); 2]); 4] = [
    ("pulso", [("Measuring", "Medición"), ("Reports and data", "Informes y datos")]),
    ("diana", [("Designing experiments", "Diseño de experimentos"), ("Results", "Resultados")]),
    ("mosaico", [("Segments", "Segmentos"), ("Where they are used", "Dónde se usan")]),
    ("faro", [("Containers", "Contenedores"), ("Consent", "Consentimiento")]),
];

/// A thread as it came to be.
struct Talk {
    product: &'static str,
    /// The place of its category.
    category: usize,
    kind: Kind,
    author: &'static str,
    hours_ago: i64,
    title: &'static str,
    body: &'static str,
    /// How many find it helpful.
    votes: usize,
    answers: &'static [Answer],
}

struct Answer {
    author: &'static str,
    hours_ago: i64,
    body: &'static str,
    votes: usize,
    accepted: bool,
}

const CARMEN: &str = "carmen@rio-azul.example";
const MATEO: &str = "mateo@rio-azul.example";
const LIAM: &str = "liam@northwind.example";
const GRACE: &str = "grace@northwind.example";
const JOSE_MARIA: &str = "jose-maria@talleres-munoz.example";
const DANA: &str = "dana@aurora.example";
const NOAM: &str = "noam@aurora.example";
const BEGONA: &str = "begona@san-telmo.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";
const TOMAS: &str = "tomas@brujula.example";

/// Who finds things helpful, in this order.
const VOTERS: [&str; 11] = [DANA, MATEO, GRACE, JOSE_MARIA, BEGONA, NOAM, LIAM, CARMEN, INES, NORA, TOMAS];

const TALKS: [Talk; 12] = [
    Talk {
        product: "pulso",
        category: 1,
        kind: Kind::Question,
        author: MATEO,
        hours_ago: 410,
        title: "¿Por qué el informe de visitas y la exportación no suman lo mismo?",
        body: "En el informe mensual tenemos **1.204** visitas y en el CSV exportado, 1.187. El filtro es el mismo y el periodo \
               también. ¿Qué se nos escapa?",
        votes: 6,
        answers: &[
            Answer {
                author: BEGONA,
                hours_ago: 405,
                body: "A nosotros nos pasaba por la zona horaria: el informe usa la de la organización y la exportación, UTC.",
                votes: 3,
                accepted: false,
            },
            Answer {
                author: INES,
                hours_ago: 398,
                body: "Begoña tiene razón en lo de la zona. Además, la exportación deja fuera las visitas que aún no se han \
                       cerrado, es decir, las de los últimos 30 minutos.\n\n1. Exporte con la opción *Zona de la organización*.\n2. \
                       Espere media hora tras el final del periodo.\n\nAsí coinciden.",
                votes: 7,
                accepted: true,
            },
        ],
    },
    Talk {
        product: "pulso",
        category: 0,
        kind: Kind::Question,
        author: LIAM,
        hours_ago: 96,
        title: "Counting a goal once per visit when the page reloads",
        body: "Our confirmation page reloads itself after payment, and the goal is counted twice.\n\n```js\npulso.goal(\"order\");\n```\n\nIs \
               there a way to say *once per visit* without keeping a flag of our own?",
        votes: 4,
        answers: &[Answer {
            author: GRACE,
            hours_ago: 90,
            body: "We put a marker into the session storage, but I would like to know of something better too.",
            votes: 1,
            accepted: false,
        }],
    },
    Talk {
        product: "pulso",
        category: 1,
        kind: Kind::Discussion,
        author: CARMEN,
        hours_ago: 240,
        title: "Qué miráis cada lunes: nuestros cinco informes",
        body: "Empiezo yo. Cada lunes miramos:\n\n- visitas por fuente\n- objetivos por campaña\n- páginas con error\n- tiempo hasta la \
               primera reserva\n- lo que se busca en el sitio\n\n¿Y vosotros?",
        votes: 8,
        answers: &[
            Answer {
                author: JOSE_MARIA,
                hours_ago: 232,
                body: "Somos un taller pequeño: visitas, llamadas y citas. Con eso nos basta.",
                votes: 4,
                accepted: false,
            },
            Answer {
                author: DANA,
                hours_ago: 200,
                body: "The same list, and one more: pages that people leave within ten seconds. It has paid for itself.",
                votes: 5,
                accepted: false,
            },
        ],
    },
    Talk {
        product: "diana",
        category: 0,
        kind: Kind::Question,
        author: DANA,
        hours_ago: 330,
        title: "How many visits does an experiment with three variants need?",
        body: "The planner says 12,000 for two variants. With three, is it half as many again, or more than that?",
        votes: 5,
        answers: &[Answer {
            author: NORA,
            hours_ago: 322,
            body: "More than that. Each variant needs as many visits as before, so 18,000, and a little more because two \
                   comparisons are made instead of one: plan for about **20,000**.\n\n| variants | visits |\n|---|---|\n| 2 | 12,000 |\n| 3 | \
                   20,000 |\n| 4 | 28,000 |",
            votes: 6,
            accepted: true,
        }],
    },
    Talk {
        product: "diana",
        category: 1,
        kind: Kind::Question,
        author: BEGONA,
        hours_ago: 30,
        title: "El resultado cambia de significativo a no significativo de un día a otro",
        body: "Ayer la variante B ganaba con un 97 % y hoy estamos en un 91 %. ¿Debemos esperar o darlo por terminado?",
        votes: 2,
        answers: &[],
    },
    Talk {
        product: "diana",
        category: 0,
        kind: Kind::Discussion,
        author: NOAM,
        hours_ago: 150,
        title: "Experiments that lost and taught us something",
        body: "We moved the search to the top of every page, sure that it would win. It lost by 4 %: people searched more and found \
               less. What have you learned from a loser?",
        votes: 7,
        answers: &[Answer {
            author: CARMEN,
            hours_ago: 140,
            body: "Quitamos el precio de la lista para que entraran en la ficha. Entraron, y se fueron. Lo dejamos en dos días.",
            votes: 5,
            accepted: false,
        }],
    },
    Talk {
        product: "mosaico",
        category: 0,
        kind: Kind::Question,
        author: JOSE_MARIA,
        hours_ago: 280,
        title: "¿Se puede excluir de un segmento a quien ya ha comprado?",
        body: "Queremos llegar a quien ha pedido presupuesto **y no** ha reservado después. No encuentro la condición negativa.",
        votes: 3,
        answers: &[Answer {
            author: TOMAS,
            hours_ago: 275,
            body: "Sí: en la condición, abra el menú *contiene* y elija *no contiene*; se aplica al mismo periodo que el resto del \
                   segmento. Si necesita otro periodo, haga dos segmentos y réstelos en *Combinar*.",
            votes: 4,
            accepted: true,
        }],
    },
    Talk {
        product: "mosaico",
        category: 1,
        kind: Kind::Question,
        author: GRACE,
        hours_ago: 52,
        title: "Segment reaches the mailing tool a day late",
        body: "A segment that is full at 08:00 arrives in our mailing tool the next morning only. Is there a setting for how often it \
               is handed over?",
        votes: 3,
        answers: &[Answer {
            author: NORA,
            hours_ago: 47,
            body: "There is: *Where it is used → Handing over*. It is daily at first and can be set to hourly for five segments.",
            votes: 2,
            accepted: false,
        }],
    },
    Talk {
        product: "mosaico",
        category: 0,
        kind: Kind::Discussion,
        author: INES,
        hours_ago: 190,
        title: "Cómo nombrar los segmentos para encontrarlos un año después",
        body: "Lo que mejor vemos que funciona: *para qué*, *a quién*, *desde cuándo*. Por ejemplo, `boletín · reservó · 2026-09`. \
               ¿Qué usáis?",
        votes: 4,
        answers: &[Answer {
            author: MATEO,
            hours_ago: 186,
            body: "Nosotros ponemos delante el equipo que lo mantiene; cuando alguien se va, sabemos a quién preguntar.",
            votes: 3,
            accepted: false,
        }],
    },
    Talk {
        product: "faro",
        category: 1,
        kind: Kind::Question,
        author: NOAM,
        hours_ago: 360,
        title: "Tags that wait for consent do not run on the page on which it is given",
        body: "Consent is given on the first page, but the tags begin on the second. We lose the first page of every visit.",
        votes: 5,
        answers: &[
            Answer {
                author: TOMAS,
                hours_ago: 352,
                body: "Set the trigger to *Consent given* instead of *Page loaded*: it fires on the page itself, once.",
                votes: 5,
                accepted: true,
            },
            Answer { author: NOAM, hours_ago: 351, body: "That was it, thank you!", votes: 0, accepted: false },
        ],
    },
    Talk {
        product: "faro",
        category: 0,
        kind: Kind::Question,
        author: CARMEN,
        hours_ago: 20,
        title: "¿Cómo volver a la versión anterior de un contenedor?",
        body: "Hemos publicado una etiqueta que no debía salir. ¿Se puede volver a la versión de ayer sin deshacer los cambios uno a \
               uno?",
        votes: 1,
        answers: &[],
    },
    Talk {
        product: "faro",
        category: 0,
        kind: Kind::Discussion,
        author: NORA,
        hours_ago: 120,
        title: "One container per site, or one for all?",
        body: "Both work. One for all is less to look after; one per site fails alone. How did you decide, and would you decide so \
               again?",
        votes: 3,
        answers: &[Answer {
            author: DANA,
            hours_ago: 115,
            body: "One per brand, not per site: four containers for eleven sites. I would do the same again.",
            votes: 4,
            accepted: false,
        }],
    },
];

/// Writes categories and threads.
pub(super) async fn seed(portal: &Portal, world: &World) -> Result<(), AppError> {
    let mut places = Vec::new();
    for (product, names) in CATEGORIES {
        for (position, (en, es)) in names.into_iter().enumerate() {
            let visit = visit(portal, world, NORA, 500);
            let id: CategoryId = visit.id();
            let names = [(En, en), (Es, es)].map(|(language, name)| (language.tag().to_owned(), name.to_owned()));
            let form = CategoryForm {
                id: id.to_string(),
                product: world.product(product).to_string(),
                names: names.into_iter().collect(),
            };
            done(server::save_category(&visit, form).await?)?;
            places.push((product, position, id));
        }
    }
    for talk in &TALKS {
        write(portal, world, talk, &places).await?;
    }
    Ok(())
}

fn visit(portal: &Portal, world: &World, who: &str, hours_ago: i64) -> Visit {
    let at = world.now.plus_ms(-hours_ago * HOUR_MS);
    Visit::system(portal, "demo.seed", at).acting_as(world.actor(who), at)
}

async fn write(
    portal: &Portal,
    world: &World,
    talk: &Talk,
    places: &[(&str, usize, CategoryId)],
) -> Result<(), AppError> {
    let of_talk = places.iter().find(|(product, at, _)| *product == talk.product && *at == talk.category);
    let place = ForumPlace {
        product: world.product(talk.product).clone(),
        category: of_talk.map(|(_, _, category)| category.clone()),
    };
    let form = ThreadForm {
        kind: talk.kind.to_string(),
        place: place.to_string(),
        title: talk.title.to_owned(),
        body: talk.body.to_owned(),
        ..ThreadForm::default()
    };
    let thread = done(server::ask(&visit(portal, world, talk.author, talk.hours_ago), form).await?)?.to_string();
    for answer in talk.answers {
        let by = visit(portal, world, answer.author, answer.hours_ago);
        done(server::answer(&by, &thread, answer.body, "").await?)?;
    }
    let posts = server::open(&visit(portal, world, NORA, 0), &thread, 0, "").await?.posts;
    let wanted = std::iter::once((talk.author, talk.votes, false))
        .chain(talk.answers.iter().map(|answer| (answer.author, answer.votes, answer.accepted)));
    for (post, (author, votes, accepted)) in posts.iter().zip(wanted) {
        for voter in VOTERS.iter().filter(|voter| **voter != author).take(votes) {
            // one after the other, as people come by
            let hours_ago = 15 - (post.seq % 10);
            server::vote(&visit(portal, world, voter, hours_ago), post.id.as_str(), true, 0).await?;
        }
        if accepted {
            server::accept(&visit(portal, world, talk.author, 10), &thread, post.id.as_str()).await?;
        }
    }
    Ok(())
}

fn done<T>(outcome: Outcome<T>) -> Result<T, AppError> {
    match outcome {
        Outcome::Done(done) => Ok(done),
        Outcome::Problems(problems) => Err(AppError::Invalid(problems)),
    }
}
