//! Reads what a site has stored in the browser, as JSON, and restores it.

use serde_json::{Value, json};

use crate::harness::Tab;

/// Reads the site's databases, its `localStorage`, and its cache of pictures. Nothing in the result names the server's
/// port.
///
/// The other caches are left out: the service worker stores the app there, and downloads it again.
pub async fn read(tab: &Tab) -> Value {
    let storage = tab.ask(&format!("{TOOLS}{READ}")).await;
    assert!(storage.is_object(), "{storage}");
    storage
}

/// Restores what [`read`] returned, in a tab that has not started the app.
pub async fn restore(tab: &Tab, storage: &Value) {
    tab.visit("robots.txt").await;
    let done = tab.ask(&format!("{TOOLS}const storage = {storage};{RESTORE}")).await;
    assert_eq!(done, json!("restored"));
}

const TOOLS: &str = r#"
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
"#;

const READ: &str = r#"
    const encode = (value) => {
        if (typeof value === "string") return { text: value };
        if (value instanceof Uint8Array) return { base64: base64(value) };
        throw new Error(`this script cannot read ${value}`);
    };
    const databases = [];
    for (const { name, version } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        const stores = [];
        for (const name of database.objectStoreNames) {
            const store = database.transaction(name).objectStore(name);
            const { keyPath, autoIncrement } = store;
            const indexes = Array.from(store.indexNames, (name) => {
                const { keyPath, unique, multiEntry } = store.index(name);
                return { name, keyPath, unique, multiEntry };
            });
            const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
            const entries = keys.map((key, at) => ({ key, ...encode(values[at]) }));
            stores.push({ name, keyPath, autoIncrement, indexes, entries });
        }
        database.close();
        databases.push({ name, version, stores });
    }
    const pictures = [];
    for (const name of (await caches.keys()).filter((name) => name.endsWith(" media"))) {
        const cache = await caches.open(name);
        const entries = [];
        for (const { url } of await cache.keys()) {
            const answer = await cache.match(url);
            const bytes = new Uint8Array(await answer.arrayBuffer());
            entries.push({ path: url.slice(origin.length), headers: [...answer.headers], base64: base64(bytes) });
        }
        pictures.push({ name, entries });
    }
    return { databases, localStorage: Object.entries(localStorage), caches: pictures };
"#;

const RESTORE: &str = r#"
    for (const { name, version, stores } of storage.databases) {
        const opening = indexedDB.open(name, version);
        opening.onupgradeneeded = () => {
            for (const { name, keyPath, autoIncrement, indexes, entries } of stores) {
                const store = opening.result.createObjectStore(name, { keyPath, autoIncrement });
                for (const index of indexes) store.createIndex(index.name, index.keyPath, index);
                for (const { key, text, base64 } of entries) store.put(text ?? decode(base64), key);
            }
        };
        (await done(opening)).close();
    }
    for (const [name, value] of storage.localStorage) localStorage.setItem(name, value);
    for (const { name, entries } of storage.caches) {
        const cache = await caches.open(name);
        for (const { path, headers, base64 } of entries) {
            await cache.put(origin + path, new Response(decode(base64), { headers }));
        }
    }
    return "restored";
"#;
