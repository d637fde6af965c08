//! What PHP's curl handles have been given by the program that libcurl does not tell: the list of headers. And where ours are in
//! that list, and which handles a multi handle works on.
//!
//! A list that has had headers of ours stays in our memory, without them, until the program gives the handle another one. Must
//! not know what a span says.

use super::call_span::CallSpan;
use crate::guard::guarded;
use crate::zend::curl_list::HeaderList;
use crate::zend::curl_objects::{self, Listeners};
use crate::zend::libcurl::EasyHandle;
use crate::zend::object_watch;
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::string_list::StringList;
use ext_php_rs::types::Zval;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cell::RefCell;
use std::collections::BTreeSet;
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
}

#[derive(Default)]
struct Known {
    given: Given,
    /// The list that libcurl has.
    list: Option<HeaderList>,
    /// One that libcurl may still have.
    former: Option<Rc<HeaderList>>,
    transfer: Option<Transfer>,
}

impl Known {
    fn detach(&mut self) {
        if let Some(list) = &mut self.list {
            list.detach();
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
    multis: RefCell<BTreeSet<u32>>,
}

impl CurlHandles {
    /// None.
    pub const fn new() -> Self {
        Self {
            handles: RefCell::new(FxHashMap::with_hasher(FxBuildHasher)),
            multis: RefCell::new(BTreeSet::new()),
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
            known.detach();
            known.given = Given::Unknown;
            let list = known.list.take();
            known.former = list.map(Rc::new).or(known.former.take());
        });
    }

    /// The program has set all options of a handle back.
    pub fn reset(&self, handle: &PhpObject) {
        if let Some(known) = self.handles.borrow_mut().get_mut(&handle.handle()) {
            known.set_given(Given::Nothing);
        }
    }

    /// A handle has been copied. The copy has the same headers, and none of ours.
    pub fn copied(&self, from: &PhpObject, to: &PhpObject) {
        let (given, list, former) = match self.handles.borrow().get(&from.handle()) {
            Some(known) => {
                let lines = known.list.as_ref().and_then(|_| known.given.lines());
                let list = lines.map(|lines| HeaderList::new(&lines));
                (known.given.clone(), list, known.former.clone())
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

    /// Adds headers to those that a handle sends, until [`Self::detach`] is called.
    pub fn attach(&self, handle: &PhpObject, easy: &EasyHandle, headers: &[(String, String)]) {
        self.change(handle, |known| {
            if known.list.is_none() {
                let Some(lines) = known.given.lines() else {
                    return;
                };
                let list = HeaderList::new(&lines);
                easy.send_headers(&list);
                known.list = Some(list);
            }
            if let Some(list) = &mut known.list {
                list.attach(headers);
            }
        });
    }

    /// Takes them away again.
    pub fn detach(&self, handle: &PhpObject) {
        if let Some(known) = self.handles.borrow_mut().get_mut(&handle.handle()) {
            known.detach();
        }
    }

    /// A multi handle begins to work on a handle. What it has done before is over.
    pub fn begin_transfer(&self, multi: &PhpObject, handle: &PhpObject, span: CallSpan) {
        let multi_handle = multi.handle();
        if self.multis.borrow_mut().insert(multi_handle) {
            object_watch::watch(multi);
        }
        let mut former = None;
        self.change(handle, |known| {
            let multi = multi_handle;
            former = known.transfer.replace(Transfer { span, multi });
        });
        if let Some(former) = former {
            former.span.end();
        }
    }

    /// Whether a multi handle works on a handle.
    pub fn is_in_transfer(&self, handle: &PhpObject) -> bool {
        let handles = self.handles.borrow();
        let known = handles.get(&handle.handle());
        known.is_some_and(|known| known.transfer.is_some())
    }

    /// It is done with a handle. The result is the span of its work.
    pub fn end_transfer(&self, handle: &PhpObject) -> Option<CallSpan> {
        let mut handles = self.handles.borrow_mut();
        let known = handles.get_mut(&handle.handle())?;
        known.detach();
        known.transfer.take().map(|transfer| transfer.span)
    }

    /// Whether there are multi handles that have worked on anything.
    #[inline(always)]
    pub fn has_multis(&self) -> bool {
        !self.multis.borrow().is_empty()
    }

    /// A multi handle works no more. The result are the spans of its work.
    pub fn end_multi(&self, multi: u32) -> Vec<CallSpan> {
        if !self.multis.borrow_mut().remove(&multi) {
            return Vec::new();
        }
        let mut handles = self.handles.borrow_mut();
        let of_multi = handles.values_mut().filter_map(|known| {
            let transfer = known.transfer.filter(|transfer| transfer.multi == multi)?;
            known.detach();
            known.transfer = None;
            Some(transfer.span)
        });
        of_multi.collect()
    }

    fn change(&self, handle: &PhpObject, change: impl FnOnce(&mut Known)) {
        if let Some(easy) = EasyHandle::of(handle) {
            curl_objects::listen(&easy, LISTENERS);
            let mut handles = self.handles.borrow_mut();
            change(handles.entry(handle.handle()).or_default());
        }
    }
}

static LISTENERS: Listeners = Listeners {
    copied: |from, to| {
        guarded(|| CurlHandles::own().copied(&from, &to));
    },
    ended: |handle| {
        guarded(|| handle_ended(handle));
    },
};

/// A handle has ended.
fn handle_ended(handle: u32) {
    let known = CurlHandles::own().handles.borrow_mut().remove(&handle);
    if let Some(transfer) = known.and_then(|known| known.transfer) {
        transfer.span.end();
    }
}

/// An object that is watched has ended: a multi handle, or another one.
pub fn ended(handle: u32) {
    let spans = CurlHandles::own().end_multi(handle);
    spans.into_iter().for_each(CallSpan::end);
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
