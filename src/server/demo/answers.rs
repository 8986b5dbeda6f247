//! Canned answers for the chats of the tour, in both languages, written by the operator.

use super::world::World;
use crate::{
    error::AppError,
    features::{
        answers::{model::AnswerForm, server},
        cases::model::Outcome,
    },
    server::{Portal, Visit},
};

/// Short name, title, product or empty, text.
const ANSWERS: [(&str, &str, &str, &str); 4] = [
    (
        "greeting",
        "Greeting",
        "",
        "Good day, {{customer.first_name}}, this is {{agent.name}}. I am reading what you wrote about “{{case.title}}”; one \
         moment, please.",
    ),
    (
        "saludo",
        "Saludo",
        "",
        "Buenos días, {{customer.first_name}}, le atiende {{agent.name}}. Estoy leyendo lo que nos cuenta sobre \
         «{{case.title}}»; un momento, por favor.",
    ),
    (
        "pulso-property",
        "Pulso: which property",
        "pulso",
        "To look at it in {{product}} I need:\n\n1. the property id, such as `PU-4821-7`\n2. the address of one page on which it \
         happens\n3. since when",
    ),
    (
        "cierre",
        "Cierre con número de caso",
        "",
        "Gracias por escribirnos, {{customer.first_name}}. Todo lo que hemos hablado queda en el caso **{{case.number}}** y lo \
         puede leer cualquier persona autorizada de {{organization}}.",
    ),
];

/// Writes them by the use case.
pub(super) async fn seed(portal: &Portal, world: &World) -> Result<(), AppError> {
    let oscar = world.actor("oscar@brujula.example");
    let visit = Visit::system(portal, "demo.seed", world.now).acting_as(oscar, world.now);
    for (name, title, product, body) in ANSWERS {
        let product = if product.is_empty() { String::new() } else { world.product(product).to_string() };
        let form =
            AnswerForm { was: String::new(), name: name.into(), title: title.into(), product, body: body.to_owned() };
        if let Outcome::Problems(problems) = server::save(&visit, form).await? {
            return Err(AppError::Invalid(problems));
        }
    }
    Ok(())
}
