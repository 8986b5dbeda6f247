//! The pages of chats: where one begins, the conversation, and the desk of those who answer.
//!
//! Used by the routes. What always holds: without scripting a chat can be begun, read, written to and ended, and says that
//! it does not move by itself; with it, what is typed is kept until it is stored, and each number is shown once.

mod availability;
mod begin_page;
mod chat_page;
mod colleagues;
mod composer;
mod conversation;
mod deed;
mod desk;
mod ended;
mod hand_over;
mod hours_form;
mod hours_page;
pub mod log;
mod message;
mod set_up;
mod start_chat;
mod take;
mod unsent;

pub use begin_page::NewChatPage;
pub use chat_page::{ChatPage, ChatsPage};
pub use hours_page::HoursPage;
pub use set_up::SetUpTabs;
pub use start_chat::StartChat;
