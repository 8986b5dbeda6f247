//! Markdown to HTML that may stand in a page: what is done once, when a text is written, and what at every reading.

use atiende::server::markdown::{html, marks};
use criterion::{Criterion, Throughput};
use std::hint::black_box;

const PARAGRAPH: &str =
    "Since **Monday** the visits of the shop are missing, see <https://shop.example/report?q=1>.\n\n";
const PASTED: &str =
    "| page | visits |\n|---|---|\n| start | 12 |\n\n```\nGET /collect?v=2 403\n```\n\n- Firefox\n- Chrome\n\n";

pub fn measure(criterion: &mut Criterion) {
    let texts = [
        ("a short comment", PARAGRAPH.to_owned()),
        ("a long comment with what people paste", format!("{}{PASTED}", PARAGRAPH.repeat(10))),
        ("the longest text", format!("{PARAGRAPH}{PASTED}").repeat(200)),
    ];
    let mut group = criterion.benchmark_group("markdown");
    for (name, text) in texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| marks(black_box(&text))));
        let kept = marks(&text);
        group.bench_function(format!("{name}, read"), |bencher| bencher.iter(|| html(black_box(&text), &kept)));
    }
    group.finish();
}
