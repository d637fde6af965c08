//! Which database a connection is to, as PDO's data source names say it, and never with whose password.
//!
//! Must not know who connects.

use std::borrow::Cow;

use super::dsn_pairs;
use super::http_semantics::split_host;
use super::sql_dialect::SqlDialect;

/// A database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataSource {
    /// `db.system.name`.
    pub system: &'static str,
    /// `server.address`: a host, or the path of a socket.
    pub address: Option<String>,
    /// `server.port`.
    pub port: Option<u16>,
    /// `db.namespace`.
    pub namespace: Option<String>,
}

/// The drivers of PDO, Redis and Memcached, the system that each is for, and the port that it takes where none is named.
const DRIVERS: &[(&str, &str, Option<u16>)] = &[
    ("mysql", "mysql", Some(3306)),
    ("pgsql", "postgresql", Some(5432)),
    ("sqlite", "sqlite", None),
    ("sqlite2", "sqlite", None),
    ("sqlsrv", "microsoft.sql_server", Some(1433)),
    ("dblib", "microsoft.sql_server", None),
    ("mssql", "microsoft.sql_server", None),
    ("sybase", "microsoft.sql_server", None),
    ("oci", "oracle.db", None),
    ("firebird", "firebirdsql", None),
    ("ibm", "ibm.db2", None),
    ("informix", "ibm.informix", None),
    ("redis", "redis", None),
    ("memcached", "memcached", None),
];

impl DataSource {
    /// A database of which only the driver is known, by the name that PDO has for that.
    pub fn of_driver(driver: &str) -> Self {
        let mut drivers = DRIVERS.iter();
        let known = drivers.find(|(name, ..)| *name == driver);
        Self {
            system: known.map_or("other_sql", |(_, system, _)| system),
            address: None,
            port: None,
            namespace: None,
        }
    }

    /// Reads a data source name.
    ///
    /// ```
    /// use span_core::semconv::data_source::DataSource;
    /// let source = DataSource::of_dsn("mysql:host=db.example;dbname=shop;password=secret");
    /// assert_eq!(source.address.as_deref(), Some("db.example"));
    /// assert_eq!((source.port, source.namespace.as_deref()), (Some(3306), Some("shop")));
    /// ```
    pub fn of_dsn(dsn: &str) -> Self {
        // The clients' texts end with a zero.
        let dsn = dsn.split('\0').next().unwrap_or_default();
        let (driver, rest) = dsn.split_once(':').unwrap_or((dsn, ""));
        let mut source = Self::of_driver(driver);
        match source.system {
            "mysql" => source.read_mysql(&dsn_pairs::pdo(rest)),
            "postgresql" => source.read_postgresql(&dsn_pairs::libpq(rest)),
            "sqlite" => {
                // Behind a question mark may be a key.
                let path = rest.split('?').next().unwrap_or_default();
                source.namespace = name(path);
            }
            "microsoft.sql_server" if driver == "sqlsrv" => {
                source.read_sql_server(&dsn_pairs::sql_server(rest));
            }
            "microsoft.sql_server" => source.read_sql_server(&dsn_pairs::pdo(rest)),
            "oracle.db" => source.read_oracle(&dsn_pairs::pdo(rest)),
            _ => {}
        }
        let mut drivers = DRIVERS.iter();
        let default = drivers.find(|(name, ..)| *name == driver);
        // A path is a socket's. A list does not say which of its servers is connected to.
        let is_host = source
            .address
            .as_deref()
            .is_some_and(|it| !it.starts_with('/') && !it.contains(','));
        if source.port.is_none() && is_host && source.has_port() {
            source.port = default.and_then(|(.., port)| *port);
        }
        source
    }

