//! What PHP's curl handles have been given by the program that libcurl does not tell: the list of headers, and the port. And where
//! our headers are in that list, and which handles are under way.
//!
//! A list that has had headers of ours stays in our memory, without them, until the program gives the handle another one. Must
//! not know what a span says.

use super::call_span::CallSpan;
use crate::zend::curl_list::HeaderList;
use crate::zend::curl_objects;
use crate::zend::libcurl::EasyHandle;
use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::string_list::StringList;
use ext_php_rs::types::Zval;
use rustc_hash::{FxBuildHasher, FxHashMap};
use span_core::semconv::http_semantics::with_port;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;
use std::rc::Rc;

/// The headers that a program has given to a handle.
#[derive(Clone, Default)]
enum Given {
    #[default]
    Nothing,
    /// An array of strings, as the program has it.
    List(StringList),
    /// Something that cannot be read without running the program's code, or one of two lists.
    Unknown,
}

impl Given {
    /// The array, unless it holds anything but strings.
    #[inline]
    fn of(value: &Zval) -> Self {
        StringList::of(value).map_or(Self::Unknown, Self::List)
    }

    /// The lines; `None` where they are not known.
    fn lines(&self) -> Option<Vec<Vec<u8>>> {
        match self {
            Self::Nothing => Some(Vec::new()),
            Self::List(list) => Some(list.strings().map(<[u8]>::to_vec).collect()),
            Self::Unknown => None,
        }
    }
}

/// A transfer of a multi handle.
#[derive(Clone, Copy)]
struct Transfer {
    span: CallSpan,
    multi: u32,
    /// How often the multi handle had worked when it got the handle.
    runs_before: u64,
}

/// A transfer that is over.
pub struct EndedTransfer {
    pub span: CallSpan,
    /// Whether the multi handle has worked on it. If not, what libcurl knows of the handle is of a request before.
    pub was_run: bool,
}

#[derive(Default)]
struct Known {
    given: Given,
    /// The list that libcurl has.
    list: Option<HeaderList>,
    /// One that libcurl may still have.
    former: Option<Rc<HeaderList>>,
    /// `CURLOPT_PORT`, 0 where the URL says the port.
    port: u16,
    /// Whether `curl_exec()` works on it, with a span.
    is_executed: bool,
    transfer: Option<Transfer>,
}

impl Known {
    fn detach(&mut self, handle: &PhpObject) {
        if let Some(list) = &mut self.list {
            list.detach();
            if let Some(easy) = EasyHandle::of(handle).filter(|_| list.is_empty()) {
                easy.send_headers(list);
            }
        }
    }

    fn set_given(&mut self, given: Given) {
        self.given = given;
        self.list = None;
        self.former = None;
    }
}

/// The handles of this thread, by their objects' handles. One that ends is forgotten.
pub struct CurlHandles {
    handles: RefCell<FxHashMap<u32, Known>>,
    /// How often each multi handle has worked.
    multis: RefCell<BTreeMap<u32, u64>>,
}

impl CurlHandles {
    /// None.
    pub const fn new() -> Self {
        Self {
            handles: RefCell::new(FxHashMap::with_hasher(FxBuildHasher)),
            multis: RefCell::new(BTreeMap::new()),
        }
    }

