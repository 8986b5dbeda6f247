use super::{Button, ButtonKind, ButtonType, Symbol, Text};
use leptos::{html, prelude::*};

/// The native modal dialog. Open on the server (its state is in the address) it stands in the page without scripting;
/// in the browser it becomes modal. Escape, the close button and `<form method="dialog">` all end in `on_close`.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Text,
    #[prop(into)] close_label: Text,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    /// For lists and tables.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if dialog.open() {
            dialog.close();
        }
        if open.get() {
            // fails only for an element that is not in the page any more
            dialog.show_modal().ok();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            id=id
            open=open.get_untracked()
            data-width=wide.then_some("wide")
            aria-labelledby=labelled_by
            on:close=move |_| {
                let still_open = node.get_untracked().is_some_and(|dialog| dialog.open());
                if !still_open && open.get_untracked() {
                    on_close.run(());
                }
            }
        >
            <div class="dialog-header">
                <h2 class="dialog-title" id=title_id>{title}</h2>
                <form method="dialog">
                    <Button label=close_label kind=ButtonKind::Quiet action=ButtonType::Submit symbol=Symbol::Close hidden_label=true/>
                </form>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
    .into_any()
}