    /// The database of a connection of mysqli's.
    pub fn of_mysql(host: &str, port: Option<u16>, socket: &str, database: &str) -> Self {
        let mut source = Self::of_driver("mysql");
        // `p:` asks for a connection that outlives the request.
        let host = host.strip_prefix("p:").unwrap_or(host);
        let pairs = [
            ("host", host),
            ("unix_socket", socket),
            ("dbname", database),
        ]
        .map(|(name, value)| (name, Cow::Borrowed(value)));
        source.read_mysql(&pairs);
        if source.has_port() {
            source.port = source.port.or(port).or(Some(3306));
        }
        source
    }

    /// The database of a connection to Redis. `host` may say how to connect, or be the path of a socket.
    pub fn of_redis(host: &str, port: Option<u16>) -> Self {
        let host = host.split_once("://").map_or(host, |(_, host)| host);
        let mut source = Self::of_driver("redis");
        source.address = name(host);
        let is_host = !host.is_empty() && !host.starts_with('/');
        source.port = port.or(Some(6379)).filter(|_| is_host);
        source
    }

    /// A server of memcached. `host` may be the path of a socket.
    pub fn of_memcached(host: &str, port: Option<u16>) -> Self {
        let mut source = Self::of_driver("memcached");
        source.address = name(host);
        source.port = port.filter(|port| *port != 0 && source.has_port());
        source
    }

    /// The dialect of its queries.
    pub fn dialect(&self) -> SqlDialect {
        match self.system {
            "mysql" | "mariadb" => SqlDialect::MySql,
            "postgresql" => SqlDialect::PostgreSql,
            "sqlite" => SqlDialect::Sqlite,
            "microsoft.sql_server" => SqlDialect::SqlServer,
            "oracle.db" => SqlDialect::Oracle,
            _ => SqlDialect::Other,
        }
    }

    /// Whether the driver's own code of an error tells more than its SQLSTATE.
    pub fn has_own_codes(&self) -> bool {
        self.dialect() != SqlDialect::PostgreSql && self.dialect() != SqlDialect::Other
    }

    /// The server's version says which of the two systems it is.
    pub fn set_version(&mut self, version: &str) {
        if self.system == "mysql" && version.contains("MariaDB") {
            self.system = "mariadb";
        }
    }

    /// MySQL's clients go to a socket where the host is `localhost`.
    fn has_port(&self) -> bool {
        let address = self.address.as_deref().unwrap_or("/");
        let is_local = self.system == "mysql" && address == "localhost";
        !address.starts_with('/') && !is_local
    }

