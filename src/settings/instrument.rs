//! The setting `instrument`: which libraries are traced without a word in the program.
//!
//! Owns their names. Must not know what is traced of them: that is `instrumentation`.

/// OpenTelemetry PHP's list of what is not to be instrumented; `all` is everything.
pub(super) const DISABLED: &str = "OTEL_PHP_DISABLED_INSTRUMENTATIONS";

/// Makes the list. A line is a library and its name in the settings.
macro_rules! libraries {
    ($($(#[$doc:meta])* $library:ident = $name:literal,)*) => {
        /// What can be traced without a word in the program.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Library {
            $($(#[$doc])* $library,)*
        }

        impl Library {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$library,)*];

            /// Its name in the settings.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$library => $name,)*
                }
            }
        }
    };
}

libraries! {
    /// Swoole's coroutines.
    Coroutine = "coroutine",
    /// Requests to Swoole's servers.
    Server = "server",
    /// Requests of Swoole's HTTP clients.
    Http = "http",
    /// Requests of PHP's curl functions.
    Curl = "curl",
    /// Requests of PHP's streams, as `file_get_contents()` makes.
    Stream = "stream",
    /// Databases by PDO.
    Pdo = "pdo",
    /// MySQL by mysqli.
    Mysqli = "mysqli",
    /// Redis by phpredis.
    Redis = "redis",
    /// Memcached by PECL's class.
    Memcached = "memcached",
}

/// A set of libraries.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Instruments(u32);

impl Instruments {
    fn all() -> Self {
        let mut all = Self::default();
        Library::ALL.iter().for_each(|library| all.add(*library));
        all
    }

    /// Whether it is among them.
    pub fn has(self, library: Library) -> bool {
        self.0 & 1 << library as u32 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn add(&mut self, library: Library) {
        self.0 |= 1 << library as u32;
    }

    fn remove(&mut self, library: Library) {
        self.0 &= !(1 << library as u32);
    }

    /// Those that [`DISABLED`] does not name. What else it names is another tracer's.
    pub(super) fn without(self, disabled: &str) -> Self {
        let mut left = self;
        for name in disabled.split(',') {
            match find(name) {
                _ if lower(name) == "all" => return Self::default(),
                Some(library) => left.remove(library),
                None => {}
            }
        }
        left
    }
}

/// The names in a list, in any case, without the white space around them.
fn lower(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

fn find(name: &str) -> Option<Library> {
    let name = lower(name);
    let mut libraries = Library::ALL.iter();
    libraries.find(|library| library.name() == name).copied()
}

/// `none`, `all` or a comma list of names; `-name` takes one out, wherever it stands. What is unknown is left out, and the
/// second part of the result says what is accepted; where no entry is known, or each begins with a -, that is the error.
pub(super) fn parse_instruments(text: &str) -> Result<(Instruments, Option<String>), String> {
    let (mut chosen, mut removed) = (Instruments::default(), Instruments::default());
    let (mut names, mut left_out, mut unknown) = (0, 0, 0);
    for entry in text.split(',').filter(|entry| !entry.trim().is_empty()) {
        let entry = lower(entry);
        let without = entry.strip_prefix('-').map(find);
        let count = match (entry.as_str(), without, find(&entry)) {
            ("none", ..) => {
                chosen = Instruments::default();
                &mut names
            }
            ("all", ..) => {
                chosen = Instruments::all();
                &mut names
            }
            (_, Some(Some(library)), _) => {
                removed.add(library);
                &mut left_out
            }
            (_, None, Some(library)) => {
                chosen.add(library);
                &mut names
            }
            _ => &mut unknown,
        };
        *count += 1;
    }
    chosen.0 &= !removed.0;
    match (names, left_out, unknown) {
        (0, 1.., _) => {
            Err("expected all or names beside what a - leaves out, as in all,-curl".to_owned())
        }
        (_, _, 0) => Ok((chosen, None)),
        (0, ..) => Err(expected()),
        _ => Ok((chosen, Some(expected()))),
    }
}

fn expected() -> String {
    let names: Vec<_> = Library::ALL.iter().map(|library| library.name()).collect();
    let names = names.join(", ");
    format!(
        "expected none, all, or a comma list of {names}, each with a - in front to leave it out"
    )
}
