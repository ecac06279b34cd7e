//! Waits for a condition: the only place where a test passes time.

use std::time::{Duration, Instant};

/// The maximum time to wait, enough for a busy machine. A passing test never waits so long.
const DEADLINE: Duration = Duration::from_secs(20);
const INTERVAL: Duration = Duration::from_millis(20);

/// Asks until an answer arrives. On failure, names the condition and the last state.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(state) if Instant::now() > deadline => {
                panic!("waited {} seconds for {what}; the last state was {state}", DEADLINE.as_secs())
            }
            Err(_) => tokio::time::sleep(INTERVAL).await,
        }
    }
}
