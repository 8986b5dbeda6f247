use super::Symbol;

/// What a mark means; each tone has its own shape besides its color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
    /// Only people of the vendor see it.
    Internal,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
            Tone::Internal => "internal",
        }
    }

    /// The shape that tells the tone without color.
    #[must_use]
    pub const fn symbol(self) -> Symbol {
        match self {
            Tone::Neutral | Tone::Info => Symbol::Info,
            Tone::Success => Symbol::Success,
            Tone::Warning => Symbol::Warning,
            Tone::Danger => Symbol::Danger,
            Tone::Internal => Symbol::Lock,
        }
    }

    /// Whether a live region interrupts for it (`role="alert"`) or waits (`role="status"`).
    #[must_use]
    pub const fn role(self) -> &'static str {
        match self {
            Tone::Danger => "alert",
            Tone::Neutral | Tone::Info | Tone::Success | Tone::Warning | Tone::Internal => "status",
        }
    }
}
