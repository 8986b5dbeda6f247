//! What the world's people ask, and how it is answered.

use crate::i18n::Language::{self, En, Es};

/// What kind of trouble it is: the engineers' words follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Data does not arrive.
    Missing,
    /// Two figures disagree.
    Figures,
    Slow,
    /// Somebody cannot see or do something.
    Access,
    Export,
    /// How to set something up.
    Setup,
}
use Trouble::{Access, Export, Figures, Missing, Setup, Slow};

/// One case: who asks on which product, and what for.
pub(super) struct Topic {
    pub organization: &'static str,
    pub requester: &'static str,
    pub product: &'static str,
    pub trouble: Trouble,
    pub title: &'static str,
    pub what: &'static str,
}

const fn topic(
    organization: &'static str,
    requester: &'static str,
    product: &'static str,
    trouble: Trouble,
    title: &'static str,
    what: &'static str,
) -> Topic {
    Topic { organization, requester, product, trouble, title, what }
}

const RIO: &str = "rio-azul";
const MUNOZ: &str = "talleres-munoz";
const TELMO: &str = "san-telmo";
const NORTH: &str = "northwind";
const AURORA: &str = "aurora";
const CARMEN: &str = "carmen@rio-azul.example";
const MATEO: &str = "mateo@rio-azul.example";
const ALEX: &str = "alex@consultora.example";
const JOSE: &str = "jose-maria@talleres-munoz.example";
const LUCIA: &str = "lucia@talleres-munoz.example";
const BEGONA: &str = "begona@san-telmo.example";
const PACO: &str = "paco@san-telmo.example";
const LIAM: &str = "liam@northwind.example";
const GRACE: &str = "grace@northwind.example";
const DANA: &str = "dana@aurora.example";
const NOAM: &str = "noam@aurora.example";

