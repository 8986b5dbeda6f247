//! The first reading of cases and events: every row is checked, and of each only its place is kept.

use super::{
    directory::{Desk, Directory, no_product},
    fields::Fields,
    records::{CASES, CaseRecord, EVENTS, EventRecord, Happened},
    report::{Fault, Report},
    run::ImportError,
    source::{Place, Source},
};
use crate::{features::cases::server::store::import as store, values::Moment};
use std::collections::{HashMap, HashSet};

/// Which cases are brought in, in which order, and where their rows stand.
#[derive(Default)]
pub struct Order {
    cases: Vec<CaseEntry>,
    /// By the old desk's numbers.
    numbers: HashMap<Box<str>, u32>,
    /// By case, instant and line.
    events: Vec<EventEntry>,
    /// What a case follows or was merged into comes before it.
    turns: Vec<u32>,
}

struct CaseEntry {
    place: Place,
    opened_at: Moment,
    is_out: bool,
    /// What it follows and what it was merged into ([`LINKS`]), as far as those are rows of the file.
    before: [Option<u32>; 2],
}

/// The columns that name another case.
const LINKS: [&str; 2] = ["follow_up_of", "merged_into"];

struct EventEntry {
    case: u32,
    at: Moment,
    place: Place,
}

/// A case that names another one.
struct Link {
    case: u32,
    /// Which of [`LINKS`].
    link: usize,
    number: Box<str>,
}

impl Order {
    /// Reads both files once and reports what is wrong.
    pub async fn build(
        desk: &Desk<'_>,
        directory: &Directory,
        cases: Option<&Source>,
        events: Option<&Source>,
        report: &mut Report,
    ) -> Result<Order, ImportError> {
        let mut order = Order::default();
        if let Some(source) = cases {
            let links = order.read_cases(desk, directory, source, report)?;
            order.link(desk, links, source, report).await?;
        }
        if let Some(source) = events {
            order.read_events(desk, directory, source, cases.map_or("cases", Source::name), report)?;
        }
        if let Some(source) = cases {
            order.take_turns(source, report)?;
        }
        report.left_out = order.cases.iter().filter(|case| case.is_out).count() as u64;
        Ok(order)
    }

    /// The cases to bring in, what they need before them.
    pub fn turns(&self) -> &[u32] {
        &self.turns
    }
    /// The turns in parts of so many cases or, beyond a single case, so many bytes of records.
    pub fn batches(&self, cases_most: usize, bytes_most: u64) -> Vec<Vec<u32>> {
        let (mut batches, mut batch, mut bytes) = (Vec::new(), Vec::new(), 0);
        for case in &self.turns {
            let rows = self.events(*case).chain([self.case(*case)]);
            let more: u64 = rows.map(|row| u64::from(row.bytes)).sum();
            if !batch.is_empty() && (batch.len() == cases_most || bytes + more > bytes_most) {
                batches.push(std::mem::take(&mut batch));
                bytes = 0;
            }
            batch.push(*case);
            bytes += more;
        }
        batches.extend(Some(batch).filter(|batch| !batch.is_empty()));
        batches
    }

    /// Where a case's row stands.
    pub fn case(&self, case: u32) -> Place {
        self.cases[case as usize].place
    }
    /// Where the rows of a case's events stand, in their order.
    pub fn events(&self, case: u32) -> impl Iterator<Item = Place> {
        let from = self.events.partition_point(|event| event.case < case);
        self.events[from..].iter().take_while(move |event| event.case == case).map(|event| event.place)
    }

    fn read_cases(
        &mut self,
        desk: &Desk<'_>,
        directory: &Directory,
        source: &Source,
        report: &mut Report,
    ) -> Result<Vec<Link>, ImportError> {
        let mut links = Vec::new();
        source.scan(|place, row| {
            report.cases.read += 1;
            let index = self.cases.len() as u32;
            let number: Option<Box<str>> = row.record.key(&CASES, "number").map(String::into_boxed_str);
            let read = row.checked(|record| {
                let case = CaseRecord::read(Fields::of(&CASES, record, desk.reading))?;
                let faults = case_faults(&case, directory);
                if faults.is_empty() { Ok(case) } else { Err(faults) }
            });
            let mut faults = read.as_ref().err().cloned().unwrap_or_default();
            match number.as_ref().and_then(|number| self.numbers.get(number)) {
                Some(first) => {
                    let line = self.cases[*first as usize].place.line;
                    faults.push(Fault::of("number", format!("the case of line {line} has it too")));
                }
                None => {
                    number.and_then(|number| self.numbers.insert(number, index));
                }
            }
            let is_out = !faults.is_empty();
            if is_out {
                report.reject(source.name(), place.line, faults)?;
            }
            let opened_at = read.as_ref().map_or(Moment(0), |case| case.opened_at);
            self.cases.push(CaseEntry { place, opened_at, is_out, before: [None, None] });
            let Ok(case) = read else { return Ok(()) };
            let named = [case.follow_up_of, case.merged_into].into_iter().enumerate();
            let named = named.filter_map(|(link, number)| Some((link, number?)));
            links.extend(named.map(|(link, number)| Link { case: index, link, number: number.into() }));
            Ok(())
        })?;
        Ok(links)
    }

