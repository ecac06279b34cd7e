//! What stands in for the standard library in the browser, where an instance answers one question and is dropped.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::Cell;
use core::panic::PanicInfo;
use core::ptr::null_mut;

const PAGE: usize = 64 << 10;

/// Memory that is taken and never given back: all of it goes with the instance.
struct Memory {
    /// Where what nobody has taken begins; 0 at first, when all that there is belongs to the stack and to constants.
    free: Cell<usize>,
}

#[global_allocator]
static MEMORY: Memory = Memory { free: Cell::new(0) };

#[expect(unsafe_code, reason = "an instance has one thread")]
unsafe impl Sync for Memory {}

#[expect(unsafe_code, reason = "the trait is; each call gets memory that no other has got")]
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let end = memory_size(0) * PAGE;
        let free = if self.free.get() == 0 { end } else { self.free.get() };
        let start = free.next_multiple_of(layout.align());
        let Some(after) = start.checked_add(layout.size()) else {
            return null_mut();
        };
        if after > end && memory_grow(0, (after - end).div_ceil(PAGE)) == usize::MAX {
            return null_mut();
        }
        self.free.set(after);
        start as *mut u8
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // All memory is zero until somebody takes it.
        unsafe { self.alloc(layout) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

/// Without a word, which nobody would hear: so that nothing is left that puts words together.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}
