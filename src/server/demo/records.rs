//! Files of records, written row by row, and the dice that decide what stands in them.

use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::Path,
};

/// A file of JSON Lines.
pub(super) struct Records(BufWriter<File>);

impl Records {
    pub fn create(folder: &Path, name: &str) -> io::Result<Records> {
        Ok(Records(BufWriter::new(File::create(folder.join(format!("{name}.jsonl")))?)))
    }
    pub fn add(&mut self, row: &serde_json::Value) -> io::Result<()> {
        writeln!(self.0, "{row}")
    }
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The same numbers for the same seed (SplitMix64, Steele, Lea and Flood, 2014).
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }
    /// A number below a limit that is small beside 2^64.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((drawn ^ (drawn >> 31)) % limit.max(1) as u64) as usize
    }
    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
