use super::Text;
use leptos::prelude::*;

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    /// Something in it must be corrected.
    Problem,
    Ahead,
}

impl StepState {
    const fn name(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Problem => "problem",
            StepState::Ahead => "ahead",
        }
    }
}

/// One step of a form in pages; with `href` once it has been reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    pub href: Option<String>,
    pub state: StepState,
    /// The state in words, for screen readers, for instance "done".
    pub note: Option<String>,
}

/// The way through a form in pages: an ordered list with the current step marked.
#[component]
pub fn Steps(
    /// The name of the navigation.
    #[prop(into)]
    label: Text,
    #[prop(into)] steps: Signal<Vec<Step>>,
) -> impl IntoView {
    let items = move || steps.get().into_iter().map(|step| view! { <StepLine step/> }).collect::<Vec<_>>();
    view! { <nav class="steps" aria-label=label><ol>{items}</ol></nav> }.into_any()
}

/// One line of the list.
#[component]
fn StepLine(step: Step) -> impl IntoView {
    let current = (step.state == StepState::Current).then_some("step");
    let note = step.note.map(|note| view! { <span class="hidden-text">" "{note}</span> });
    let text = match step.href {
        Some(href) => view! { <a href=href aria-current=current>{step.label}{note}</a> }.into_any(),
        None => view! { <span aria-current=current>{step.label}{note}</span> }.into_any(),
    };
    view! { <li class="steps-item" data-state=step.state.name()>{text}</li> }
}
