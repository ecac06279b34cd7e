//! Finds related articles.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::{Article, ArticleLink};

use crate::names::letters;

/// The maximum number of related articles.
const MAX_RELATED: usize = 3;

/// The maximum number of articles that share a subject. A more common one relates nothing and takes long to compare.
const MAX_HOLDERS: usize = 1000;

/// Fills in the related articles: those that share the rarest topics, places, people and organisations, closest first.
///
/// The articles must be in one language, newest first. Of two equally close articles the newer one comes first.
pub fn relate(articles: &mut [&mut Article]) {
    let subjects: Vec<Vec<String>> = articles.iter().map(|article| subjects(article)).collect();
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, subjects) in subjects.iter().enumerate() {
        subjects.iter().for_each(|subject| holders.entry(subject).or_default().push(position));
    }
    let related: Vec<Vec<ArticleLink>> = subjects
        .iter()
        .enumerate()
        .map(|(position, subjects)| nearest(position, subjects, &holders).map(|other| articles[other].link()).collect())
        .collect();
    articles.iter_mut().zip(related).for_each(|(article, related)| article.related = related);
}

fn nearest(
    position: usize,
    subjects: &[String],
    holders: &BTreeMap<&str, Vec<usize>>,
) -> impl Iterator<Item = usize> + use<> {
    let mut scores: BTreeMap<usize, u64> = BTreeMap::new();
    for holders in subjects.iter().filter_map(|subject| holders.get(subject.as_str())) {
        if holders.len() > MAX_HOLDERS {
            continue;
        }
        let rarity = 1_000_000 / holders.len() as u64;
        for other in holders.iter().filter(|other| **other != position) {
            *scores.entry(*other).or_default() += rarity;
        }
    }
    let mut scores: Vec<(usize, u64)> = scores.into_iter().collect();
    scores.sort_by_key(|(other, score)| (Reverse(*score), *other));
    scores.into_iter().take(MAX_RELATED).map(|(other, _)| other)
}

/// Returns the subjects of an article without duplicates.
fn subjects(article: &Article) -> Vec<String> {
    let topics = article.topics.iter().map(|topic| format!("topic {}", topic.slug));
    let places = article.places.iter().map(|place| format!("place {}", place.slug));
    let people = article.people.iter().map(|person| format!("person {}", letters(&person.name)));
    let organisations = article.organisations.iter().map(|one| format!("organisation {}", letters(&one.name)));
    let mut subjects: Vec<String> = topics.chain(places).chain(people).chain(organisations).collect();
    subjects.sort();
    subjects.dedup();
    subjects
}

#[cfg(test)]
mod tests {
    use model::Topic;

    use super::*;
    use crate::prepare::tests::article;

    #[test]
    fn the_rarest_subject_counts_most() {
        let with_topics = |slug: &str, topics: &[&str]| {
            let topic = |slug: &&str| Topic { slug: (*slug).to_owned(), name: (*slug).to_owned() };
            Article { topics: topics.iter().map(topic).collect(), ..article(slug) }
        };
        let mut articles = [
            with_topics("bridge", &["town", "ferry"]),
            with_topics("mayor", &["town"]),
            with_topics("harbour", &["ferry"]),
            with_topics("school", &["town"]),
            with_topics("weather", &["rain"]),
        ];
        relate(&mut articles.iter_mut().collect::<Vec<_>>());
        let slugs = |article: &Article| article.related.iter().map(|link| link.slug.clone()).collect::<Vec<_>>();
        assert_eq!(slugs(&articles[0]), ["harbour", "mayor", "school"]);
        assert_eq!(slugs(&articles[4]), [""; 0]);
    }
}
