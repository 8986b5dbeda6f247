use super::Grant;
use std::ops::Deref;

/// Something that was loaded from the database under a permit. Writes take it instead of an id that anybody can send.
#[derive(Clone, Debug)]
pub struct Held<T>(T);

impl<T> Held<T> {
    /// Called by stores for what a statement within the grant's reach returned.
    pub fn under(_grant: &impl Grant, loaded: T) -> Held<T> {
        Held(loaded)
    }
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Held<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
