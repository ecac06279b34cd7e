//! Handles files that a reader opens from a disk, gives to the app, or saves from it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use url::Url;

use super::Tab;
use tests::wait::until;

/// The folder where a tab saves files.
pub(super) const SAVED: &str = "saved";

impl Tab {
    /// Puts a file into the tab's own folder.
    pub fn put_file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let file = self.file(name);
        fs::write(&file, content).expect("a file");
        file
    }

    /// Returns the path of a file in that folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the address of a file in that folder; a fragment may follow its name.
    pub fn file_address(&self, name: &str) -> String {
        let (name, fragment) = name.split_once('#').map_or((name, None), |(name, fragment)| (name, Some(fragment)));
        let mut address = Url::from_file_path(self.file(name)).expect("an absolute path");
        address.set_fragment(fragment);
        address.into()
    }

    /// Opens a portable edition in the folder from the disk, and waits for its app.
    pub async fn open_file(&self, name: &str) {
        self.visit_file(name).await;
        self.wait_for_app().await;
    }

    /// Opens a file in the folder from the disk without waiting for an app.
    pub async fn visit_file(&self, name: &str) {
        // Only the fragment may differ from the open file, and that would load nothing.
        self.client.goto("about:blank").await.expect("the browser goes to any address");
        self.client.goto(&self.file_address(name)).await.expect("the browser goes to any address");
    }

    /// Checks that the page is at this fragment of a file in the folder.
    pub async fn check_file_path(&self, name: &str) {
        self.check_js("the address", "return location.href", json!(self.file_address(name))).await;
    }

    /// Drops a file on the page: on its heading, because an element that is redrawn meanwhile receives no event.
    pub async fn drop_file(&self, name: &str) {
        let data = json!({ "items": [], "files": [self.file(name)], "dragOperationsMask": 1 });
        let heading = "const { x, y } = document.querySelector('h1').getBoundingClientRect(); return [x + 4, y + 4]";
        let place = self.js(heading).await;
        let drag = async |kind: &str| {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "data": data });
            self.devtools("Input.dispatchDragEvent", event).await;
        };
        let count = "const dragged = window.dragged = { dragover: 0, drop: 0 };
            for (const kind of ['dragover', 'drop']) addEventListener(kind, () => dragged[kind] += 1)";
        self.js(count).await;
        drag("dragEnter").await;
        // A browser repeats the event while a file is over the page.
        until("the page to see the file above it", async || {
            drag("dragOver").await;
            let seen = self.js("return window.dragged.dragover").await;
            if seen == json!(0) { Err(seen.to_string()) } else { Ok(()) }
        })
        .await;
        drag("drop").await;
        self.check_js("what was dropped", "return window.dragged.drop", json!(1)).await;
    }

    /// Presses a button that asks for a file, and chooses one of the folder.
    pub async fn choose_file(&self, button: &str, name: &str) {
        self.devtools("Page.setInterceptFileChooserDialog", json!({ "enabled": true })).await;
        self.press_button(button).await;
        let asks = |entry: &Value| -> Option<Value> {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let is_chooser = event["message"]["method"] == "Page.fileChooserOpened";
            is_chooser.then(|| event["message"]["params"]["backendNodeId"].clone())
        };
        let input = until("the page to ask for a file", async || {
            self.take_log("performance")
                .await
                .iter()
                .find_map(asks)
                .ok_or_else(|| "the page has not asked for a file".to_owned())
        })
        .await;
        let files = json!({ "files": [self.file(name)], "backendNodeId": input });
        self.devtools("DOM.setFileInputFiles", files).await;
    }

    /// Checks what the app says about an opened file, and waits for it. Then closes the dialog.
    pub async fn check_message(&self, expected: &str) {
        self.check_text("dialog [role=status]", expected).await;
        self.click_on(".dialog-close").await;
        self.check_dialogs(0).await;
    }

    /// Waits for the only file that was saved since the last call. Returns its name and content. The file is then in
    /// the folder under that name.
    pub async fn saved_file(&self) -> (String, String) {
        self.saved_file_ending(".html").await
    }

    /// Does what [`saved_file`](Self::saved_file) does for a file of text with this ending.
    pub async fn saved_file_ending(&self, ending: &str) -> (String, String) {
        let folder = self.file(SAVED);
        let name = until("a saved file", async || {
            let names: Vec<String> = names(&folder);
            match &names[..] {
                [name] if name.ends_with(ending) => Ok(name.clone()),
                _ => Err(format!("{names:?}")),
            }
        })
        .await;
        let file = self.file(&name);
        fs::rename(folder.join(&name), &file).expect("a file that was saved");
        (name, fs::read_to_string(file).expect("text"))
    }

    /// Removes everything of the site from the browser, as if this were another device.
    pub async fn forget(&self) {
        self.client.goto("about:blank").await.expect("the browser goes to any address");
        let everything = json!({ "origin": self.server.origin(), "storageTypes": "all" });
        self.devtools("Storage.clearDataForOrigin", everything).await;
        self.devtools("Network.clearBrowserCache", json!({})).await;
    }

    /// Saves a file with the dialog's button, and returns it.
    pub async fn save_file(&self) -> (String, String) {
        self.press_button("Save the file").await;
        let saved = self.saved_file().await;
        self.check_message("The file is ready:").await;
        saved
    }

    /// Returns everything stored for this site: the app's metadata, the names of the bundles, and those of the
    /// pictures.
    pub async fn stored_content(&self) -> Value {
        self.ask(KEPT).await
    }
}

const KEPT: &str = "
    const name = (await indexedDB.databases())[0].name;
    const opening = indexedDB.open(name);
    await new Promise(done => opening.onsuccess = done);
    const read = opening.result.transaction(['bundles', 'facts']);
    const all = request => new Promise(done => request.onsuccess = () => done(request.result));
    const bundles = read.objectStore('bundles');
    const facts = read.objectStore('facts');
    const kept = [await all(facts.getAllKeys()), await all(facts.getAll()), await all(bundles.getAllKeys())];
    opening.result.close();
    const media = (await caches.keys()).filter(it => it.endsWith('media'));
    const pictures = media.map(async it => (await (await caches.open(it)).keys()).map(it => it.url));
    return [...kept, ...await Promise.all(pictures)]";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}