    /// Whether nothing is known of any.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.handles.borrow().is_empty()
    }

    /// The program has set the headers of a handle, traced or not: the request may be made in a trace.
    #[inline]
    pub fn set_headers(&self, handle: &PhpObject, headers: &Zval) {
        let given = Given::of(headers);
        if let Some(known) = self.handles.borrow_mut().get_mut(&handle.handle()) {
            return known.set_given(given);
        }
        self.change(handle, |known| known.set_given(given));
    }

    /// The program may have set them, or may have failed to.
    pub fn set_perhaps(&self, handle: &PhpObject) {
        self.change(handle, |known| {
            known.given = Given::Unknown;
            if let Some(mut list) = known.list.take() {
                list.retire();
                known.former = Some(Rc::new(list));
            }
        });
    }

    /// The program has set the port of a handle, traced or not.
    pub fn set_port(&self, handle: &PhpObject, port: u16) {
        self.change(handle, |known| known.port = port);
    }

    /// The URL that a handle asks for, with the program's port in the place of its own.
    pub fn url(&self, handle: &PhpObject, url: String) -> String {
        match self.handles.borrow().get(&handle.handle()) {
            Some(known) if known.port > 0 => with_port(&url, known.port),
            _ => url,
        }
    }

    /// The program has set all options of a handle back.
    pub fn reset(&self, handle: &PhpObject) {
        if let Some(known) = self.handles.borrow_mut().get_mut(&handle.handle()) {
            known.set_given(Given::Nothing);
            known.port = 0;
        }
    }

    /// A handle has been copied. The copy has the same headers, and none of ours, and the same port.
    pub fn copied(&self, from: &PhpObject, to: &PhpObject) {
        let (given, list, former, port) = match self.handles.borrow().get(&from.handle()) {
            Some(known) => {
                let lines = known.list.as_ref().and_then(|_| known.given.lines());
                let list = lines.map(|lines| HeaderList::new(&lines));
                (known.given.clone(), list, known.former.clone(), known.port)
            }
            None => return,
        };
        if let (Some(list), Some(easy)) = (&list, EasyHandle::of(to)) {
            easy.send_headers(list);
        }
        self.change(to, |known| {
            known.set_given(given);
            known.list = list;
            known.former = former;
            known.port = port;
        });
    }

    /// The names of the headers that the program has given to a handle; `None` where they are not known.
    pub fn names(&self, handle: &PhpObject) -> Option<Vec<String>> {
        let handles = self.handles.borrow();
        let Some(known) = handles.get(&handle.handle()) else {
            return Some(Vec::new());
        };
        let lines = known.given.lines()?;
        let name = |line: &Vec<u8>| {
            let end = line.iter().position(|byte| matches!(byte, b':' | b';'))?;
            Some(String::from_utf8_lossy(&line[..end]).trim().to_owned())
        };
        Some(lines.iter().filter_map(name).collect())
    }

    /// Adds headers to those that a handle sends, until its request is over.
    pub fn attach(&self, handle: &PhpObject, easy: &EasyHandle, headers: &[(String, String)]) {
        self.change(handle, |known| {
            if known.list.is_none() {
                let Some(lines) = known.given.lines() else {
                    return;
                };
                known.list = Some(HeaderList::new(&lines));
            }
            if let Some(list) = &mut known.list {
                list.attach(headers);
                easy.send_headers(list);
            }
        });
    }

    /// `curl_exec()` begins to work on a handle.
    pub fn begin_execution(&self, handle: &PhpObject) {
        self.change(handle, |known| known.is_executed = true);
    }

    /// It is done with it.
    pub fn end_execution(&self, handle: &PhpObject) {
        if let Some(known) = self.handles.borrow_mut().get_mut(&handle.handle()) {
            known.detach(handle);
            known.is_executed = false;
        }
    }

    /// Whether a request of a handle is under way that has a span.
    pub fn is_under_way(&self, handle: &PhpObject) -> bool {
        let handles = self.handles.borrow();
        let known = handles.get(&handle.handle());
        known.is_some_and(|known| known.is_executed || known.transfer.is_some())
    }

    /// A multi handle begins to work on a handle.
    pub fn begin_transfer(&self, multi: &PhpObject, handle: &PhpObject, span: CallSpan) {
        let mut multis = self.multis.borrow_mut();
        let runs = multis.entry(multi.handle()).or_insert_with(|| {
            object_watch::watch(multi);
            0
        });
        let transfer = Transfer {
            span,
            multi: multi.handle(),
            runs_before: *runs,
        };
        self.change(handle, |known| known.transfer = Some(transfer));
    }

    /// A multi handle works on all that it has.
    pub fn multi_runs(&self, multi: u32) {
        if let Some(runs) = self.multis.borrow_mut().get_mut(&multi) {
            *runs += 1;
        }
    }

    /// A multi handle is done with a handle; `None` where it has not worked on it.
    pub fn end_transfer(&self, multi: u32, handle: &PhpObject) -> Option<EndedTransfer> {
        let mut handles = self.handles.borrow_mut();
        let known = handles.get_mut(&handle.handle())?;
        let transfer = known.transfer.filter(|transfer| transfer.multi == multi)?;
        known.transfer = None;
        known.detach(handle);
        let runs = self.multis.borrow().get(&multi).copied();
        Some(EndedTransfer {
            span: transfer.span,
            was_run: runs.is_some_and(|runs| runs > transfer.runs_before),
        })
    }

    /// The multi handle that works on a handle.
    pub fn multi_of(&self, handle: &PhpObject) -> Option<u32> {
        let handles = self.handles.borrow();
        let known = handles.get(&handle.handle())?;
        known.transfer.map(|transfer| transfer.multi)
    }

    /// Whether there are multi handles that have worked on anything.
    #[inline(always)]
    pub fn has_multis(&self) -> bool {
        !self.multis.borrow().is_empty()
    }

    /// Those multi handles.
    pub fn multis(&self) -> Vec<u32> {
        self.multis.borrow().keys().copied().collect()
    }

    /// The handles that a multi handle works on.
    pub fn handles_of(&self, multi: u32) -> Vec<PhpObject> {
        let handles = self.handles.borrow();
        let of_multi = handles.iter().filter(|(_, known)| {
            known
                .transfer
                .is_some_and(|transfer| transfer.multi == multi)
        });
        let objects = of_multi.map(|(handle, _)| PhpObject::live(*handle));
        objects.flatten().collect()
    }

    /// A multi handle works no more.
    pub fn forget_multi(&self, multi: u32) {
        self.multis.borrow_mut().remove(&multi);
    }

    /// A handle has ended.
    pub fn forget(&self, handle: u32) {
        self.handles.borrow_mut().remove(&handle);
    }

    fn change(&self, handle: &PhpObject, change: impl FnOnce(&mut Known)) {
        if let Some(easy) = EasyHandle::of(handle) {
            curl_objects::listen(&easy);
            let mut handles = self.handles.borrow_mut();
            change(handles.entry(handle.handle()).or_default());
        }
    }
}

/// Forgets the handles of an earlier request. Called at request start.
pub fn forget_earlier() {
    let own = CurlHandles::own();
    for known in mem::take(&mut *own.handles.borrow_mut()).into_values() {
        if let Given::List(list) = known.given {
            list.abandon();
        }
    }
    own.multis.borrow_mut().clear();
}
