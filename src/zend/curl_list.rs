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
    /// The program's headers, each as far as C reads it. An empty line stands before them, which libcurl passes over: the list's
    /// beginning stays the same, whatever is behind it.
    pub fn new(headers: &[Vec<u8>]) -> Self {
        let mut list = Self {
            nodes: Vec::with_capacity(headers.len() + 4),
            kept: 0,
        };
        list.push(b"");
        headers.iter().for_each(|header| list.push(header));
        list.kept = list.nodes.len();
        list
    }

    /// Adds headers of ours.
    pub fn attach(&mut self, headers: &[(String, String)]) {
        self.detach();
        for (name, value) in headers {
            self.push(format!("{name}: {value}").as_bytes());
        }
    }

    /// Takes them away again.
    pub fn detach(&mut self) {
        if let Some(last) = self.nodes.get(self.kept.wrapping_sub(1)) {
            // SAFETY: a node of this list.
            unsafe { (**last).next = ptr::null_mut() };
        }
        for node in self.nodes.split_off(self.kept) {
            free(node);
        }
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
