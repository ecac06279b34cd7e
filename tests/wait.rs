//! Waiting for a condition: the only place where a test passes time.

use std::time::{Duration, Instant};

/// Long enough for a machine that does three other things; a test that passes never waits so long.
const DEADLINE: Duration = Duration::from_secs(20);
const BETWEEN: Duration = Duration::from_millis(20);

/// Asks until the answer is there, and fails with what was waited for and what was there instead.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(instead) if Instant::now() > deadline => {
                panic!("waited {} seconds for {what}; there is {instead}", DEADLINE.as_secs())
            }
            Err(_) => tokio::time::sleep(BETWEEN).await,
        }
    }
}
