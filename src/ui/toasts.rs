use super::{Button, ButtonKind, ButtonType, Icon, Size, Symbol, Text, Tone};
use leptos::prelude::*;

/// A message that passes by.
#[derive(Clone, Debug)]
pub struct Toast {
    /// Given by who raises it; tells messages apart.
    pub id: u64,
    pub tone: Tone,
    pub text: String,
    /// For instance "Undo", and what it does.
    pub action: Option<(String, Callback<()>)>,
}

/// The region in which messages appear: two live regions that exist from the start, one polite and one that interrupts.
#[component]
pub fn Toasts(
    #[prop(into)] messages: Signal<Vec<Toast>>,
    #[prop(into)] dismiss_label: Text,
    #[prop(into)] on_dismiss: Callback<u64>,
) -> impl IntoView {
    let of = move |role: &'static str| {
        move || messages.get().into_iter().filter(|toast| toast.tone.role() == role).collect::<Vec<_>>()
    };
    view! {
        <div class="toasts" id="toasts">
            <div class="toasts-region" role="status">
                <For each=of("status") key=|toast| toast.id let:toast>
                    <ToastLine toast dismiss_label on_dismiss/>
                </For>
            </div>
            <div class="toasts-region" role="alert">
                <For each=of("alert") key=|toast| toast.id let:toast>
                    <ToastLine toast dismiss_label on_dismiss/>
                </For>
            </div>
        </div>
    }
    .into_any()
}

/// One message with its action and its way out.
#[component]
fn ToastLine(toast: Toast, dismiss_label: Text, on_dismiss: Callback<u64>) -> impl IntoView {
    let id = toast.id;
    view! {
        <div class="toast" data-tone=toast.tone.name()>
            <Icon symbol=toast.tone.symbol()/>
            <span>{toast.text}</span>
            {toast.action.map(|(label, run)| view! {
                <Button label kind=ButtonKind::Quiet size=Size::Small action=ButtonType::Button on_click=move |_| run.run(())/>
            })}
            <Button
                label=dismiss_label
                kind=ButtonKind::Quiet
                size=Size::Small
                action=ButtonType::Button
                symbol=Symbol::Close
                hidden_label=true
                on_click=move |_| on_dismiss.run(id)
            />
        </div>
    }
    .into_any()
}
