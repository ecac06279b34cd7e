//! Makes the linker keep relocations in the app's WebAssembly: `crates/shrink` needs them to move parts out. With
//! `OFFPRINT_WHOLE`, which `cargo xtask shell --whole` sets, the app has no parts.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=OFFPRINT_WHOLE");
    if std::env::var_os("OFFPRINT_WHOLE").is_some() {
        println!("cargo::rustc-cfg=whole");
    }
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
