//! Acts as a reader does.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::key;
use serde_json::json;

use super::Tab;
use tests::wait::until;

/// A key of the keyboard.
#[derive(Clone, Copy)]
pub enum Key {
    /// The key that moves to the next link.
    Tab,
    /// The key that follows the link.
    Enter,
    /// The key that leaves the page.
    Escape,
}

impl Tab {
    /// Opens a page by its path below the site's root, and waits for the app to take it over.
    pub async fn open(&self, path: &str) {
        self.visit(path).await;
        self.wait_for_app().await;
    }

    /// Opens a page without waiting for the app.
    pub async fn visit(&self, path: &str) {
        self.client.goto(&self.server.address(path)).await.expect("the browser goes to any address");
    }

    /// Opens a page of any server.
    pub async fn visit_address(&self, address: &str) {
        self.client.goto(address).await.expect("the browser goes to any address");
    }

    /// Switches to the inside of a frame.
    pub async fn enter_frame(&self, selector: &str) {
        let frame = self.find(selector).await;
        frame.enter_frame().await.expect("a frame is entered");
    }

    /// Switches back to the page around the frame.
    pub async fn leave_frame(&self) {
        self.client.enter_parent_frame().await.expect("a page around the frame");
    }

    /// Reloads a page without the app.
    pub async fn reload_plainly(&self) {
        self.client.refresh().await.expect("the browser loads the page anew");
    }

    /// Waits until the app follows links.
    pub async fn wait_for_app(&self) {
        self.check_js("the app to start", "return document.documentElement.dataset.app", json!("ready")).await;
    }

    /// Clicks a link by its text.
    pub async fn click(&self, text: &str) {
        self.click_found(&format!("the link {text:?}"), Locator::LinkText(text)).await;
    }

    /// Clicks an element by its CSS selector.
    pub async fn click_on(&self, selector: &str) {
        self.click_found(selector, Locator::Css(selector)).await;
    }

    /// Clicks an element, and finds it again if the app took over the page between finding and clicking.
    async fn click_found(&self, what: &str, locator: Locator<'_>) {
        until(&format!("a click on {what}"), async || {
            let found = self.client.find(locator).await.map_err(|_| "none".to_owned())?;
            let error = match found.click().await {
                Ok(()) => return Ok(()),
                Err(error) => error.to_string(),
            };
            if error.contains("intercepted") {
                // The element lies under the notice bar: a reader scrolls.
                let element = serde_json::to_value(&found).expect("an element is a reference");
                let scrolled = self.client.execute("arguments[0].scrollIntoView({ block: 'center' })", vec![element]);
                scrolled.await.map_err(|error| error.to_string())?;
            }
            Err(error)
        })
        .await;
    }

