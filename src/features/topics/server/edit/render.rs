//! A text becomes what readers will see, by the very way of those that are brought in.

use crate::{
    error::AppError,
    features::topics::{
        model::Preview,
        rules::TOPIC_BODY_MOST_BYTES,
        server::{
            dialect::{self, Paths, Place, Rendered, Snippets},
            store,
        },
    },
    i18n::Language,
    policy::{self, act},
    server::{Portal, Visit, authz::Grant, telemetry},
    values::Problem,
};

/// Renders the text of the topic that stands at a path. Its links are looked up among what is published.
pub(super) async fn render(
    portal: &Portal,
    grant: &impl Grant,
    language: Language,
    path: &str,
    body: &str,
) -> Result<Rendered, AppError> {
    let known = store::paths(portal.db(), grant, language).await?;
    let (path, body) = (format!("{path}.md"), body.to_owned());
    let work = move || {
        let mut paths = Paths::default();
        for known in known {
            paths.add(language, &format!("{known}.md"));
        }
        paths.add(language, &path);
        let mut findings = Vec::new();
        let body = Snippets::default().included(&body, &mut findings);
        let mut rendered = dialect::render(&Place { language, path: &path, paths: &paths }, &body);
        rendered.findings.splice(..0, findings);
        rendered
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| telemetry::broken(&error))
}

/// What a text will look like at a path, while it is written.
pub async fn preview(visit: &Visit, language: &str, path: &str, body: &str) -> Result<Preview, AppError> {
    let permit = visit.permit::<act::WriteTopics>(policy::Place::Anywhere)?;
    let language = language.parse().map_err(|()| AppError::field("language", Problem::NotAChoice))?;
    if body.len() as i64 > TOPIC_BODY_MOST_BYTES {
        return Err(AppError::field("body", Problem::TooLarge { most_bytes: TOPIC_BODY_MOST_BYTES }));
    }
    Ok(shown(render(visit.portal(), &permit, language, path, body).await?))
}

/// What the editor shows of a rendered text.
pub(super) fn shown(rendered: Rendered) -> Preview {
    let findings = rendered.findings.into_iter().map(|finding| (finding.trouble, finding.about)).collect();
    Preview { heading: rendered.heading, html: rendered.html, findings }
}

/// The HTML of another text, to stand in one page with the first: its places and groups get names of their own.
pub(super) fn apart(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some((text, from)) = rest.split_once('<') {
        let (tag, after) = from.split_once('>').unwrap_or((from, ""));
        let renamed = tag.replace("=\"t-", "=\"other-").replace("=\"#t-", "=\"#other-");
        out.extend([text, "<", &renamed, ">"]);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn help_6_two_texts_in_one_page_have_places_of_their_own() {
        assert_eq!(
            apart("<h2 id=\"t-a\">id=\"t-a\"</h2><a href=\"#t-a\">x</a> y"),
            "<h2 id=\"other-a\">id=\"t-a\"</h2><a href=\"#other-a\">x</a> y"
        );
    }
}
