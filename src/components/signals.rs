//! What the views of this device read, while the app runs.

use leptos::prelude::*;

use updates::{DeviceView, Notice};

/// What the views of this device read. Without the app, as in prerendered pages, there is none.
#[derive(Clone, Copy)]
pub struct DeviceSignals {
    /// What the line at the bottom of the window says.
    pub notice: RwSignal<Notice>,
    /// What is on this device.
    pub device: RwSignal<DeviceView>,
}

impl DeviceSignals {
    /// Makes signals that say nothing yet.
    pub fn new() -> Self {
        Self { notice: RwSignal::new(Notice::None), device: RwSignal::new(DeviceView::default()) }
    }
}

impl Default for DeviceSignals {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns what is on this device: nothing is known of it where the app does not run.
pub fn use_device() -> Signal<DeviceView> {
    match use_context::<DeviceSignals>() {
        Some(signals) => signals.device.into(),
        None => Signal::stored(DeviceView::default()),
    }
}
