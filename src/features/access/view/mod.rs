//! The pages of access. They are plain forms with full page loads: what went wrong stands in the address, as a code.

mod account_page;
mod forgotten_page;
mod said;
mod sessions_page;
mod sign_in_page;
mod welcome_page;

pub use account_page::AccountPage;
pub use forgotten_page::ForgottenPage;
pub use sessions_page::SessionsPage;
pub use sign_in_page::SignInPage;
pub use welcome_page::WelcomePage;
