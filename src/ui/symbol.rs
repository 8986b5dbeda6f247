//! Every drawing of the sprite `public/icons.svg`, by name.

macro_rules! symbols {
    ($($name:ident = $id:literal),* $(,)?) => {
        /// A drawing in the sprite; the sprite and this list agree, which a test proves.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Symbol { $($name),* }

        impl Symbol {
            /// All of them, in the sprite's order.
            pub const ALL: &'static [Symbol] = &[$(Symbol::$name),*];

            /// The id of its `<symbol>`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Symbol::$name => $id),* }
            }

            /// The element that draws it.
            #[must_use]
            pub const fn drawing(self) -> &'static str {
                match self {
                    $(Symbol::$name => concat!(
                        r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="/icons.svg#"#, $id, r#""></use></svg>"#
                    )),*
                }
            }
        }
    };
}

symbols! {
    Check = "check",
    Close = "close",
    Plus = "plus",
    Search = "search",
    ChevronDown = "chevron-down",
    ChevronRight = "chevron-right",
    ChevronLeft = "chevron-left",
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    ArrowDown = "arrow-down",
    Inbox = "inbox",
    List = "list",
    Topics = "topics",
    Forum = "forum",
    Chat = "chat",
    Support = "support",
    User = "user",
    UserPlus = "user-plus",
    Mail = "mail",
    Phone = "phone",
    Send = "send",
    Reply = "reply",
    Pencil = "pencil",
    Trash = "trash",
    Save = "save",
    Link = "link",
    Upload = "upload",
    File = "file",
    FileText = "file-text",
    Image = "image",
    Clock = "clock",
    Hourglass = "hourglass",
    Bell = "bell",
    Flag = "flag",
    Star = "star",
    Bookmark = "bookmark",
    Merge = "merge",
    Reopen = "reopen",
    Refresh = "refresh",
    Info = "info",
    Success = "success",
    Warning = "warning",
    Danger = "danger",
    Help = "help",
    Ban = "ban",
    Lock = "lock",
    Show = "show",
    Hide = "hide",
    Shield = "shield",
    Smartphone = "smartphone",
    Monitor = "monitor",
    Laptop = "laptop",
    Settings = "settings",
    Filter = "filter",
    SignOut = "sign-out",
    Language = "language",
    Sun = "sun",
    Moon = "moon",
    Contrast = "contrast",
    Keyboard = "keyboard",
    Offline = "offline",
    ThumbsUp = "thumbs-up",
    Lightbulb = "lightbulb",
    Pause = "pause",
    StatusNew = "status-new",
    StatusAssigned = "status-assigned",
    StatusProgress = "status-progress",
    StatusWaiting = "status-waiting",
    StatusProposed = "status-proposed",
    StatusClosed = "status-closed",
    Priority1 = "priority-1",
    Priority2 = "priority-2",
    Priority3 = "priority-3",
    Priority4 = "priority-4",
    Logo = "logo",
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn the_sprite_and_the_enum_agree() {
        let sprite = include_str!("../../public/icons.svg");
        let drawn: Vec<&str> =
            sprite.split("<symbol id=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
        let named: Vec<&str> = Symbol::ALL.iter().map(|symbol| symbol.id()).collect();
        assert_eq!(drawn, named);
    }
}
