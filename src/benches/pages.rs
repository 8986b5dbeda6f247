//! The list and a case with its thread: as data and as a page. What lies between the two is the rendering; both are answered
//! by the whole router, session and database included.

use super::portal::Served;
use criterion::Criterion;
use std::hint::black_box;

pub fn measure(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let served = runtime.block_on(Served::start());
    let case = runtime.block_on(served.newest_case());
    let data = "application/json";
    let asked = [
        ("the list, as data", "/api/cases/list?query=".to_owned(), data),
        ("the list, rendered", "/cases".to_owned(), "text/html"),
        ("a case with its thread, as data", format!("/api/cases/open?number={case}"), data),
        ("a case with its thread, rendered", format!("/cases/{case}"), "text/html"),
    ];
    let mut group = criterion.benchmark_group("pages");
    for (name, path, accept) in &asked {
        group.bench_function(*name, |bencher| {
            bencher.iter(|| black_box(runtime.block_on(served.get(path, accept))));
        });
    }
    group.finish();
}