    /// Finds what cases name: rows of the file, or cases that were brought in before.
    async fn link(
        &mut self,
        desk: &Desk<'_>,
        links: Vec<Link>,
        source: &Source,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let elsewhere: Vec<&str> =
            links.iter().map(|link| &*link.number).filter(|number| !self.numbers.contains_key(*number)).collect();
        let known: HashSet<String> = store::known(desk.portal.db(), desk.permit, desk.origin, &elsewhere).await?;
        for link in &links {
            match self.numbers.get(&link.number) {
                Some(other) => self.cases[link.case as usize].before[link.link] = Some(*other),
                None if known.contains(&*link.number) => {}
                None => {
                    let fault = Fault::of(LINKS[link.link], format!("no case has the number {:?}", link.number));
                    self.leave_out(link.case, fault, source, report)?;
                }
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, case: u32, fault: Fault, source: &Source, report: &mut Report) -> Result<(), ImportError> {
        let entry = &mut self.cases[case as usize];
        entry.is_out = true;
        Ok(report.reject(source.name(), entry.place.line, vec![fault])?)
    }

    fn read_events(
        &mut self,
        desk: &Desk<'_>,
        directory: &Directory,
        source: &Source,
        cases: &str,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        source.scan(|place, row| {
            report.events.read += 1;
            let Some(number) = row.record.key(&EVENTS, "case").filter(|_| !row.is_shifted) else {
                return Err(nobodys(source, place.line, &row.faults));
            };
            let case = self.numbers.get(&*number).copied();
            let read = row.checked(|record| {
                let event = EventRecord::read(Fields::of(&EVENTS, record, desk.reading))?;
                let opened_at = case.map(|case| &self.cases[case as usize]).filter(|case| !case.is_out);
                let faults = event_faults(&event, opened_at.map(|case| case.opened_at), case, directory, cases);
                if faults.is_empty() { Ok(event) } else { Err(faults) }
            });
            match (read, case) {
                (Ok(event), Some(case)) => self.events.push(EventEntry { case, at: event.at, place }),
                (Ok(_), None) => {}
                (Err(faults), case) => {
                    // no half cases: it comes when its events can come too
                    if let Some(case) = case {
                        self.cases[case as usize].is_out = true;
                    }
                    report.reject(source.name(), place.line, faults)?;
                }
            }
            Ok(())
        })?;
        self.events.sort_unstable_by_key(|event| (event.case, event.at, event.place.line));
        Ok(())
    }

    /// Decides the order in which cases come; those that lead to each other in a circle have none.
    fn take_turns(&mut self, source: &Source, report: &mut Report) -> Result<(), ImportError> {
        let mut state = vec![Turn::None; self.cases.len()];
        let mut circles = Vec::new();
        for case in 0..self.cases.len() as u32 {
            let mut way = vec![case];
            while let Some(here) = way.last().copied() {
                let before = self.cases[here as usize].before;
                match state[here as usize] {
                    Turn::Taken => {
                        way.pop();
                    }
                    Turn::None => {
                        state[here as usize] = Turn::Waiting;
                        way.extend(before.into_iter().flatten().filter(|other| state[*other as usize] == Turn::None));
                        let leads_back =
                            |other: Option<u32>| other.is_some_and(|other| state[other as usize] == Turn::Waiting);
                        circles
                            .extend((0..LINKS.len()).filter(|link| leads_back(before[*link])).map(|link| (here, link)));
                    }
                    Turn::Waiting => {
                        state[here as usize] = Turn::Taken;
                        self.turns.push(here);
                        way.pop();
                    }
                }
            }
        }
        for (case, link) in circles {
            let fault = Fault::of(LINKS[link], "the cases that it leads to lead back to it");
            self.leave_out(case, fault, source, report)?;
        }
        self.leave_out_what_needs_them(source, report)?;
        let cases = &self.cases;
        self.turns.retain(|case| !cases[*case as usize].is_out);
        Ok(())
    }

    fn leave_out_what_needs_them(&mut self, source: &Source, report: &mut Report) -> Result<(), ImportError> {
        for turn in 0..self.turns.len() {
            let case = self.turns[turn];
            let entry = &self.cases[case as usize];
            let missing = entry.before.into_iter().flatten().find(|other| self.cases[*other as usize].is_out);
            if let Some(missing) = missing.filter(|_| !entry.is_out) {
                let line = self.cases[missing as usize].place.line;
                let fault = Fault::of_row(format!("it leads to the case of line {line}, which is left out"));
                self.leave_out(case, fault, source, report)?;
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    None,
    /// What it needs has its turn first.
    Waiting,
    Taken,
}

/// An event that some case misses, and nobody knows which: that case would come without it.
fn nobodys(source: &Source, line: u32, faults: &[Fault]) -> ImportError {
    let is_of_case = |fault: &&Fault| fault.column.is_none_or(|column| column == "case");
    let why = match faults.iter().find(is_of_case) {
        Some(Fault { column: Some(column), reason }) => format!("{column}: {reason}"),
        Some(Fault { column: None, reason }) => reason.clone(),
        None => "case: missing".to_owned(),
    };
    let reason = format!("line {line}: {why}; which case misses this event cannot be told");
    ImportError::File { name: source.name().to_owned(), reason }
}

fn case_faults(case: &CaseRecord, directory: &Directory) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !directory.organizations.contains_key(&case.organization) {
        faults.push(Fault::of("organization", "no organization that was brought in has this key"));
    }
    if !directory.products.contains_key(&case.product) {
        faults.push(no_product("product", &case.product, directory.products.keys().map(String::as_str)));
    }
    faults.extend(person_fault("requester", Some(&case.requester), directory));
    faults.extend(vendor_fault("assignee", case.assignee.as_ref(), directory));
    faults
}

fn person_fault(column: &'static str, key: Option<&String>, directory: &Directory) -> Option<Fault> {
    let is_unknown = key.is_some_and(|key| directory.person(key).is_none());
    is_unknown.then(|| Fault::of(column, "nobody who was brought in has this key"))
}

fn vendor_fault(column: &'static str, key: Option<&String>, directory: &Directory) -> Option<Fault> {
    match key.map(|key| directory.person(key)) {
        Some(None) => person_fault(column, key, directory),
        Some(Some(person)) if !person.is_vendors => {
            Some(Fault::of(column, "not one of the vendor's people: their row names an organization"))
        }
        Some(Some(_)) | None => None,
    }
}

/// `opened_at` of a case that comes; `case` also of one that does not.
fn event_faults(
    event: &EventRecord,
    opened_at: Option<Moment>,
    case: Option<u32>,
    directory: &Directory,
    cases: &str,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if case.is_none() {
        faults.push(Fault::of("case", format!("{cases} has no row with the number {:?}", event.case)));
    }
    if opened_at.is_some_and(|opened_at| event.at < opened_at) {
        faults.push(Fault::of("at", "before the case was opened"));
    }
    match &event.happened {
        Happened::Note { .. } => faults.extend(vendor_fault("author", event.author.as_ref(), directory)),
        Happened::Comment { .. } | Happened::Status { .. } | Happened::Priority { .. } => {
            faults.extend(person_fault("author", event.author.as_ref(), directory));
        }
        Happened::Assigned { from, to } => {
            faults.extend(person_fault("author", event.author.as_ref(), directory));
            faults.extend(person_fault("from", from.as_ref(), directory));
            faults.extend(person_fault("to", to.as_ref(), directory));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases of a kilobyte, each with so many events of as much.
    fn order(events_of: &[u32]) -> Order {
        let place = Place { offset: 0, bytes: 1_024, line: 0 };
        let case = || CaseEntry { place, opened_at: Moment(0), is_out: false, before: [None, None] };
        let cases = events_of.iter().map(|_| case()).collect();
        let of = |(case, count): (u32, &u32)| (0..*count).map(move |_| EventEntry { case, at: Moment(0), place });
        let events = (0..).zip(events_of).flat_map(of).collect();
        Order { cases, events, turns: (0..events_of.len() as u32).collect(), ..Order::default() }
    }

    #[test]
    fn a_batch_ends_after_so_many_cases_or_bytes_and_takes_a_large_case_whole() {
        let order = order(&[0, 1, 1, 9, 0, 0, 0, 0]);
        assert_eq!(order.batches(3, 100_000), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]]);
        assert_eq!(order.batches(3, 4 * 1_024), [vec![0, 1], vec![2], vec![3], vec![4, 5, 6], vec![7]]);
        assert_eq!(Order::default().batches(3, 1), Vec::<Vec<u32>>::new());
    }
}
