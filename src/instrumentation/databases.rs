//! What is known of connections to databases and of prepared statements, by the handles of their objects.
//!
//! A connection is forgotten with its object, and each statement is noted again when it is made: so what a handle has left is never
//! taken for another object's. Must not know what a span says of them.

use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;
use span_core::semconv::data_source::DataSource;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::held_span::HeldSpan;
use super::redis_batch::RedisBatch;

/// How many connections of a kind are known. A process has not so many at a time: the others have been closed.
const MOST_CONNECTIONS: usize = 1024;

/// Statements whose objects have a higher handle are not known.
const MOST_STATEMENTS: usize = 1 << 16;

/// The longest query of a statement that is kept whole, and how much of a longer one is: a span says no more of it.
const LONGEST_QUERY: usize = 64 << 10;

/// A connection of PDO's.
pub struct PdoConnection {
    /// What is known of its database.
    pub source: DataSource,
    /// Whether its driver has been asked, or need not be.
    pub is_asked: bool,
}

/// Values by the handles of objects; where there are too many, the one that was used least recently goes.
pub struct ObjectTable<T> {
    entries: BTreeMap<u32, (u64, T)>,
    uses: u64,
}

impl<T> ObjectTable<T> {
    const fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
            uses: 0,
        }
    }

    /// Notes the value of an object that is noted.
    pub fn insert(&mut self, handle: u32, value: T) {
        self.uses += 1;
        if self.entries.len() >= MOST_CONNECTIONS && !self.entries.contains_key(&handle) {
            let oldest = self.entries.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(oldest) = oldest.map(|(handle, _)| *handle) {
                self.entries.remove(&oldest);
            }
        }
        self.entries.insert(handle, (self.uses, value));
    }

    /// An object's value.
    pub fn get(&mut self, handle: u32) -> Option<&mut T> {
        let (used, value) = self.entries.get_mut(&handle)?;
        self.uses += 1;
        *used = self.uses;
        Some(value)
    }

    /// The handles of the objects that have values.
    pub fn handles(&self) -> impl Iterator<Item = u32> {
        self.entries.keys().copied()
    }

    /// Forgets an object's value.
    pub fn remove(&mut self, handle: u32) -> Option<T> {
        self.entries.remove(&handle).map(|(_, value)| value)
    }
}

/// Notes an object's value in a table, until the object's end. PHP allocates for that, which may bail out: so nothing is borrowed
/// before.
pub fn note<T>(table: &RefCell<ObjectTable<T>>, object: &PhpObject, value: T) {
    object_watch::watch(object);
    table.borrow_mut().insert(object.handle(), value);
}

/// A prepared statement.
struct Statement {
    /// The handle of its connection's object; 0 is no object's.
    connection: u32,
    query: StatementQuery,
}

/// What is kept of a statement's query.
enum StatementQuery {
    Unknown,
    /// A string, which is PHP's.
    Whole(Zval),
    Beginning(Box<[u8]>),
}

impl StatementQuery {
    fn of(query: &Zval) -> Self {
        let Some(text) = query.zend_str() else {
            return Self::Unknown;
        };
        match text.as_bytes().get(..LONGEST_QUERY) {
            Some(beginning) => Self::Beginning(beginning.into()),
            None => Self::Whole(query.shallow_clone()),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Unknown => &[],
            Self::Whole(query) => query.zend_str().map_or(&[], |query| query.as_bytes()),
            Self::Beginning(query) => query,
        }
    }
}

/// Prepared statements by the handles of their objects. Noting one takes some ten instructions, because all are noted, traced or
/// not: they may be prepared long before.
pub struct Statements(RefCell<Vec<Statement>>);

impl Statements {
    const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// Notes whose connection's statement an object is, by the handles of both.
    #[inline]
    pub fn set(&self, handle: u32, connection: u32) {
        let mut statements = self.0.borrow_mut();
        if statements.len() <= handle as usize {
            grow(&mut statements, handle);
        }
        if let Some(statement) = statements.get_mut(handle as usize) {
            statement.connection = connection;
        }
    }

