//! Files as people really attach them: accents and emoji in names, an empty one, one with the wrong ending.

use super::awkward;

/// The files of some cases, by the case's place among the topics.
pub(super) fn of_case(index: usize) -> Vec<(&'static str, Vec<u8>)> {
    match index {
        26 => vec![("visitas cruceros ñandú.png", picture(4))],
        39 => vec![("informe mensual.pdf", picture(2))],
        47 => vec![("exportación semanal.csv", "campaña;visitas\nRÃ\u{ad}o;1204\nÃÃ±iguez;377\nCÃ¡diz;98\n".into())],
        51 => vec![("meters-import.log", awkward::log().into_bytes()), ("retry.log", Vec::new())],
        52 => vec![("captura 😕.png", picture(1)), ("קובץ.txt", "שורה ראשונה\n".into())],
        54 => vec![("checkout.png", picture(3))],
        _ => Vec::new(),
    }
}

/// The file of a note: as internal as the note.
pub(super) fn of_note(index: usize) -> Option<(&'static str, Vec<u8>)> {
    (index == 50).then(|| ("internal-trace.txt", b"query 48.113 s, rows read 61 204 118\n".to_vec()))
}

const WIDTH: u32 = 480;
const HEIGHT: u32 = 240;
const BARS: u32 = 12;

/// A bar chart as a PNG (W3C PNG, third edition) of 8-bit palette entries, stored without compression; `seed` moves its
/// bars.
fn picture(seed: u32) -> Vec<u8> {
    let mut rows = Vec::with_capacity((HEIGHT * (WIDTH + 1)) as usize);
    for y in 0..HEIGHT {
        rows.push(0);
        rows.extend((0..WIDTH).map(|x| color(x, y, seed)));
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&WIDTH.to_be_bytes()[..], &HEIGHT.to_be_bytes()[..], &[8, 3, 0, 0, 0]].concat();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &[250, 251, 250, 214, 224, 224, 11, 92, 102, 190, 70, 60]);
    chunk(&mut png, b"IDAT", &zlib(&rows));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// Paper, grid, bar, and from the ninth bar on the bar in which the visits are missing.
fn color(x: u32, y: u32, seed: u32) -> u8 {
    let (bar, within) = (x * BARS / WIDTH, x * BARS % WIDTH);
    let missing = bar >= 9;
    let height = if missing { 6 } else { 60 + (bar * 37 + seed * 53) % 120 };
    let in_bar =
        within > WIDTH / 5 && within < WIDTH * 4 / 5 && HEIGHT - 20 - y.min(HEIGHT - 20) < height && y < HEIGHT - 20;
    match (in_bar, missing) {
        (true, true) => 3,
        (true, false) => 2,
        (false, _) if y % 40 == 20 => 1,
        (false, _) => 0,
    }
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let checked = [&kind[..], data].concat();
    png.extend(&checked);
    png.extend(crc32(&checked).to_be_bytes());
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4).
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let last = data.chunks(0xffff).count() - 1;
    for (at, block) in data.chunks(0xffff).enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(at == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_png() {
        // The published check value of CRC-32/ISO-HDLC.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
