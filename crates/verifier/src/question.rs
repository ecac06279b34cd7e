//! What is asked and what is answered.

use alloc::borrow::ToOwned;
use alloc::string::String;

use model::{BundleReference, Hash, Head};
use trust::lines;
use trust::{Age, Refused, Root, Signed};

/// Answers whether an edition is signed by the keys of a site.
///
/// The parts of a question: the site's hash, the time by the device's clock in seconds since 1970, the edition of the head,
/// the hash and the length of its manifest, the signed text in it, and roots, the first one first. A root that does not
/// follow those before it is passed over: several addresses may have told the same one, and some of them lie.
///
/// The answer is either `refused` and the reason, or `edition`, then the epoch, the number, the manifest's hash and length,
/// when the head was issued, and its age in a word.
pub(crate) fn answered(question: &str) -> String {
    let mut answer = String::new();
    match check(question) {
        Ok((signed, age)) => {
            let (statement, manifest) = (&signed.statement, &signed.statement.manifest);
            answer.push_str("edition ");
            for number in [statement.epoch, statement.edition] {
                lines::push_number(&mut answer, number);
                answer.push(' ');
            }
            lines::push_digits(&mut answer, &manifest.hash.0);
            for number in [u64::from(manifest.bytes), signed.dated.issued] {
                answer.push(' ');
                lines::push_number(&mut answer, number);
            }
            answer.push(' ');
            answer.push_str(word(age));
        }
        Err(refused) => {
            answer.push_str("refused ");
            refused.push_to(&mut answer);
        }
    }
    answer
}

fn check(question: &str) -> Result<(Signed, Age), Refused> {
    let mut parts = lines::split(question, 0);
    let mut next = || parts.next().ok_or(Refused::Malformed);
    let site: Hash = next()?.parse().map_err(|_| Refused::Malformed)?;
    let now = number(next()?)?;
    let edition = number(next()?)?;
    let hash = next()?.parse().map_err(|_| Refused::Malformed)?;
    let bytes = u32::try_from(number(next()?)?).map_err(|_| Refused::Malformed)?;
    let signed = Some(next()?.to_owned());
    let head = Head { edition, manifest: BundleReference { hash, bytes }, signed };
    let root = newest(site, parts)?;
    let signed = Signed::check(&head, &root)?;
    let age = signed.age(now, root.statement.issued);
    Ok((signed, age))
}

/// The newest root that follows from the first one of a site.
fn newest<'a>(site: Hash, roots: impl Iterator<Item = &'a str>) -> Result<Root, Refused> {
    let mut newest: Result<Root, Refused> = Err(Refused::UnknownRoot(1));
    for text in roots {
        newest = match newest {
            Ok(before) => before.next(text).or(Ok(before)),
            Err(_) => first(site, text),
        };
    }
    newest
}

/// The first root of a site, which no other can be.
fn first(site: Hash, text: &str) -> Result<Root, Refused> {
    let root = Root::first(text)?;
    match root.statement.version {
        1 if root.statement.site == site => Ok(root),
        1 => Err(Refused::AnotherSite),
        _ => Err(Refused::RootOrder),
    }
}

fn number(digits: &str) -> Result<u64, Refused> {
    lines::number(digits).ok_or(Refused::Malformed)
}

fn word(age: Age) -> &'static str {
    match age {
        Age::Fresh => "fresh",
        Age::Aging(_) => "aging",
        Age::Expired(_) => "expired",
        Age::Unknown => "unknown",
    }
}
