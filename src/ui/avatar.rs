use leptos::prelude::*;

/// Whose person it is; drawn differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Customer,
    Vendor,
}

/// The initials of a person's name, as decoration: the name always stands beside it.
#[component]
pub fn Avatar<'a>(
    /// The full name; at most two initials are taken from it.
    name: &'a str,
    #[prop(optional)] side: Side,
) -> impl IntoView + use<> {
    let side = match side {
        Side::Customer => "customer",
        Side::Vendor => "vendor",
    };
    view! { <span class="avatar" data-side=side aria-hidden="true">{initials(name)}</span> }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ana María de la Vega"), "AV");
        assert_eq!(initials("óscar"), "Ó");
        assert_eq!(initials("  "), "");
    }
}