/// From the oldest to the newest.
pub(super) const TOPICS: [Topic; 60] = [
    topic(
        RIO,
        CARMEN,
        "faro",
        Setup,
        "Publicar un contenedor de Faro en dos dominios",
        "Tenemos la web principal y la de reservas en dominios distintos y queremos un solo contenedor para ambas.",
    ),
    topic(
        AURORA,
        DANA,
        "pulso",
        Figures,
        "Sessions in Pulso are 12 % below our server logs",
        "The gap began after we moved the consent banner to the top of the page.",
    ),
    topic(
        TELMO,
        BEGONA,
        "pulso",
        Access,
        "Un compañero nuevo no ve la propiedad del hospital",
        "Le hemos dado acceso de lectura, pero al entrar la lista de propiedades está vacía.",
    ),
    topic(
        NORTH,
        LIAM,
        "diana",
        Setup,
        "Exclude our own stores from an experiment",
        "Staff tablets in the stores count as visitors and we would like to keep them out of both variants.",
    ),
    topic(
        MUNOZ,
        JOSE,
        "pulso",
        Missing,
        "No llegan visitas desde el formulario de cita previa",
        "Las visitas del formulario dejaron de aparecer el lunes; el resto de la web se mide bien.",
    ),
    topic(
        AURORA,
        NOAM,
        "mosaico",
        Slow,
        "Segment preview takes minutes for large audiences",
        "Previews of segments over two million people take four to six minutes; smaller ones are instant.",
    ),
    topic(
        RIO,
        MATEO,
        "pulso",
        Export,
        "La exportación semanal llega sin la columna de campaña",
        "Desde la última actualización el fichero CSV ya no incluye la columna «campaña».",
    ),
    topic(
        TELMO,
        PACO,
        "faro",
        Missing,
        "La etiqueta de consentimiento no se dispara en Safari",
        "En Safari 18 la etiqueta no aparece en la vista previa; en Chrome y Firefox funciona.",
    ),
    topic(
        NORTH,
        GRACE,
        "pulso",
        Access,
        "Two-person approval for goal changes",
        "We would like changes of goals to need a second person. Today every editor can change them alone.",
    ),
    topic(
        AURORA,
        DANA,
        "faro",
        Setup,
        "Load tags only after the cookie choice",
        "Legal asks us to show that no tag runs before the visitor has chosen.",
    ),
    topic(
        RIO,
        ALEX,
        "pulso",
        Figures,
        "El embudo de reservas pierde el paso del pago",
        "El paso «pago» muestra cero personas, pero las reservas terminadas sí se cuentan.",
    ),
    topic(
        MUNOZ,
        LUCIA,
        "pulso",
        Setup,
        "Cómo contar las llamadas desde el botón del móvil",
        "Queremos saber cuántas personas pulsan el teléfono de la cabecera.",
    ),
    topic(
        NORTH,
        LIAM,
        "pulso",
        Slow,
        "Dashboards time out for the whole of last year",
        "A report over twelve months with three filters ends with a time-out after a minute.",
    ),
    topic(
        TELMO,
        BEGONA,
        "pulso",
        Export,
        "El PDF mensual corta los nombres largos",
        "En el informe en PDF, los nombres de página de más de 40 letras quedan cortados.",
    ),
    topic(
        AURORA,
        NOAM,
        "diana",
        Figures,
        "Variant B shows more people than were assigned",
        "1,204 people are assigned to B, the result page counts 1,377.",
    ),
    topic(
        RIO,
        CARMEN,
        "pulso",
        Access,
        "Retirar el acceso de una agencia",
        "Hemos dejado de trabajar con la agencia y queremos ver qué podía consultar y retirarlo todo.",
    ),
    topic(
        MUNOZ,
        JOSE,
        "pulso",
        Figures,
        "Las visitas de Íñiguez Motor aparecen dos veces",
        "La página de recambios cuenta cada visita dos veces desde que cambiamos la plantilla.",
    ),
    topic(
        NORTH,
        ALEX,
        "diana",
        Missing,
        "El experimento EXP-1093 no recibe visitas",
        "Lo publicamos ayer por la mañana y sigue con cero personas en las dos variantes.",
    ),
    topic(
        AURORA,
        DANA,
        "mosaico",
        Export,
        "Audience export to the mail tool stops at 50,000 rows",
        "The export says that it is complete, but the mail tool has exactly 50,000 of 83,412 people.",
    ),
    topic(
        TELMO,
        PACO,
        "pulso",
        Slow,
        "El panel de urgencias tarda en abrirse por la mañana",
        "Entre las 8:00 y las 9:30 el panel tarda unos 40 segundos; después va bien.",
    ),
    topic(
        RIO,
        MATEO,
        "faro",
        Access,
        "No puedo publicar aunque soy editor del contenedor",
        "El botón de publicar aparece desactivado sin explicación.",
    ),
    topic(
        NORTH,
        GRACE,
        "pulso",
        Figures,
        "Revenue is counted in two currencies",
        "Orders in euros are added to pounds without conversion.",
    ),
    topic(
        AURORA,
        NOAM,
        "pulso",
        Missing,
        "Events from the app arrive hours late",
        "Events of the Android app show up four to five hours late; the web is on time.",
    ),
    topic(
        MUNOZ,
        LUCIA,
        "pulso",
        Access,
        "He olvidado quién administra nuestra cuenta",
        "Necesitamos saber quién puede dar de alta a una persona nueva del taller.",
    ),
    topic(
        TELMO,
        BEGONA,
        "faro",
        Setup,
        "Medir descargas de consentimientos informados",
        "Queremos contar las descargas de los PDF sin guardar ningún dato del paciente.",
    ),
    topic(
        NORTH,
        LIAM,
        "diana",
        Slow,
        "Page flickers before the variant appears",
        "Visitors see the original for half a second, then the page jumps to the variant.",
    ),
    topic(
        RIO,
        CARMEN,
        "pulso",
        Missing,
        "Sin datos de la web de cruceros desde el cambio de servidor",
        "Cambiamos de servidor el jueves por la noche y desde entonces no llega ninguna visita de cruceros.",
    ),
    topic(
        AURORA,
        DANA,
        "pulso",
        Setup,
        "Count a meter reading as a goal only once",
        "Customers reload the last page, and every reload counts as another reading.",
    ),
    topic(
        TELMO,
        PACO,
        "pulso",
        Figures,
        "Las visitas de la intranet se cuentan como externas",
        "El filtro por dirección de red no se aplica a la sede nueva.",
    ),
    topic(
        MUNOZ,
        JOSE,
        "pulso",
        Export,
        "Error al descargar el informe de citas",
        "Al descargar aparece «el informe no está disponible» y no se crea ningún fichero.",
    ),
    topic(
        NORTH,
        GRACE,
        "diana",
        Access,
        "Marketing cannot archive finished experiments",
        "The menu entry is there, but the answer is that the experiment belongs to another workspace.",
    ),
    topic(
        AURORA,
        NOAM,
        "faro",
        Missing,
        "Tags do not load behind our content security policy",
        "The console says that the script was blocked, although the host is on the list.",
    ),
    topic(
        RIO,
        MATEO,
        "pulso",
        Slow,
        "La comparación con el año anterior no termina",
        "La comparación de agosto con el año pasado se queda cargando.",
    ),
    topic(
        TELMO,
        BEGONA,
        "pulso",
        Missing,
        "Las citas por teléfono no aparecen en el informe",
        "Importamos las citas cada noche y desde el domingo el informe está vacío.",
    ),
    topic(
        NORTH,
        LIAM,
        "pulso",
        Export,
        "Scheduled report is sent twice",
        "Everybody gets the Monday report at 7:00 and again at 7:02.",
    ),
    topic(
        AURORA,
        DANA,
        "diana",
        Setup,
        "Stop an experiment by itself when a result is certain",
        "We would like the losing variant to get no more visitors once the result is clear.",
    ),
    topic(
        RIO,
        ALEX,
        "faro",
        Figures,
        "El contador de etiquetas no coincide con la vista previa",
        "La vista previa dispara 14 etiquetas y el informe cuenta 11.",
    ),
    topic(
        MUNOZ,
        LUCIA,
        "pulso",
        Missing,
        "La web nueva del taller no envía nada",
        "Hemos estrenado la web y Pulso indica que nunca ha recibido datos.",
    ),
    topic(
        NORTH,
        GRACE,
        "pulso",
        Setup,
        "Rename a property without losing its history",
        "The shop has a new name; reports should show it, links should keep working.",
    ),
    topic(
        TELMO,
        PACO,
        "faro",
        Slow,
        "La publicación de un contenedor tarda más de media hora",
        "Desde ayer cada publicación tarda entre 30 y 40 minutos en verse en la web.",
    ),
    topic(
        AURORA,
        NOAM,
        "mosaico",
        Access,
        "Who may see personal data in segments?",
        "Our data protection officer asks for a list of people who can open single profiles.",
    ),
    topic(
        RIO,
        CARMEN,
        "pulso",
        Setup,
        "Cuentas separadas para verano e invierno",
        "Queremos comparar temporadas sin mezclar sus objetivos.",
    ),
    topic(
        NORTH,
        LIAM,
        "diana",
        Figures,
        "Conversion of the control group changed overnight",
        "The control group went from 4.1 % to 2.9 % without any change of ours.",
    ),
    topic(
        AURORA,
        DANA,
        "pulso",
        Access,
        "Single sign-on for the field teams",
        "Field teams use another directory than the head office.",
    ),
    topic(
        TELMO,
        BEGONA,
        "pulso",
        Figures,
        "Pacientes duplicados en el embudo de cita",
        "Una misma persona cuenta dos veces si entra por la aplicación y por la web.",
    ),
    topic(
        MUNOZ,
        JOSE,
        "pulso",
        Slow,
        "El informe de recambios se queda en blanco",
        "Con más de 5.000 recambios la página queda en blanco y el navegador avisa de que no responde.",
    ),
    topic(
        NORTH,
        ALEX,
        "pulso",
        Missing,
        "Faltan las ventas del sábado por la tarde",
        "Entre las 15:00 y las 18:30 del sábado no hay ninguna venta, y en la tienda sí las hubo.",
    ),
    topic(
        RIO,
        MATEO,
        "pulso",
        Export,
        "Caracteres extraños al abrir el CSV en la hoja de cálculo",
        "«Río», «Íñiguez» y «Cádiz» aparecen como «RÃ\u{ad}o», «ÃÃ±iguez» y «CÃ¡diz».",
    ),
    topic(
        AURORA,
        NOAM,
        "faro",
        Export,
        "פרסום ייצוא: export of a container with Hebrew names",
        "A container with names in Hebrew (for example «תגית ראשית») exports, but cannot be imported again.",
    ),
    topic(
        TELMO,
        PACO,
        "pulso",
        Setup,
        "Avisos cuando una página deja de recibir visitas",
        "Nos enteramos por los pacientes; querríamos un aviso a los quince minutos.",
    ),
    topic(
        NORTH,
        GRACE,
        "diana",
        Export,
        "Result page as an image for the board",
        "The chart is cut on the right when it is saved as an image.",
    ),
    topic(
        AURORA,
        DANA,
        "mosaico",
        Missing,
        "Nightly import of meters ended half-way",
        "1.2 of 2.4 million meters were imported; the log says that the connection was closed.",
    ),
    topic(
        RIO,
        CARMEN,
        "faro",
        Missing,
        "La etiqueta de reservas no se carga en la página de pago 😕",
        "En la página de pago no se carga ninguna etiqueta desde esta mañana; el resto del sitio funciona.",
    ),
    topic(
        MUNOZ,
        LUCIA,
        "pulso",
        Figures,
        "El porcentaje de rebote supera el 100 %",
        "En el informe de noviembre la tasa de rebote de la portada es del 104 %.",
    ),
    topic(
        NORTH,
        LIAM,
        "pulso",
        Missing,
        "Nothing measured on the checkout since 06:40",
        "The real-time view dropped to zero at 06:40. Orders arrive as usual in the shop.",
    ),
    topic(
        TELMO,
        BEGONA,
        "faro",
        Access,
        "Cambiar la dirección de correo de quien publica",
        "La persona que publica ha cambiado de apellido y de dirección.",
    ),
    topic(
        AURORA,
        NOAM,
        "pulso",
        Slow,
        "Real-time view lags by ten minutes",
        "The real-time view shows what happened ten minutes ago.",
    ),
    topic(
        RIO,
        MATEO,
        "pulso",
        Figures,
        "Las reservas de hoy aparecen con fecha de mañana",
        "Las reservas hechas después de las 23:00 cuentan en el día siguiente.",
    ),
    topic(
        NORTH,
        GRACE,
        "diana",
        Missing,
        "All experiments stopped after the release",
        "Since our release an hour ago every experiment shows the original to everybody.",
    ),
    topic(
        RIO,
        CARMEN,
        "pulso",
        Access,
        "No puedo abrir el informe que me han compartido",
        "El enlace dice que el informe no existe, pero quien lo comparte sí lo ve.",
    ),
];

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
