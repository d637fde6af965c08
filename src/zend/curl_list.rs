//! A list of headers in the form that libcurl reads, `struct curl_slist`: those of the program, and at times ours behind them.
//!
//! Must not know whose handle has the list.

use std::ffi::{CString, c_char};
use std::ptr;

/// `struct curl_slist`.
#[repr(C)]
pub(super) struct Node {
    data: *const c_char,
    next: *mut Node,
}

/// A list in our memory. libcurl reads it and frees nothing.
pub struct HeaderList {
    /// The nodes, each where libcurl knows it.
    nodes: Vec<*mut Node>,
    /// How many of them are not ours.
    kept: usize,
}

impl HeaderList {
    /// The program's headers, each as far as C reads it.
    pub fn new(headers: &[Vec<u8>]) -> Self {
        let mut list = Self {
            nodes: Vec::with_capacity(headers.len() + 4),
            kept: 0,
        };
        headers.iter().for_each(|header| list.push(header));
        list.kept = list.nodes.len();
        list
    }

    /// Adds headers of ours. libcurl must be told, as it knows a list by its first entry: this one's may be another now.
    pub fn attach(&mut self, headers: &[(String, String)]) {
        self.detach();
        for (name, value) in headers {
            self.push(format!("{name}: {value}").as_bytes());
        }
    }

    /// Takes them away again. Where they were all of the list, libcurl must be told before it reads it again.
    pub fn detach(&mut self) {
        if let Some(last) = self.nodes.get(self.kept.wrapping_sub(1)) {
            // SAFETY: a node of this list.
            unsafe { (**last).next = ptr::null_mut() };
        }
        for node in self.nodes.split_off(self.kept) {
            free(node);
        }
    }

    /// Takes them away where libcurl may have another list by now, which it must not be told about this one. Where they were all
    /// of this one, a line stays that is empty: libcurl passes over it in a request by HTTP.
    pub fn retire(&mut self) {
        if self.kept == 0
            && let Some(first) = self.nodes.first()
        {
            // SAFETY: a node of this list, whose text was made by `push`.
            unsafe {
                drop(CString::from_raw((**first).data.cast_mut()));
                (**first).data = CString::default().into_raw();
            }
            self.kept = 1;
        }
        self.detach();
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(super) fn first(&self) -> *const Node {
        self.nodes.first().map_or(ptr::null(), |node| *node)
    }

    fn push(&mut self, header: &[u8]) {
        let end = header.iter().position(|byte| *byte == 0);
        let text = CString::new(&header[..end.unwrap_or(header.len())]).unwrap_or_default();
        let node = Box::into_raw(Box::new(Node {
            data: text.into_raw(),
            next: ptr::null_mut(),
        }));
        if let Some(last) = self.nodes.last() {
            // SAFETY: a node of this list.
            unsafe { (**last).next = node };
        }
        self.nodes.push(node);
    }
}

impl Drop for HeaderList {
    fn drop(&mut self) {
        self.nodes.drain(..).for_each(free);
    }
}

fn free(node: *mut Node) {
    // SAFETY: both were made by `push`, and no list has the node any more.
    unsafe {
        let node = Box::from_raw(node);
        drop(CString::from_raw(node.data.cast_mut()));
    }
}
