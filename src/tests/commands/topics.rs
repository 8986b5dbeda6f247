//! `atiende topics` as an operator runs it.

use super::{Folder, run, text};
use std::fs;

fn topics() -> Folder {
    let folder = Folder::new();
    let place = folder.0.join("topics/en/pulso/main");
    fs::create_dir_all(&place).expect("a folder");
    for n in 0..60 {
        fs::write(place.join(format!("t{n}.md")), format!("---\ntitle: Topic number{n}\n---\nText of {n}.\n"))
            .expect("a file");
    }
    fs::write(place.join("t0.md"), "---\ntitle: Usage limits\n---\nSee [nothing](none.md).\n").expect("a file");
    folder
}

#[test]
fn help_7_an_import_says_what_it_did_and_a_second_one_that_nothing_is_new() {
    let folder = topics();
    let path = folder.0.join("topics").display().to_string();
    let report = folder.0.join("report.csv").display().to_string();
    let first = run(&folder.0, &["topics", "import", &path, "--report", &report], &[]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    let said = text(&first.stdout);
    assert!(said.starts_with("60 files: 60 topics new, 0 changed, 0 as before, 0 withdrawn\n"), "{said}");
    assert!(
        said.contains("\nnot read as it was meant: 1 × link\nen/pulso/main/t0.md: none.md leads nowhere\n"),
        "{said}"
    );
    assert!(fs::read_to_string(report).expect("a report").contains("en/pulso/main/t0.md,link,none.md leads nowhere"));
    let second = text(&run(&folder.0, &["topics", "import", &path], &[]).stdout);
    assert!(second.starts_with("60 files: 0 topics new, 0 changed, 60 as before, 0 withdrawn\n"), "{second}");
    let wrong = run(&folder.0, &["topics", "import", &format!("{path}/none")], &[]);
    let said = text(&wrong.stderr);
    assert_eq!((wrong.status.code(), said.lines().count()), (Some(1), 1), "{said}");
}

#[test]
fn help_2_the_search_is_measured_and_its_index_built_anew_by_command() {
    let folder = topics();
    let path = folder.0.join("topics").display().to_string();
    assert!(run(&folder.0, &["topics", "import", &path], &[]).status.success());
    let built = text(&run(&folder.0, &["topics", "index"], &[]).stdout);
    assert!(built.starts_with("the index is built: 60 topics in "), "{built}");
    let queries = folder.0.join("queries.tsv");
    fs::write(&queries, "title\ten\tusage limits\tpulso/main/t0.md\ntypo\ten\tusgae\tpulso/main/t0.md\n")
        .expect("a file");
    let file = queries.display().to_string();
    let measured = run(&folder.0, &["topics", "eval", &file], &[]);
    let expected = "kind\tlanguage\tn\tsuccess@1\tsuccess@3\tsuccess@10\tMRR@10\n\
                    title\ten\t1\t1.000\t1.000\t1.000\t1.000\n\
                    typo\ten\t1\t1.000\t1.000\t1.000\t1.000\n\
                    all\tall\t2\t1.000\t1.000\t1.000\t1.000\n";
    assert_eq!(text(&measured.stdout), expected, "{}", text(&measured.stderr));
    fs::remove_dir_all(folder.0.join("search")).expect("removed");
    assert_eq!(text(&run(&folder.0, &["topics", "eval", &file], &[]).stdout), expected);
    fs::write(&queries, "title\txx\ta\tb\n").expect("a file");
    let wrong = run(&folder.0, &["topics", "eval", &file], &[]);
    assert!(wrong.status.code() == Some(1) && text(&wrong.stderr).ends_with("line 1: there is no language \"xx\"\n"));
}
