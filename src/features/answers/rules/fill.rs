use super::super::model::Variable;

/// What the variables stand for in one chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub customer: String,
    pub number: String,
    pub title: String,
    pub product: String,
    pub organization: String,
    pub agent: String,
}

impl Values {
    fn of(&self, variable: Variable) -> &str {
        match variable {
            Variable::CustomerName => &self.customer,
            Variable::CustomerFirstName => self.customer.split_whitespace().next().unwrap_or_default(),
            Variable::CaseNumber => &self.number,
            Variable::CaseTitle => &self.title,
            Variable::Product => &self.product,
            Variable::Organization => &self.organization,
            Variable::AgentName => &self.agent,
        }
    }
}

/// A text with its variables filled in. What a value holds is text: it names no variable and makes no Markdown; an address
/// in it is a link, as it is wherever people write one.
pub fn fill(body: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(body.len() * 2);
    let known = |name: &str| name.parse::<Variable>().ok();
    for part in Parts(body) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Placeholder { name, whole } => match known(name) {
                Some(variable) => push_escaped(&mut filled, values.of(variable)),
                // no stored answer has one
                None => filled.push_str(whole),
            },
        }
    }
    filled
}

/// The first placeholder that names no variable, with its braces.
pub(super) fn unknown(body: &str) -> Option<String> {
    Parts(body).find_map(|part| match part {
        Part::Placeholder { name, .. } if name.parse::<Variable>().is_err() => Some(format!("{{{{{name}}}}}")),
        Part::Placeholder { .. } | Part::Text(_) => None,
    })
}

/// A text cut at its placeholders.
struct Parts<'a>(&'a str);

enum Part<'a> {
    Text(&'a str),
    /// `{{ name }}`.
    Placeholder {
        name: &'a str,
        whole: &'a str,
    },
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;
    fn next(&mut self) -> Option<Part<'a>> {
        let rest = self.0;
        if rest.is_empty() {
            return None;
        }
        let begin = rest.find("{{");
        let end = begin.and_then(|begin| Some(begin + rest[begin..].find("}}")? + 2));
        let (cut, part) = match (begin, end) {
            (Some(0), Some(end)) => (end, Part::Placeholder { name: rest[2..end - 2].trim(), whole: &rest[..end] }),
            (Some(begin), Some(_)) => (begin, Part::Text(&rest[..begin])),
            _ => (rest.len(), Part::Text(rest)),
        };
        self.0 = &rest[cut..];
        Some(part)
    }
}

/// Signs that mean something in Markdown wherever they stand (CommonMark, section 2.4, and tables and strikethrough).
const SIGNS: &str = "\\`*_[]{}<>#|~&";

/// Appends a value so that it reads as it is: on one line, its signs escaped. What means something at the beginning of a
/// line only is escaped at the beginning of the value, and what changes the bracket behind it at its end.
fn push_escaped(filled: &mut String, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = value.chars().take_while(char::is_ascii_digit).count();
    let last = value.chars().count().saturating_sub(1);
    for (at, sign) in value.chars().enumerate() {
        let begins_a_line = (at == 0 && "-+=".contains(sign)) || (at == digits && digits > 0 && ".)".contains(sign));
        if SIGNS.contains(sign) || begins_a_line || (at == last && sign == '!') {
            filled.push('\\');
        }
        filled.push(sign);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::markdown::render;

    fn values(customer: &str) -> Values {
        Values {
            customer: customer.into(),
            number: "100482M".into(),
            title: "Visits are missing".into(),
            product: "Pulso".into(),
            organization: "Northwind".into(),
            agent: "Nora Lindqvist".into(),
        }
    }

    #[test]
    fn every_variable_is_filled_in() {
        let body = "{{customer.name}}|{{customer.first_name}}|{{ case.number }}|{{case.title}}|{{product}}|{{organization}}|{{agent.name}}";
        let filled = "José María Muñoz|José|100482M|Visits are missing|Pulso|Northwind|Nora Lindqvist";
        assert_eq!(fill(body, &values("José María Muñoz")), filled);
        assert_eq!(fill("{{customer.first_name}}", &values("")), "");
        assert_eq!(fill("no variable {{ at all", &values("x")), "no variable {{ at all");
    }

    #[test]
    fn a_value_is_not_expanded_again() {
        let filled = fill("{{customer.name}} {{product}}", &values("{{agent.name}}"));
        assert_eq!(filled, "\\{\\{agent.name\\}\\} Pulso");
        assert_eq!(render(&filled), "<p>{{agent.name}} Pulso</p>\n");
    }

    #[test]
    fn sec_7_a_value_makes_no_markdown_wherever_it_stands() {
        for name in [
            "**Liam** _x_ `y` ~~z~~",
            "[a](/b)",
            "![a](/a.png)",
            "<b>bold</b> <script>",
            "# Title {#id}",
            "> quoted",
            "- one",
            "+ one",
            "1. one",
            "12) one",
            "---",
            "=====",
            "| a | b |",
            "a\nb",
            "&lt;&copy;",
            "back\\slash",
            "> [!NOTE]",
            "    code",
            "~~~",
        ] {
            let text = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            for (body, html) in [
                ("{{customer.name}}", format!("<p>{text}</p>\n")),
                ("Dear\n{{customer.name}}", format!("<p>Dear\n{text}</p>\n")),
                ("**{{customer.name}}**", format!("<p><strong>{text}</strong></p>\n")),
            ] {
                assert_eq!(render(&fill(body, &values(name))), html, "{name} in {body}");
            }
        }
        let filled = fill("{{customer.name}}[a](/a)", &values("Hey!"));
        assert!(render(&filled).contains("<a "), "{filled}");
    }
}
