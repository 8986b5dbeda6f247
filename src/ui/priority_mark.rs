use super::{Icon, Symbol, Words};
use leptos::prelude::*;

/// One of four levels, the first the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    One,
    Two,
    Three,
    Four,
}

impl Level {
    /// The shape that tells it without color.
    #[must_use]
    pub const fn symbol(self) -> Symbol {
        match self {
            Level::One => Symbol::Priority1,
            Level::Two => Symbol::Priority2,
            Level::Three => Symbol::Priority3,
            Level::Four => Symbol::Priority4,
        }
    }

    /// The value of `data-level`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::One => "1",
            Level::Two => "2",
            Level::Three => "3",
            Level::Four => "4",
        }
    }
}

/// A level as shape and text, for instance `P1`; `title` may say it in full.
#[component]
pub fn PriorityMark(
    level: Level,
    #[prop(into)] text: Words,
    #[prop(optional, into)] title: Option<Words>,
) -> impl IntoView {
    view! {
        <span class="priority" data-level=level.name() title=title>
            <Icon symbol=level.symbol()/>
            {text}
        </span>
    }
}