    fn read_mysql(&mut self, pairs: &[(&str, Cow<'_, str>)]) {
        let host = value(pairs, "host").unwrap_or("localhost");
        let socket = value(pairs, "unix_socket");
        // The host may have the port; one that stands beside it is for nothing then.
        let (host, of_host) = split_host(host);
        self.address = name(socket.filter(|_| host == "localhost").unwrap_or(host));
        self.port = of_host
            .or(port(value(pairs, "port")))
            .filter(|_| self.has_port());
        self.namespace = value(pairs, "dbname").and_then(name);
    }

    fn read_postgresql(&mut self, pairs: &[(&str, Cow<'_, str>)]) {
        self.address = value(pairs, "host")
            .or(value(pairs, "hostaddr"))
            .and_then(name);
        self.port = port(value(pairs, "port"));
        // It may be a whole connection string, with a password.
        let is_name = |text: &&str| !text.contains(['=', '@']) && !text.contains("://");
        self.namespace = value(pairs, "dbname").filter(is_name).and_then(name);
    }

    fn read_sql_server(&mut self, pairs: &[(&str, Cow<'_, str>)]) {
        let server = value(pairs, "server")
            .or(value(pairs, "host"))
            .unwrap_or_default();
        let server = server.strip_prefix("tcp:").unwrap_or(server);
        let (host, of_host) = server.split_once([',', ':']).unwrap_or((server, ""));
        let (host, instance) = host.split_once('\\').unwrap_or((host, ""));
        self.address = name(host);
        self.port = port(Some(of_host));
        let database = value(pairs, "database")
            .or(value(pairs, "dbname"))
            .unwrap_or_default();
        self.namespace = match (name(instance), name(database)) {
            (Some(instance), Some(database)) => Some(format!("{instance}|{database}")),
            (instance, database) => database.or(instance),
        };
    }

    /// `tcps://host:port/service:pooled/instance`, with much that may be left out, or a name of the client's configuration. Before
    /// it may be a user and a password, behind it a wallet's.
    fn read_oracle(&mut self, pairs: &[(&str, Cow<'_, str>)]) {
        let database = value(pairs, "dbname").unwrap_or_default();
        let database = database.rsplit('@').next().unwrap_or_default();
        let database = database.split('?').next().unwrap_or_default();
        if database.contains('(') {
            return;
        }
        let is_protocol = |text: &str| {
            let mut protocols = ["", "tcp:", "tcps:"].iter();
            protocols.any(|it| text.eq_ignore_ascii_case(it))
        };
        let behind = database
            .split_once("//")
            .filter(|(before, _)| is_protocol(before));
        let database = behind.map_or(database, |(_, behind)| behind);
        let Some((server, service)) = database.split_once('/') else {
            self.namespace = name(database);
            return;
        };
        let (host, of_host) = server.split_once(':').unwrap_or((server, ""));
        self.address = name(host);
        self.port = port(Some(of_host));
        let service = service.split([':', '/']).next().unwrap_or_default();
        self.namespace = name(service);
    }
}

/// The value of a name, of which the last one counts.
fn value<'a>(pairs: &'a [(&str, Cow<'_, str>)], wanted: &str) -> Option<&'a str> {
    let mut pairs = pairs.iter().rev();
    let found = pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found
        .map(|(_, value)| value.as_ref())
        .filter(|value| !value.is_empty())
}

fn port(text: Option<&str>) -> Option<u16> {
    text?.parse().ok().filter(|port| *port != 0)
}

/// A name as it is kept, `None` for none.
fn name(text: &str) -> Option<String> {
    const LONGEST: usize = 255;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    (!text.is_empty()).then(|| text.to_owned())
}

/// What may be shown of a message of PDO's: its codes and what they mean, without the server's own words, which may repeat values
/// of the query.
///
/// ```
/// use span_core::semconv::data_source::codes_of;
/// let message = "SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry 'bob' for key 'name'";
/// assert_eq!(codes_of(message), "SQLSTATE[23000]: Integrity constraint violation");
/// assert_eq!(codes_of("SQLSTATE[HY000] [1045] Access denied for user 'bob'"), "SQLSTATE[HY000] [1045]");
/// assert_eq!(codes_of("could not find driver"), "");
/// ```
pub fn codes_of(message: &str) -> &str {
    const LENGTH: usize = "SQLSTATE[HY000]".len();
    let state = message.get("SQLSTATE[".len()..LENGTH - 1);
    let is_state = state.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !is_state
        || !message.starts_with("SQLSTATE[")
        || message.as_bytes().get(LENGTH - 1) != Some(&b']')
    {
        return "";
    }
    let end = LENGTH;
    let rest = &message[end..];
    let more = if let Some(meaning) = rest.strip_prefix(": ") {
        let is_meaning = |it: char| it.is_ascii_alphabetic() || " -_,()/".contains(it);
        let length = meaning.find(|it| !is_meaning(it));
        let is_whole = length.is_some_and(|length| meaning[length..].starts_with(": "));
        length.filter(|_| is_whole).map_or(0, |length| length + 2)
    } else {
        let code = rest
            .strip_prefix(" [")
            .and_then(|code| code.split_once(']'));
        let code = code.filter(|(code, _)| code.bytes().all(|it| it.is_ascii_digit()));
        code.map_or(0, |(code, _)| code.len() + 3)
    };
    &message[..end + more]
}
