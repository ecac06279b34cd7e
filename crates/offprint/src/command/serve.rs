//! `offprint serve`: serves the site from memory, and builds it again when a file changes.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use offprint::Options;

use super::server::{Served, serve, with_live_reload};
use super::{Ended, NewsroomArgument, ShellArgument, now, output};

/// The pause after the last change before a build, since editors write a file in several steps.
const QUIET_TIME: Duration = Duration::from_millis(200);

/// Build and serve a newsroom; build again and reload the page when a file changes
///
/// The site stays in memory, and only this computer can read it: it refuses requests under any name but 127.0.0.1,
/// localhost and [::1], and pages of other sites cannot read its answers. If a build fails, the page stays unchanged.
#[derive(Clone, clap::Args)]
#[command(after_help = "Examples:\n  offprint serve lantern\n  offprint serve lantern --port 9000")]
pub struct Arguments {
    #[command(flatten)]
    newsroom: NewsroomArgument,
    /// The port to listen on; 0 chooses a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    #[command(flatten)]
    shell: ShellArgument,
}

/// Serves the newsroom until you stop it.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(super::server::listen(arguments.port))?;
    // Watching begins before the first build, so that no change is missed.
    let (_watcher, changes) = watch(arguments)?;
    let Some(site) = rebuild(arguments)? else {
        return Ok(Ended::NotBuilt);
    };
    let served = Served::new(site);
    let address = listener.local_addr()?;
    let newsroom = arguments.newsroom.newsroom.display();
    output::result(format_args!("Serving {newsroom} at http://{address}/ (Ctrl-C stops)"));
    let (rebuild_arguments, rebuilt) = (arguments.clone(), served.clone());
    std::thread::spawn(move || rebuild_on_change(&rebuild_arguments, &changes, &rebuilt));
    runtime.block_on(serve(listener, served))?;
    Ok(Ended::Done)
}

fn rebuild_on_change(arguments: &Arguments, changes: &Receiver<()>, served: &Served) {
    while changes.recv().is_ok() {
        changes.try_iter().for_each(drop);
        match rebuild(arguments) {
            Ok(Some(site)) => served.replace(site),
            Ok(None) => output::message("Nothing was built: the page is unchanged"),
            Err(error) => output::print_error(&error),
        }
    }
}

fn rebuild(arguments: &Arguments) -> anyhow::Result<Option<site::Site>> {
    let start = Instant::now();
    let options = Options {
        newsroom: arguments.newsroom.newsroom.clone(),
        out: None,
        previous: None,
        shell: arguments.shell.shell.clone(),
        now: now()?,
        strict: false,
        sign: None,
        compress: false,
        progress: output::progress(),
    };
    let built = offprint::build(&options);
    drop(options);
    let built = built?;
    output::print_problems(&built.problems);
    if built.site.is_some() {
        let seconds = start.elapsed().as_secs_f64();
        output::result(format_args!("Built {} in {seconds:.1} s{}", output::articles(&built), output::rest(&built)));
        output::print_failures(&built.report);
    }
    built.site.map(with_live_reload).transpose()
}

type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Watches the newsroom and the shell.
fn watch(arguments: &Arguments) -> anyhow::Result<(Watcher, Receiver<()>)> {
    let (sender, changes) = channel();
    let mut watcher = new_debouncer(QUIET_TIME, None, move |result: DebounceEventResult| {
        // Reading is an event too, and a build reads every file.
        if result.is_ok_and(|events| events.iter().any(|event| is_change(&event.kind))) {
            let _ = sender.send(());
        }
    })?;
    let folders = std::iter::once(&arguments.newsroom.newsroom).chain(&arguments.shell.shell);
    for folder in folders {
        watch_folder(&mut watcher, folder)?;
    }
    Ok((watcher, changes))
}

fn watch_folder(watcher: &mut Watcher, folder: &Path) -> anyhow::Result<()> {
    let watched = folder.canonicalize().map_err(anyhow::Error::from);
    let watched = watched.and_then(|folder| Ok(watcher.watch(&folder, RecursiveMode::Recursive)?));
    watched.with_context(|| format!("{} cannot be watched: is it a folder?", folder.display()))
}

fn is_change(kind: &notify::EventKind) -> bool {
    kind.is_create() || kind.is_modify() || kind.is_remove()
}
