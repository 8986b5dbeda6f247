//! The page's tasks. What comes up while the page is brought to life runs after it: on a slow device the browser answers its
//! reader in between, in place of being held by both in one go.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use std::cell::RefCell;

thread_local! {
    /// `None`: a task runs as soon as it comes.
    static HELD: RefCell<Option<Vec<PinnedLocalFuture<()>>>> = const { RefCell::new(None) };
}

struct Tasks;

impl CustomExecutor for Tasks {
    fn spawn(&self, task: PinnedFuture<()>) {
        self.spawn_local(task);
    }
    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        let now = HELD.with_borrow_mut(|held| match held {
            Some(held) => {
                held.push(task);
                None
            }
            None => Some(task),
        });
        if let Some(task) = now {
            wasm_bindgen_futures::spawn_local(task);
        }
    }
    /// The browser does that.
    fn poll_local(&self) {}
}

/// Holds tasks from now on. Before anything of the framework runs, for it takes its first executor for ever.
pub fn hold() {
    HELD.set(Some(Vec::new()));
    let _ = Executor::init_custom_executor(Tasks);
}

/// Runs what was held, in its order, and from now on each as it comes.
pub fn release() {
    HELD.take().into_iter().flatten().for_each(wasm_bindgen_futures::spawn_local);
}
