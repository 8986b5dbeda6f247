//! Rendered texts without their marks, as the search reads them.

/// Elements that stand inside a line: their ends are no ends of words.
const INSIDE: [&str; 16] =
    ["a", "b", "code", "del", "em", "i", "kbd", "mark", "q", "s", "span", "strong", "sub", "sup", "u", "wbr"];

/// The text of rendered HTML, with single blanks between its words.
pub fn text_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push_words(&mut out, &rest[..at]);
        let from = &rest[at..];
        let length = if let Some(tag) = from.strip_prefix('<') {
            let length = from.find('>').map_or(from.len(), |end| end + 1);
            let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
            if !INSIDE.contains(&name.unwrap_or_default()) {
                push_words(&mut out, " ");
            }
            length
        } else {
            let (text, length) = entity(from);
            push_words(&mut out, text);
            length
        };
        rest = &from[length..];
    }
    push_words(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// What the sanitizer writes for characters that have a meaning in HTML.
fn entity(text: &str) -> (&str, usize) {
    let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " ")];
    match known.into_iter().find(|(entity, _)| text.starts_with(entity)) {
        Some((entity, text)) => (text, entity.len()),
        None => ("&", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_2_the_search_reads_words_as_they_stand_in_the_page() {
        let html = "<p>a<b>b</b>c&nbsp;&amp;&lt;</p>\n<ul><li>d</li><li>e<wbr>f</li></ul>";
        assert_eq!(text_of(html), "abc &< d ef");
        assert_eq!(text_of("<"), "");
    }
}
