//! `cargo bench --no-default-features --features ssr`: what single steps take, to see which of them a change made slower.
//! How much the whole server computes, beside the least that it could, says `make bench`.

mod markdown;
mod pages;
mod portal;
mod rules;

use criterion::{criterion_group, criterion_main};

criterion_group!(steps, rules::measure, markdown::measure, pages::measure);
criterion_main!(steps);
