//! How the world's people answer each other.

use super::topics::Trouble::{self, Access, Export, Figures, Missing, Setup, Slow};
use crate::i18n::Language::{self, En, Es};

/// What an engineer says about a kind of trouble.
pub(super) struct Phrases {
    pub question: &'static str,
    pub answer: &'static str,
    pub note: &'static str,
    pub solution: &'static str,
}

pub(super) fn phrases(trouble: Trouble, language: Language) -> Phrases {
    let (question, answer, note, solution) = match (language, trouble) {
        (Es, Missing) => (
            "Gracias por avisar. ¿Puede indicarnos la dirección de una página afectada y la hora aproximada del último dato correcto?",
            "Vemos que las peticiones salen del navegador, pero vuelven con un error `403`. Estamos revisando la lista de dominios permitidos.",
            "El dominio nuevo no está en la lista de la propiedad; ya pasó lo mismo con otro cliente el mes pasado.",
            "Hemos añadido el dominio a la lista de la propiedad y los datos llegan de nuevo desde las 11:20.\n\n1. Abra **Ajustes → Propiedad → Dominios**.\n2. Compruebe que su dominio está en la lista.\n3. Recargue la vista en tiempo real.",
        ),
        (Es, Figures) => (
            "¿Podría adjuntar una captura de los dos informes con el mismo intervalo de fechas y la misma zona horaria?",
            "La diferencia viene de la zona horaria: un informe usa la de la propiedad y el otro la de la cuenta.",
            "Comprobado con los registros: la cifra correcta es la del informe de la propiedad.",
            "Hemos igualado la zona horaria de ambos informes. A partir de mañana las dos cifras coincidirán; las anteriores se recalculan esta noche.",
        ),
        (Es, Slow) => (
            "¿Ocurre también en una ventana privada y con otro intervalo de fechas más corto?",
            "Hemos medido la consulta: el filtro por título recorre todas las páginas. Estamos preparando un índice.",
            "La consulta tarda 48 s sin índice y 0,7 s con él. Lo activamos esta noche.",
            "El índice está activo desde anoche y el informe se abre en menos de dos segundos. ¿Puede confirmarlo?",
        ),
        (Es, Access) => (
            "¿Nos puede decir con qué dirección entra esa persona y qué ve exactamente?",
            "El permiso está dado en otra carpeta. Se lo explicamos con detalle en cuanto lo confirmemos.",
            "La cuenta tiene dos direcciones con distinta mayúscula; conviene unirlas.",
            "Hemos corregido el permiso. La persona debe cerrar la sesión y volver a entrar para verlo.",
        ),
        (Es, Export) => (
            "¿Puede adjuntar uno de los ficheros afectados? Con diez líneas es suficiente.",
            "Hemos reproducido el problema con sus ajustes. Afecta a los informes creados antes de octubre.",
            "El formato antiguo no escribe la marca de codificación.",
            "Hemos corregido el formato. Los próximos ficheros llegan bien; los ya enviados puede volver a generarlos con **Exportar → De nuevo**.",
        ),
        (Es, Setup) => (
            "Con gusto le ayudamos. ¿Qué plataforma usa su web y quién puede publicar cambios en ella?",
            "Se puede hacer con una regla. Le preparamos un ejemplo para su caso.",
            "Convendría un tema de ayuda: es la tercera consulta igual este mes.",
            "Le dejamos el ejemplo:\n\n| Paso | Dónde | Valor |\n|---|---|---|\n| 1 | Reglas → Nueva | `clic` |\n| 2 | Selector | `a[href^=\"tel:\"]` |\n| 3 | Publicar | versión nueva |\n\nSi algo no coincide con lo que ve, díganoslo.",
        ),
        (En, Missing) => (
            "Thank you for telling us. Which page is affected, and when did you see the last correct figure?",
            "Requests leave the browser and come back with `403`. We are looking at the list of allowed hosts.",
            "The new host is missing on the property’s list. Same as last month’s case.",
            "The host is on the list now, and data arrives again since 11:20.\n\n1. Open **Settings → Property → Hosts**.\n2. Check that your host is listed.\n3. Reload the real-time view.",
        ),
        (En, Figures) => (
            "Could you attach both reports for the same days and in the same time zone?",
            "The two reports use different time zones: one the property’s, the other the account’s.",
            "Checked against the raw log: the property’s report is right.",
            "Both reports now use the property’s time zone. From tomorrow the two figures agree; older days are computed again tonight.",
        ),
        (En, Slow) => (
            "Does it also happen in a private window, and for a shorter period?",
            "We timed the query: the filter by title reads every page. An index is being built.",
            "48 s without the index, 0.7 s with it. Goes live tonight.",
            "The index is live since last night, and the report opens in under two seconds. Could you confirm?",
        ),
        (En, Access) => (
            "With which address does the person sign in, and what exactly is on the screen?",
            "The right was given in another folder. We will write again as soon as we are sure.",
            "The account exists twice, with different capital letters. Worth merging.",
            "The right is corrected. The person has to sign out and in again to see it.",
        ),
        (En, Export) => (
            "Could you attach one of the files? Ten lines are enough.",
            "We can reproduce it with your settings. It affects reports made before October.",
            "The old format writes no byte order mark.",
            "The format is corrected. New files arrive complete; those already sent can be made again with **Export → Again**.",
        ),
        (En, Setup) => (
            "Happy to help. Which platform does the site run on, and who can publish changes to it?",
            "A rule can do this. We are preparing an example for your case.",
            "This deserves a help topic: third question of its kind this month.",
            "Here is the example:\n\n| Step | Where | Value |\n|---|---|---|\n| 1 | Rules → New | `click` |\n| 2 | Selector | `a[href^=\"tel:\"]` |\n| 3 | Publish | new version |\n\nPlease tell us if anything differs from what you see.",
        ),
    };
    Phrases { question, answer, note, solution }
}

