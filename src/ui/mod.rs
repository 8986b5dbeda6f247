//! The kit: parts of a page without a domain and without a word of their own.
//!
//! Used by every feature's `view/`. What always holds:
//!
//! - Every text comes as a prop; a part never knows the language.
//! - Every part stands on a native element and is complete in the server's HTML: links lead, forms post and
//!   disclosures open before WebAssembly arrives, and hydration changes nothing that a person has typed.
//! - Classes are `part` or `part-piece`; a state is an attribute (`data-…`, `aria-…`), never a class.
//! - A tone or a level is always a shape and a word too, never a color alone (UX-1).

mod avatar;
mod badge;
mod button;
mod button_link;
mod check_field;
mod check_menu;
mod dialog;
mod empty;
mod error_state;
mod error_summary;
mod field;
mod file_field;
mod filter_search;
mod filter_select;
mod icon;
mod kbd;
pub mod layout;
mod marked_text;
mod menu;
mod notice;
mod pager;
mod priority_mark;
mod progress;
mod prose;
mod radio_group;
mod select_field;
mod skeleton;
mod skip_link;
mod sort_header;
mod status_badge;
mod steps;
mod symbol;
mod table;
mod tabs;
mod text;
mod text_area;
mod text_field;
mod time;
mod toasts;
mod tone;
mod visually_hidden;
mod whole;

pub use avatar::{Avatar, Side};
pub use badge::Badge;
pub use button::{Button, ButtonKind, ButtonType, RefusedButton, Size};
pub use button_link::ButtonLink;
pub use check_field::CheckField;
pub use check_menu::{CheckMenu, CheckOption};
pub use dialog::Dialog;
pub use empty::Empty;
pub use error_state::ErrorState;
pub use error_summary::{ErrorSummary, SummaryLine};
pub use field::{Field, FieldIds, FieldWidth};
pub use file_field::FileField;
pub use filter_search::FilterSearch;
pub use filter_select::FilterSelect;
pub use icon::Icon;
pub use kbd::Kbd;
pub use marked_text::MarkedText;
pub use menu::{Menu, MenuAlign, MenuButton, MenuLink};
pub use notice::Notice;
pub use pager::Pager;
pub use priority_mark::{Level, PriorityMark};
pub use progress::Progress;
pub use prose::Prose;
pub use radio_group::{Choice, ChoiceLayout, RadioGroup};
pub use select_field::{SelectField, SelectOption};
pub use skeleton::Skeleton;
pub use skip_link::SkipLink;
pub use sort_header::{SortHeader, SortOrder};
pub use status_badge::{StatusBadge, StatusLook};
pub use steps::{Step, StepState, Steps};
pub use symbol::Symbol;
pub use table::{Cell, Table};
pub use tabs::{Tab, Tabs};
pub use text::{Text, Words};
pub use text_area::TextArea;
pub use text_field::{InputKind, TextField};
pub use time::Time;
pub use toasts::{Toast, Toasts};
pub use tone::Tone;
pub use visually_hidden::VisuallyHidden;
pub use whole::Whole;
