// What the cases of the bench are about: sentences that are put together by chance, in Spanish and English.

/** @typedef {"es" | "en"} Language */

/** @type {Record<Language, string[]>} */
export const SUBJECTS = {
    es: [
        "Faltan visitas en el informe de campañas",
        "La etiqueta no se publica en producción",
        "El segmento no se actualiza desde el lunes",
        "Duda sobre el reparto de variantes",
        "Los objetivos cuentan dos veces cada compra",
        "No llega el correo con el informe semanal",
        "Diferencias con los datos de facturación",
        "Un panel tarda más de un minuto en abrirse",
        "Acceso para una agencia externa",
        "La exportación se corta a mitad",
    ],
    en: [
        "Visits are missing in the campaign report",
        "The tag does not go live in production",
        "A segment has not been updated since Monday",
        "Question about how variants are allotted",
        "Goals count every purchase twice",
        "The weekly report does not arrive by mail",
        "Figures differ from our billing data",
        "A dashboard takes more than a minute to open",
        "Access for an agency of ours",
        "The export stops halfway",
    ],
};

/** @type {Record<Language, string[]>} */
export const SENTENCES = {
    es: [
        "Desde la última publicación vemos bastante menos tráfico del que registra nuestro servidor.",
        "Lo hemos comprobado en Firefox y en Chrome, con y sin bloqueadores, y el resultado es el mismo.",
        "En el informe de ayer aparecen **solo dos** de las cinco campañas que están en marcha.",
        "Adjunto lo que nos devuelve la consola al cargar la página de confirmación.",
        "No hemos cambiado nada en la configuración desde hace por lo menos tres semanas.",
        "¿Nos podríais decir si hace falta volver a procesar los datos de esos días?",
        "El equipo de marketing necesita estas cifras antes del cierre del mes.",
        "Si entro con otro usuario de la misma organización, el panel se ve completo.",
        "Hemos seguido los pasos de la ayuda y el contador sigue a cero.",
        "Gracias, con ese cambio vuelve a llegar una parte, pero los móviles siguen sin aparecer.",
        "He revisado el registro: la petición sale con el identificador antiguo.",
        "Quedamos a la espera de vuestra respuesta para informar a la dirección.",
    ],
    en: [
        "Since the last release we see considerably less traffic than our own server records.",
        "We checked this in Firefox and Chrome, with and without blockers, and the outcome is the same.",
        "Yesterday's report shows **only two** of the five campaigns that are running.",
        "Below is what the console prints while the confirmation page loads.",
        "Nothing has changed in the configuration for at least three weeks.",
        "Could you tell us whether the data of those days have to be processed again?",
        "The marketing team needs these figures before the month is closed.",
        "When I sign in as somebody else of the same organization the dashboard is complete.",
        "We followed the steps of the help topic and the counter still stands at zero.",
        "Thank you, with that change some of it arrives again, but phones are still missing.",
        "I looked through the log: the request goes out with the old identifier.",
        "We are waiting for your answer before we tell the board.",
    ],
};

/** What stands below some texts: the Markdown that people paste. */
export const PASTED = [
    "```\nGET /collect?v=2&id=PU-4821-7 204\nGET /collect?v=2&id=PU-4821-7 403\n```",
    "1. Informe → Campañas\n2. Últimos 7 días\n3. Exportar",
    "- Firefox 132\n- Chrome 130\n- iOS 18",
    "> Event `purchase` was dropped: no consent",
];

/** @type {Record<Language, { given: string[], family: string[] }>} */
export const NAMES = {
    es: {
        given: ["Carmen", "Mateo", "Lucía", "Álvaro", "Inés", "Hugo", "Nuria", "Sergio", "Elena", "Íñigo"],
        family: ["Ortega", "Ribas", "Salcedo", "Peña", "Quintana", "Vidal", "Campos", "Lozano", "Ibáñez", "Serra"],
    },
    en: {
        given: ["James", "Olivia", "Liam", "Grace", "Noah", "Amelia", "Ethan", "Freya", "Oscar", "Maya"],
        family: ["Walsh", "Fletcher", "Okafor", "Hughes", "Lindqvist", "Bauer", "Moreau", "Novak", "Keane", "Doyle"],
    },
};

/** Organizations: the first word and the second. */
export const FIRMS = [
    ["Aguas", "Banco", "Viajes", "Clínica", "Editorial", "Northwind", "Harbour", "Almacenes", "Ferrovía", "Summit"],
    ["del Sur", "Azul", "Norte", "Mediterránea", "Atlas", "Trading", "Freight", "Central", "Ribera", "Insurance"],
];
