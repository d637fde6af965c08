//! `TracedCoroutine\SpanOptions`, `SpanKind` and `StatusCode`.

use super::attributes;
use super::span_context::ContextObject;
use crate::zend::call_frame::CallFrame;
use crate::zend::class::Method;
use crate::zend::data_class::{self, DataClass, DataSlot, PropertyType};
use crate::zend::enums::{Backing, EnumSlot};
use crate::zend::object::{self, Payload};
use crate::zend::settled::Settled;
use crate::zend::throw::{Php, throw_bad_value, throw_type_error};
use crate::zend::value::text;
use ext_php_rs::args::Arg;
use ext_php_rs::error::Result;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::text::Room;
use span_core::{Link, ParentChoice, SpanKind, SpanOptions};
use std::borrow::Cow;

/// Cases as OpenTelemetry's PHP API numbers them. OTLP numbers them otherwise: exporters know [`SpanKind`], not these.
static SPAN_KIND: EnumSlot = EnumSlot::new();
/// Cases as OpenTelemetry's PHP API names them.
pub static STATUS_CODE: EnumSlot = EnumSlot::new();

/// The class name of the enum, for methods that take a kind.
pub const SPAN_KIND_CLASS: &str = "TracedCoroutine\\SpanKind";

/// `TracedCoroutine\SpanOptions`: plain values, checked by the constructor.
pub struct OptionsClass;

impl DataClass for OptionsClass {
    const CLASS: &'static str = "TracedCoroutine\\SpanOptions";
    const PROPERTIES: &'static [(&'static str, PropertyType)] = &[
        ("name", PropertyType::STRING.or(PropertyType::NULL)),
        ("kind", PropertyType::object(SPAN_KIND_CLASS)),
        ("attributes", PropertyType::ARRAY),
        ("links", PropertyType::ARRAY),
        (
            "parent",
            PropertyType::object(ContextObject::CLASS)
                .or(PropertyType::FALSE)
                .or(PropertyType::NULL),
        ),
        ("startTime", PropertyType::FLOAT.or(PropertyType::NULL)),
    ];

    fn slot() -> &'static DataSlot {
        static SLOT: DataSlot = DataSlot::new();
        &SLOT
    }
}

/// Registers the enums and the class. Called at module start, before the classes that name them.
pub fn register() -> Result<()> {
    SPAN_KIND.register(
        c"TracedCoroutine\\SpanKind",
        &[
            (c"Internal", Backing::Int(0)),
            (c"Client", Backing::Int(1)),
            (c"Server", Backing::Int(2)),
            (c"Producer", Backing::Int(3)),
            (c"Consumer", Backing::Int(4)),
        ],
    );
    STATUS_CODE.register(
        c"TracedCoroutine\\StatusCode",
        &[
            (c"Unset", Backing::Text("Unset")),
            (c"Ok", Backing::Text("Ok")),
            (c"Error", Backing::Text("Error")),
        ],
    );
    let kind = DataType::object(SPAN_KIND_CLASS);
    let parent = DataType::object(ContextObject::CLASS);
    let constructor = Method::constructor(handler!(construct)).takes(
        0,
        vec![
            Arg::new("name", DataType::String)
                .allow_null()
                .default("null"),
            Arg::new("kind", kind).default("\\TracedCoroutine\\SpanKind::Internal"),
            Arg::new("attributes", DataType::Array).default("[]"),
            Arg::new("links", DataType::Array).default("[]"),
            Arg::new("parent", parent).allow_null().default("null"),
            Arg::new("startTime", DataType::Double)
                .allow_null()
                .default("null"),
        ],
    );
    data_class::register::<OptionsClass>(constructor)
}

/// `__construct(?string $name, SpanKind $kind, array $attributes, array $links, SpanContext|false|null $parent,
/// ?float $startTime)`
fn construct(call: &CallFrame<'_>, _result: &mut Zval) {
    // An error is pending in PHP.
    let _ = check_and_set(call);
}

fn check_and_set(call: &CallFrame<'_>) -> Php<()> {
    let mut given = call.arguments(0, 6)?;
    given.optional_string(0)?;
    given.optional_attributes(2)?;
    given.optional_links(3)?;
    let start_time = given.optional_float(5)?;

    let given = given.settled();
    let kind = given.given(1);
    if kind.is_some_and(|kind| SPAN_KIND.backing(kind).is_none()) {
        return given.throw_wrong_type(1, "TracedCoroutine\\SpanKind");
    }
    // Only checked: nothing has room.
    let mut room = Room::default();
    attributes::optional_map(&given, 2, &mut room)?;
    let links = given.table(3);
    links
        .map(|list| read_links(4, list, &mut room))
        .transpose()?;
    let parent = given.value(4);
    if parent.is_some_and(|parent| read_parent(parent).is_none()) {
        return given.throw_wrong_type(4, "TracedCoroutine\\SpanContext|false|null");
    }
    start_time
        .map(|seconds| attributes::time(6, seconds))
        .transpose()?;

    // Arrays as they were settled: they hold nothing any more whose conversion could run code when they are used.
    let set = |index: u32, name: &str, default: Zval| {
        data_class::set::<OptionsClass>(call, name, given.value(index).unwrap_or(&default))
    };
    set(0, "name", Zval::null())?;
    set(1, "kind", SPAN_KIND.case(c"Internal"))?;
    set(2, "attributes", empty_array())?;
    set(3, "links", empty_array())?;
    set(4, "parent", Zval::null())?;
    set(5, "startTime", Zval::null())
}

