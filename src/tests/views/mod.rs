//! Pages, parsed back: complete in the server's HTML, in both languages, with what each reader may do.

mod cases;
mod desk;
mod frame;
mod pages;
mod valid;
