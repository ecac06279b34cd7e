//! The signals that the views of this device read while the app runs.

use leptos::prelude::*;

use updates::{DeviceView, Notice};

/// The signals that the views of this device read. Prerendered pages have none.
#[derive(Clone, Copy)]
pub struct DeviceSignals {
    /// The notice in the bar at the bottom of the window.
    pub notice: RwSignal<Notice>,
    /// The editions and settings on this device.
    pub device: RwSignal<DeviceView>,
}

impl DeviceSignals {
    /// Makes signals for a device of which nothing is known yet.
    pub fn new() -> Self {
        Self { notice: RwSignal::new(Notice::None), device: RwSignal::new(DeviceView::default()) }
    }
}

impl Default for DeviceSignals {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the editions and settings on this device; the default where the app does not run.
pub fn use_device() -> Signal<DeviceView> {
    match use_context::<DeviceSignals>() {
        Some(signals) => signals.device.into(),
        None => Signal::stored(DeviceView::default()),
    }
}