fn empty_array() -> Zval {
    let mut array = Zval::new();
    array.set_hashtable(ZendHashTable::new());
    array
}

/// A case of `SpanKind`.
pub fn span_kind(given: &Settled<'_>, index: u32) -> Php<SpanKind> {
    match given.value(index) {
        Some(case) if SPAN_KIND.backing(case).is_some() => Ok(read_kind(case)),
        _ => given.throw_wrong_type(index, "TracedCoroutine\\SpanKind"),
    }
}

/// `SpanOptions`.
pub fn span_options(given: &Settled<'_>, index: u32) -> Php<Box<SpanOptions>> {
    match read_given(given, index)? {
        Some(options) => Ok(options),
        None => given.throw_wrong_type(index, "TracedCoroutine\\SpanOptions"),
    }
}

/// `SpanOptions` that may be absent or null.
pub fn optional_span_options(given: &Settled<'_>, index: u32) -> Php<Option<Box<SpanOptions>>> {
    if given.value(index).is_none() {
        return Ok(None);
    }
    match read_given(given, index)? {
        Some(options) => Ok(Some(options)),
        None => given.throw_wrong_type(index, "?TracedCoroutine\\SpanOptions"),
    }
}

/// `SpanOptions` that may be absent or null, for a span that argument #1 names.
pub fn nameless_span_options(given: &Settled<'_>, index: u32) -> Php<Option<Box<SpanOptions>>> {
    let options = optional_span_options(given, index)?;
    let name = options.as_ref().and_then(|options| options.name.as_deref());
    match name {
        None => Ok(options),
        Some(name) => {
            let problem =
                format!("must have no name, \"{name}\" given: argument #1 ($name) names the span");
            throw_bad_value(index + 1, &problem)
        }
    }
}

fn read_given(given: &Settled<'_>, index: u32) -> Php<Option<Box<SpanOptions>>> {
    let object = given.value(index);
    let options = object.map(|object| read(index + 1, object)).transpose()?;
    Ok(options.flatten().map(Box::new))
}

/// The object's options; `None` if it is not a `SpanOptions`.
fn read(number: u32, object: &Zval) -> Php<Option<SpanOptions>> {
    let property = |name| data_class::get::<OptionsClass>(object, name);
    let Some(kind) = property("kind") else {
        return Ok(None);
    };
    let attributes = property("attributes").and_then(Zval::array);
    let links = property("links").and_then(Zval::array);
    let start_time = property("startTime").and_then(Zval::double);
    let mut room = attributes::room();
    Ok(Some(SpanOptions {
        name: property("name").and_then(text).map(Cow::from),
        kind: read_kind(kind),
        has_distinct_keys: false,
        attributes: attributes
            .map_or(Ok(vec![]), |map| attributes::map(number, map, &mut room))?
            .into(),
        links: links.map_or(Ok(vec![]), |list| read_links(number, list, &mut room))?,
        refused: room.refused(),
        parent: property("parent")
            .and_then(read_parent)
            .unwrap_or(ParentChoice::Current),
        start_time: start_time
            .map(|seconds| attributes::time(number, seconds))
            .transpose()?,
        code: None,
    }))
}

fn read_kind(case: &Zval) -> SpanKind {
    match SPAN_KIND.backing(case).and_then(Zval::long) {
        Some(1) => SpanKind::Client,
        Some(2) => SpanKind::Server,
        Some(3) => SpanKind::Producer,
        Some(4) => SpanKind::Consumer,
        _ => SpanKind::Internal,
    }
}

fn read_parent(given: &Zval) -> Option<ParentChoice> {
    if let Some(parent) = object::payload::<ContextObject>(given) {
        return Some(ParentChoice::Explicit(parent.context()));
    }
    match given.bool() {
        Some(false) => Some(ParentChoice::Root),
        _ => None,
    }
}

/// A list of `SpanContext`, or of pairs of one and a map of attributes.
fn read_links(number: u32, list: &ZendHashTable, room: &mut Room) -> Php<Vec<Link>> {
    let links = list.values();
    links.map(|link| read_link(number, link, room)).collect()
}

fn read_link(number: u32, given: &Zval, room: &mut Room) -> Php<Link> {
    let pair = given.array();
    let context = pair.map_or(Some(given), |pair| pair.get_index(0));
    let beside = pair.and_then(|pair| pair.get_index(1));
    let attributes = beside.and_then(Zval::array);
    let is_right = beside.is_some() == attributes.is_some();
    match context
        .and_then(object::payload::<ContextObject>)
        .filter(|_| is_right)
    {
        Some(context) => Ok(Link {
            context: context.context(),
            attributes: attributes
                .map_or(Ok(vec![]), |map| attributes::map(number, map, room))?
                .into(),
        }),
        None => throw_type_error(
            number,
            "must be a list of TracedCoroutine\\SpanContext or of [TracedCoroutine\\SpanContext, array]",
        ),
    }
}
