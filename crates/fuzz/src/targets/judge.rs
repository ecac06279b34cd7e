//! Answers of sources: only what the site signed is accepted, from any source and in any order.

use std::sync::LazyLock;

use model::Head;
use trust::{Judgement, NoHead, SourceAnswer, SourceStatus, TrustState};

use super::{seed, text};
use crate::site::{Edition, NOW, Site};

struct Known {
    state: TrustState,
    editions: Vec<Edition>,
    roots: [String; 2],
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let site = Site::new(10);
    let roots = [site.root().text, site.root_text(&site.second_statement(), &[0, 2])];
    Known { state: TrustState::pinned(site.statement().site, None), editions: site.editions(), roots }
});

/// The separator of answers. Within an answer, zero bytes separate the JSON of the head and the roots.
const SEPARATOR: char = '\u{1}';

/// The bit of the first byte that says whether the reader knows the first root and an edition.
const HAS_READ: u8 = 1;

pub fn run(bytes: &[u8]) {
    let Some((first, text)) = text(bytes) else { return };
    let known = &*KNOWN;
    let state = if first & HAS_READ == 0 { known.state.clone() } else { having_read(known) };
    let answers: Vec<SourceAnswer> = text.split(SEPARATOR).take(8).map(answer).collect();
    let judgement = state.judge(answers.clone(), NOW);
    check(known, &state, &judgement);

    let mut reversed = state.judge(answers.iter().rev().cloned().collect(), NOW);
    reversed.sources.reverse();
    assert_eq!(judgement, reversed, "another order");

    // Beside an honest source, no other source removes its edition, unless it brings the root that ends its epoch.
    let honest = honest(known);
    let alone = state.judge(vec![honest.clone()], NOW);
    let is_ended = answers.iter().flat_map(|answer| &answer.roots).any(|root| alone.state.with_root(root).is_ok());
    let beside = state.judge(answers.into_iter().chain([honest]).collect(), NOW);
    check(known, &state, &beside);
    assert!(is_ended || newest(&beside) >= newest(&alone), "a stranger removed the newest edition");
}

fn answer(text: &str) -> SourceAnswer {
    let mut parts = text.split('\0').map(str::to_owned);
    let head = parts.next().unwrap_or_default();
    let head = serde_json::from_str::<Head>(&head).map_err(|_| NoHead::Malformed);
    SourceAnswer { source: String::new(), is_own: false, head, roots: parts.collect() }
}

/// Returns the answer with the newest signed edition.
fn honest(known: &Known) -> SourceAnswer {
    let newest = known.editions.iter().max_by_key(|edition| edition.statement.edition).expect("an edition");
    SourceAnswer {
        source: String::new(),
        is_own: true,
        head: Ok(newest.head(&newest.text)),
        roots: vec![known.roots[0].clone()],
    }
}

fn having_read(known: &Known) -> TrustState {
    let judgement = known.state.judge(vec![honest(known)], NOW);
    assert!(judgement.newest.is_some());
    judgement.state
}

fn newest(judgement: &Judgement) -> Option<u64> {
    judgement.newest.as_ref().map(|accepted| accepted.head().edition)
}

fn check(known: &Known, state: &TrustState, judgement: &Judgement) {
    let is_signed = |head: &Head| {
        known
            .editions
            .iter()
            .any(|edition| (head.edition, head.manifest) == (edition.statement.edition, edition.statement.manifest))
    };
    assert!(judgement.newest.as_ref().is_none_or(|newest| is_signed(newest.head())), "not signed: {judgement:?}");
    assert!(judgement.older.as_ref().is_none_or(is_signed), "not signed: {judgement:?}");
    assert_eq!(judgement.newest.is_some(), judgement.freshness.is_some());
    let has_newest = judgement.sources.iter().any(|report| report.status == SourceStatus::Newest);
    assert_eq!(judgement.newest.is_some(), has_newest, "{judgement:?}");
    assert_eq!(judgement.state.merge(state), judgement.state, "lowered");
    assert!(judgement.state.roots().len() <= known.roots.len());
}

pub fn seeds() -> Vec<Vec<u8>> {
    let Known { editions, roots: [first, second], .. } = &*KNOWN;
    let json = |edition: &Edition| serde_json::to_string(&edition.head(&edition.text)).expect("a head is JSON");
    let heads: Vec<String> = editions.iter().map(json).collect();
    let all: Vec<String> = heads.iter().map(|head| format!("{head}\0{second}\0{first}")).collect();
    let mut seeds = vec![seed(0, &all.join("\u{1}")), seed(HAS_READ, &all.join("\u{1}"))];
    seeds.extend(heads.iter().map(|head| seed(0, &format!("{head}\0{first}"))));
    seeds
}
