//! Link options of the extension.

fn main() {
    // PHP unmaps an extension after its shutdown. A flusher that hangs in a collector's socket may outlive its
    // time limit and would then run in unmapped memory, so the library stays mapped until the process ends.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    println!("cargo:rerun-if-changed=build.rs");
}