/// What customers say, whatever it is about.
pub(super) struct Replies {
    pub environment: &'static str,
    pub changes: &'static str,
    pub impact: &'static str,
    pub steps: &'static str,
    pub expected: &'static str,
    pub comment: &'static str,
    pub refusal: &'static str,
    pub reopening: &'static str,
    pub thanks: &'static str,
}

pub(super) fn replies(language: Language) -> Replies {
    match language {
        Es => Replies {
            environment: "Producción, Chrome 142 en Windows 11; también en un iPad con iPadOS 26",
            changes: "El proveedor de la web publicó una versión nueva el día anterior.",
            impact: "No podemos informar a dirección y las campañas se pagan sin saber si funcionan.",
            steps: "1. Abrir el informe.\n2. Elegir los últimos siete días.\n3. Comparar con el día anterior.",
            expected: "Esperábamos ver los mismos datos que la semana pasada.",
            comment: "Lo hemos comprobado de nuevo: sigue igual, también en otro equipo.",
            refusal: "Hemos seguido los pasos y no cambia nada; en la vista en tiempo real sigue sin aparecer.",
            reopening: "Ha vuelto a ocurrir esta mañana, exactamente igual.",
            thanks: "Perfecto, ya funciona. Muchas gracias por la rapidez.",
        },
        En => Replies {
            environment: "Production, Chrome 142 on Windows 11; also on an iPad with iPadOS 26",
            changes: "Our web agency published a new version the day before.",
            impact: "We cannot report to management, and campaigns run without anybody knowing whether they work.",
            steps: "1. Open the report.\n2. Choose the last seven days.\n3. Compare with the day before.",
            expected: "We expected the same figures as last week.",
            comment: "We checked again: it is still the same, also on another computer.",
            refusal: "We followed the steps and nothing changes; the real-time view is still empty.",
            reopening: "It happened again this morning, in exactly the same way.",
            thanks: "That works. Thank you for the quick answer.",
        },
    }
}
