//! How a file of the program's is called for people: by its place in its project, never by its absolute path.
//!
//! Owns what a project is: what Composer takes for one. That is the same in each process and each request, where the main
//! script and the working directory are not. Must not know what the name is for.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use crate::model::lost_lock::lock_unless_lost;

const MANIFEST: &str = "composer.json";
/// Where Composer puts the packages that a project requires, each with a manifest of its own.
const PACKAGES: &str = "vendor";
/// How many directories' answers are kept: far more than programs have.
const MOST: usize = 4_096;

/// The file as seen from the nearest directory above that has a `composer.json`, a package's file from the project that
/// requires it; elsewhere its name and that of its directory.
///
/// The first file of a directory costs a look into each directory above.
pub(crate) fn short_path(file: &str) -> String {
    let directory = file.rsplit_once('/').map_or("", |(directory, _)| directory);
    if let Some(root) = known_root(directory)
        && let Some(rest) = file.get(root..)
    {
        return rest.trim_start_matches('/').to_owned();
    }
    let directory_name = directory.rsplit('/').next().unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or_default();
    if directory_name.is_empty() {
        name.to_owned()
    } else {
        format!("{directory_name}/{name}")
    }
}

/// The length of the path of the project that the directory belongs to.
fn known_root(directory: &str) -> Option<usize> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Option<usize>>>> = LazyLock::new(Mutex::default);
    let mut known = lock_unless_lost(&KNOWN);
    if let Some(root) = known.as_ref().and_then(|known| known.get(directory)) {
        return *root;
    }
    let root = root(Path::new(directory));
    let root = root.map(|root| root.as_os_str().len());
    if let Some(known) = &mut known {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(directory.to_owned(), root);
    }
    root
}

fn root(directory: &Path) -> Option<&Path> {
    if !directory.is_absolute() {
        return None;
    }
    let mut package = None;
    for ancestor in directory.ancestors() {
        if !ancestor.join(MANIFEST).exists() {
            continue;
        }
        if !ancestor.iter().any(|name| name == PACKAGES) {
            return Some(ancestor);
        }
        package.get_or_insert(ancestor);
    }
    package
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    /// A directory of one test's own, gone with it.
    struct Directory(PathBuf);

    impl Drop for Directory {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn with_manifests(name: &str, directories: &[&str]) -> Directory {
        let name = format!("span-core-project-{}-{name}", std::process::id());
        let root = std::env::temp_dir().join(name);
        for directory in directories {
            let directory = root.join(directory);
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join(MANIFEST), "{}").unwrap();
        }
        Directory(root)
    }

    #[test]
    fn files_are_told_from_their_project_on() {
        let directory = with_manifests("shop", &["", "vendor/acme/http", "packages/billing"]);
        let root = directory.0.to_str().unwrap();
        let table = [
            ("server.php", "server.php"),
            ("src/Order.php", "src/Order.php"),
            (
                "src/X.php(3) : eval()'d code",
                "src/X.php(3) : eval()'d code",
            ),
            (
                "vendor/acme/http/src/Client.php",
                "vendor/acme/http/src/Client.php",
            ),
            ("vendor/bin/tool.php", "vendor/bin/tool.php"),
            ("packages/billing/src/Bill.php", "src/Bill.php"),
        ];
        // Once more, because the second look is another one.
        for (file, expected) in table.iter().chain(&table) {
            assert_eq!(short_path(&format!("{root}/{file}")), *expected);
        }
    }

    #[test]
    fn a_project_may_be_in_a_directory_that_is_called_like_one_of_packages() {
        let directory = with_manifests("of-a-vendor", &["vendor/shop"]);
        let root = directory.0.to_str().unwrap();
        let file = format!("{root}/vendor/shop/src/Order.php");
        assert_eq!(short_path(&file), "src/Order.php");
    }

    #[test]
    fn a_file_without_a_project_is_told_with_its_directory() {
        for (file, expected) in [
            ("/no/such/place/app/server.php", "app/server.php"),
            ("/server.php", "server.php"),
            ("phar:///srv/tool.phar/src/Tool.php", "src/Tool.php"),
            ("Command line code", "Command line code"),
            ("src/Order.php", "src/Order.php"),
            ("", ""),
        ] {
            assert_eq!(short_path(file), expected);
        }
    }
}