    /// Notes the query of a statement that is noted.
    pub fn set_query(&self, handle: u32, query: Option<&Zval>) {
        if let Some(statement) = self.0.borrow_mut().get_mut(handle as usize) {
            // The former one is a string: nothing runs when it goes.
            statement.query = query.map_or(StatementQuery::Unknown, StatementQuery::of);
        }
    }

    /// The handle of a statement's connection.
    pub fn connection(&self, handle: u32) -> Option<u32> {
        let statements = self.0.borrow();
        statements.get(handle as usize).map(|it| it.connection)
    }

    /// Reads a statement's query, which is empty where it is not known.
    pub fn with_query<R>(&self, handle: u32, read: impl FnOnce(&[u8]) -> R) -> R {
        let statements = self.0.borrow();
        let query = statements.get(handle as usize).map(|it| it.query.bytes());
        read(query.unwrap_or_default())
    }

    /// A connection has ended: its statements have none from now on, and not the next object with its handle.
    fn forget_connection(&self, handle: u32) {
        let mut statements = self.0.borrow_mut();
        let its_own = statements.iter_mut().filter(|it| it.connection == handle);
        its_own.for_each(|statement| statement.connection = 0);
    }
}

#[cold]
fn grow(statements: &mut Vec<Statement>, handle: u32) {
    let wanted = (handle as usize + 1).next_power_of_two();
    if wanted <= MOST_STATEMENTS {
        statements.resize_with(wanted, || Statement {
            connection: 0,
            query: StatementQuery::Unknown,
        });
    }
}

/// All that is known in this thread.
pub struct Databases {
    /// The connections of PDO.
    pub pdo: RefCell<ObjectTable<PdoConnection>>,
    /// The connections of mysqli.
    pub mysqli: RefCell<ObjectTable<DataSource>>,
    /// Its statements.
    pub mysqli_statements: Statements,
    /// The queries that these connections have sent, and whose answers the program has not asked for.
    pub mysqli_queries: RefCell<ObjectTable<HeldSpan>>,
    /// The connections to Redis.
    pub redis: RefCell<ObjectTable<DataSource>>,
    /// The commands that these have collected.
    pub redis_batches: RefCell<ObjectTable<RedisBatch>>,
}

impl Databases {
    /// Nothing.
    pub const fn new() -> Self {
        Self {
            pdo: RefCell::new(ObjectTable::new()),
            mysqli: RefCell::new(ObjectTable::new()),
            mysqli_statements: Statements::new(),
            mysqli_queries: RefCell::new(ObjectTable::new()),
            redis: RefCell::new(ObjectTable::new()),
            redis_batches: RefCell::new(ObjectTable::new()),
        }
    }
}

/// An object has ended.
pub fn ended(handle: u32) {
    let databases = Databases::own();
    databases.pdo.borrow_mut().remove(handle);
    if databases.mysqli.borrow_mut().remove(handle).is_some() {
        databases.mysqli_statements.forget_connection(handle);
    }
    databases.mysqli_queries.borrow_mut().remove(handle);
    databases.redis.borrow_mut().remove(handle);
    databases.redis_batches.borrow_mut().remove(handle);
}

/// Ends the batches of connections that the program still holds: each says what it has collected. Called at the end of a request.
pub fn end_request() {
    Databases::own().redis_batches.borrow_mut().entries.clear();
}

/// Forgets everything: no object outlives the request. Called at request end.
pub fn forget_request() {
    let databases = Databases::own();
    databases.pdo.borrow_mut().entries.clear();
    databases.mysqli.borrow_mut().entries.clear();
    databases.mysqli_statements.0.take();
    databases.mysqli_queries.borrow_mut().entries.clear();
    databases.redis.borrow_mut().entries.clear();
    databases.redis_batches.borrow_mut().entries.clear();
}
