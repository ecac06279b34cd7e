//! Checks that modules import one another in one direction.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

use crate::files::{File, rust_files};

/// Returns the folders with the sources of a crate.
fn sources() -> Vec<String> {
    let mut folders = BTreeSet::from(["src".to_owned()]);
    for file in rust_files("crates") {
        if let Some((start, _)) = file.path.split_once("/src/") {
            folders.insert(format!("{start}/src"));
        }
    }
    folders.into_iter().collect()
}

/// The imports between the modules of one crate: which module imports which, with a path as an example.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the imports of a crate. A module is named by its path, as in `browser::store`; the crate's root has an empty
/// name.
fn imports(folder: &str) -> Imports {
    let files: Vec<(String, File)> = rust_files(folder)
        .into_iter()
        .filter(|file| !file.is_test())
        .map(|file| (module_name(folder, &file.path), file))
        .collect();
    let modules: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let mut imports = Imports::new();
    for (name, file) in &files {
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let mut paths = Paths { module: name.split("::").filter(|part| !part.is_empty()).collect(), found: Vec::new() };
        paths.visit_file(&parsed);
        for path in paths.found {
            let target = (0..=path.len()).rev().map(|end| path[..end].join("::"));
            let target = target.into_iter().find(|target| modules.contains(target.as_str())).unwrap_or_default();
            if target != *name {
                imports.entry(name.clone()).or_default().entry(target).or_insert_with(|| path.join("::"));
            }
        }
    }
    imports
}

fn module_name(folder: &str, path: &str) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/').trim_end_matches(".rs");
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["lib" | "main"] => String::new(),
        [folders @ .., "mod"] => folders.join("::"),
        parts => parts.join("::"),
    }
}

/// A collector of the paths in a file that lead to its own crate, from the crate's root.
struct Paths<'a> {
    module: Vec<&'a str>,
    found: Vec<Vec<String>>,
}

impl Paths<'_> {
    /// Records a path that begins with `crate`, `self` or `super`.
    fn note(&mut self, path: &[String]) {
        let mut base = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.iter().map(|part| (*part).to_owned()).collect(),
            _ => return,
        };
        let ups = path.iter().take_while(|part| *part == "super").count();
        base.truncate(base.len().saturating_sub(ups));
        base.extend(path[ups.max(1)..].iter().cloned());
        self.found.push(base);
    }

    fn note_tree(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(tree, before)),
            UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => {
                let name = match tree {
                    UseTree::Name(name) => Some(name.ident.to_string()),
                    UseTree::Rename(name) => Some(name.ident.to_string()),
                    _ => None,
                };
                let path: Vec<String> = before.iter().cloned().chain(name.filter(|name| name != "self")).collect();
                self.note(&path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes: &[Attribute] = match item {
            Item::Mod(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            _ => &[],
        };
        let is_test = attributes.iter().any(|attribute| {
            attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
        });
        if !is_test {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&parts);
        visit::visit_path(self, path);
    }

    /// Searches the words of a macro for paths, because its text is no syntax tree.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let text = item.tokens.to_string().replace(' ', "");
        for start in ["crate::", "super::"] {
            for (position, _) in text.match_indices(start) {
                let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
                let path = text[position..].split(|letter| !is_word(letter)).next().unwrap_or_default();
                let parts: Vec<String> = path.split("::").map(str::to_owned).collect();
                self.note(&parts);
            }
        }
    }
}

/// Finds a circle. Returns the names along it, with the first repeated at the end.
fn circle(imports: &Imports) -> Option<Vec<String>> {
    let mut done = BTreeSet::new();
    imports.keys().find_map(|start| walk(start, imports, &mut Vec::new(), &mut done))
}

fn walk(name: &str, imports: &Imports, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
    if let Some(position) = way.iter().position(|before| before == name) {
        let mut circle = way[position..].to_vec();
        circle.push(name.to_owned());
        return Some(circle);
    }
    if done.contains(name) {
        return None;
    }
    way.push(name.to_owned());
    let targets = imports.get(name).into_iter().flat_map(BTreeMap::keys);
    let found = targets.into_iter().find_map(|target| walk(target, imports, way, done));
    way.pop();
    done.insert(name.to_owned());
    found
}

/// Describes a circle by the import that makes each step of it.
fn description(circle: &[String], imports: &Imports) -> String {
    let steps = circle.windows(2).map(|step| {
        let path = imports.get(&step[0]).and_then(|targets| targets.get(&step[1])).map_or("", String::as_str);
        format!("  {} imports {} ({path})", step[0], step[1])
    });
    steps.collect::<Vec<_>>().join("\n")
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

/// Returns the same imports between the modules at the crate's root.
fn of_top_modules(imports: &Imports) -> Imports {
    let mut between = Imports::new();
    for (name, targets) in imports {
        for (target, path) in targets {
            let (from, to) = (top(name), top(target));
            // The root contains all modules, and each may use what is in it.
            if from != to && !from.is_empty() && !to.is_empty() {
                let path = format!("{name}: {path}");
                between.entry(from.to_owned()).or_default().entry(to.to_owned()).or_insert(path);
            }
        }
    }
    between
}

/// Returns the same imports without those between a module and one inside it.
fn without_parents(imports: &Imports) -> Imports {
    let is_inside = |inner: &str, outer: &str| outer.is_empty() || inner.starts_with(&format!("{outer}::"));
    let mut others = imports.clone();
    for (name, targets) in &mut others {
        targets.retain(|target, _| !is_inside(name, target) && !is_inside(target, name));
    }
    others
}

#[test]
fn no_modules_import_one_another_in_a_circle() {
    let mut found = Vec::new();
    for folder in sources() {
        let imports = imports(&folder);
        for (what, between) in [("top-level modules", of_top_modules(&imports)), ("files", without_parents(&imports))] {
            let mut rest = between.clone();
            while let Some(circle) = circle(&rest) {
                found.push(format!("a circle of {what} in {folder}:\n{}", description(&circle, &between)));
                // Without its first import, other circles may be found.
                rest.entry(circle[0].clone()).and_modify(|targets| _ = targets.remove(&circle[1]));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_circle_is_found_and_described() {
    let text = |from: &str, to: &str| (from.to_owned(), BTreeMap::from([(to.to_owned(), format!("{to}::Item"))]));
    let imports = Imports::from([text("a", "b"), text("b", "c::d"), text("c::d", "a"), text("e", "a")]);
    let circle = circle(&imports).expect("a circle");
    assert_eq!(circle, ["a", "b", "c::d", "a"]);
    assert_eq!(
        description(&circle, &imports),
        "  a imports b (b::Item)\n  b imports c::d (c::d::Item)\n  c::d imports a (a::Item)"
    );
    assert_eq!(self::circle(&Imports::from([text("a", "b"), text("b", "c")])), None);
}

#[test]
fn paths_are_read_from_the_root() {
    let code = "use super::sibling::{self, Other};\nuse crate::{routes::Route, page as screen};\n\
                fn f() { self::inner::g(); view! { <p>{crate::messages::of()}</p> } }\n\
                #[cfg(test)] mod tests { use crate::ignored; }";
    let file = syn::parse_file(code).expect("Rust");
    let mut paths = Paths { module: vec!["browser", "store"], found: Vec::new() };
    paths.visit_file(&file);
    let found: BTreeSet<String> = paths.found.iter().map(|path| path.join("::")).collect();
    let expected = [
        "browser::sibling",
        "browser::sibling::Other",
        "browser::store::inner::g",
        "messages::of",
        "page",
        "routes::Route",
    ];
    assert_eq!(found, expected.map(str::to_owned).into());
}
