//! The tables of `phpinfo()` and `php --ri`.

use ext_php_rs::ffi::{
    php_info_print_table_end, php_info_print_table_header, php_info_print_table_row,
    php_info_print_table_start,
};
use std::ffi::CString;

/// Prints one table: a header, then the rows, all of the same width.
pub fn print_table<const COLUMNS: usize>(header: [&str; COLUMNS], rows: &[[String; COLUMNS]]) {
    // SAFETY: called from the info function only, where PHP's output layer is up.
    unsafe { php_info_print_table_start() };
    print_row(header.map(str::to_owned), true);
    for row in rows {
        print_row(row.clone(), false);
    }
    // SAFETY: as above.
    unsafe { php_info_print_table_end() };
}

fn print_row<const COLUMNS: usize>(cells: [String; COLUMNS], is_header: bool) {
    let cells = cells.map(|cell| CString::new(cell.replace('\0', "\\0")).unwrap_or_default());
    let print = if is_header {
        php_info_print_table_header
    } else {
        php_info_print_table_row
    };
    // SAFETY: variadic in C: as many C strings follow as the first argument says.
    unsafe {
        match cells.as_slice() {
            [a, b] => print(2, a.as_ptr(), b.as_ptr()),
            [a, b, c] => print(3, a.as_ptr(), b.as_ptr(), c.as_ptr()),
            _ => {}
        }
    }
}
