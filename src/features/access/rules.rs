//! What passwords and preferences must be like, and how a session's device is named.

/// Shortest password (NIST SP 800-63B-4, section 3.1.1.2, with a second factor to come).
pub const PASSWORD_FEWEST_CHARS: u32 = 10;
/// Longest, so that nobody makes us hash a book.
pub const PASSWORD_MOST_CHARS: u32 = 256;
/// Longest name of a person.
pub const NAME_MOST_CHARS: u32 = 120;

/// The themes that can be chosen; empty is the system's.
pub const THEMES: [&str; 4] = ["", "light", "dark", "contrast"];

/// What kind of thing a session runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    Computer,
    Phone,
    Tablet,
    Unknown,
}

/// A browser and its system, as far as its user agent tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// A proper name, or empty.
    pub browser: &'static str,
    /// A proper name, or empty.
    pub system: &'static str,
    pub kind: DeviceKind,
}

/// Reads a user agent as people would name it. Order matters: most browsers also claim to be others.
pub fn device(agent: &str) -> Device {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ]);
    let system = first(&[
        ("iPad", "iPadOS"),
        ("iPhone", "iOS"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    let kind = match system {
        "iPadOS" => DeviceKind::Tablet,
        "iOS" => DeviceKind::Phone,
        "Android" if agent.contains("Mobile") => DeviceKind::Phone,
        "Android" => DeviceKind::Tablet,
        "" => DeviceKind::Unknown,
        _computer => DeviceKind::Computer,
    };
    Device { browser, system, kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_people_would() {
        let firefox = device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        assert_eq!(firefox, Device { browser: "Firefox", system: "Linux", kind: DeviceKind::Computer });
        let ipad =
            device("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1");
        assert_eq!(ipad, Device { browser: "Safari", system: "iPadOS", kind: DeviceKind::Tablet });
        let phone = device("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36");
        assert_eq!(phone, Device { browser: "Chrome", system: "Android", kind: DeviceKind::Phone });
        assert_eq!(device(""), Device { browser: "", system: "", kind: DeviceKind::Unknown });
    }
}