    /// Clicks a link with the control key held down, which opens it in another tab.
    pub async fn click_with_control(&self, text: &str) {
        let link = self.link(text).await;
        let control = char::from(key::Key::Control);
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value: control });
        let pointer = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element: link, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 });
        self.client.perform_actions(keys).await.expect("a key goes down");
        self.client.perform_actions(pointer).await.expect("the link is clicked");
        self.client.release_actions().await.expect("the key goes up");
    }

    /// Presses the mouse on a link at the bottom of the window, and holds it down.
    pub async fn hold(&self, text: &str) {
        let link = self.link(text).await;
        let element = serde_json::to_value(&link).expect("an element is a reference");
        let scrolled = self.client.execute("arguments[0].scrollIntoView({ block: 'end' })", vec![element]);
        scrolled.await.expect("any element is scrolled");
        let pointer = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element: link, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: 0 });
        self.client.perform_actions(pointer).await.expect("the mouse goes down");
    }

    /// Releases the mouse.
    pub async fn release(&self) {
        let pointer = MouseActions::new("mouse".to_owned()).then(PointerAction::Up { button: 0 });
        self.client.perform_actions(pointer).await.expect("the mouse goes up");
    }

    /// Presses and releases a key.
    pub async fn press(&self, key: Key) {
        self.press_times(key, 1).await;
    }

    /// Presses and releases a key twice, without a pause.
    pub async fn press_twice(&self, key: Key) {
        self.press_times(key, 2).await;
    }

    async fn press_times(&self, key: Key, times: usize) {
        let value = char::from(match key {
            Key::Tab => key::Key::Tab,
            Key::Enter => key::Key::Enter,
            Key::Escape => key::Key::Escape,
        });
        let keys = (0..times).fold(KeyActions::new("keyboard".to_owned()), |keys, _| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(keys).await.expect("a key is pressed");
    }

    /// Erases everything that the town's site stored, with the button of this text, and checks what the page says.
    pub async fn erase_everything(&self, title: &str) {
        self.open("device/").await;
        self.check_text(".device", "48 of 48 articles").await;
        let summary =
            format!("[...document.querySelectorAll('summary')].find(it => it.textContent === '{title}').click()");
        self.js(&summary).await;
        self.press_button(title).await;
        self.check_text(".device-forgotten", "Removed.").await;
        for place in ["Articles", "Stored files", "Choices", "Offline app"] {
            self.check_text(".device-forgotten", &format!("{place}: nothing is left")).await;
        }
        self.check_text(".device-forgotten", "does not reach the browser’s history").await;
    }

    /// Opens a page in a new tab, switches to that tab, and waits for the app.
    pub async fn open_in_new_tab(&self, path: &str) {
        let window = self.client.new_window(true).await.expect("another tab");
        self.client.switch_to_window(window.handle).await.expect("a tab that was just opened");
        self.open(path).await;
    }

    /// Switches to another tab, counted from the first.
    pub async fn switch_to_tab(&self, position: usize) {
        let mut tabs = self.client.windows().await.expect("open tabs");
        self.client.switch_to_window(tabs.remove(position)).await.expect("an open tab");
    }

    /// Presses a button by its text.
    pub async fn press_button(&self, text: &str) {
        let xpath = format!("//button[normalize-space(.)='{text}']");
        self.click_found(&format!("the button {text:?}"), Locator::XPath(&xpath)).await;
    }

    /// Checks or unchecks a box by its label.
    pub async fn tick(&self, label: &str) {
        let xpath = format!("//label[contains(., '{label}')]/input");
        self.click_found(&format!("the box {label:?}"), Locator::XPath(&xpath)).await;
    }

    /// Goes back in the tab's history.
    pub async fn back(&self) {
        self.client.back().await.expect("the browser goes back");
    }

    /// Goes forward in the tab's history.
    pub async fn forward(&self) {
        self.client.forward().await.expect("the browser goes forward");
    }

    /// Reloads the page.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the browser loads the page anew");
        self.wait_for_app().await;
    }

    /// Scrolls until a link is in the middle of the screen. Returns the scroll position.
    pub async fn scroll_to_link(&self, text: &str) -> f64 {
        self.scroll_to_element(self.link(text).await).await
    }

    /// Scrolls until the element of a CSS selector is in the middle of the screen. Returns the scroll position.
    pub async fn scroll_to(&self, selector: &str) -> f64 {
        self.scroll_to_element(self.find(selector).await).await
    }

    async fn scroll_to_element(&self, element: Element) -> f64 {
        let element = serde_json::to_value(element).expect("an element is a reference");
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(script, vec![element]).await.expect("the page scrolls");
        until("the page to scroll", async || {
            let scroll = self.scroll().await;
            if scroll > 0.0 { Ok(scroll) } else { Err("no scroll".to_owned()) }
        })
        .await
    }

    /// Runs a script in every page opened from now on, before everything else of the page.
    pub async fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Stops the clock in every page opened from now on, at a time in seconds since 1970.
    pub async fn set_clock(&self, seconds: u64) {
        self.before_each_page(&stopped_clock(seconds)).await;
    }

    /// Stops the clock in the open page, at a time in seconds since 1970.
    pub async fn set_clock_now(&self, seconds: u64) {
        self.js(&stopped_clock(seconds)).await;
    }

    /// Moves the clock in every page opened from now on this many seconds forward, or back.
    pub async fn move_clock(&self, seconds: i64) {
        self.before_each_page(&format!("const now = Date.now; Date.now = () => now() + {}", seconds * 1000)).await;
    }
}

fn stopped_clock(seconds: u64) -> String {
    format!("Date.now = () => {}", seconds * 1000)
}
