//! Markdown, for now as plain text.

/// Renders a text as a paragraph.
pub fn render(source: &str) -> String {
    let mut html = String::new();
    let text = pulldown_cmark::Event::Text(pulldown_cmark::CowStr::Borrowed(source));
    pulldown_cmark::html::push_html(&mut html, std::iter::once(text));
    format!("<p>{html}</p>")
}
