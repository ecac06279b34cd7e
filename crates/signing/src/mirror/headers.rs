//! Compares the headers of a host with those that [`site::hosting`] configures.

use ureq::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    HeaderValue, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use crate::verify::network::HeaderMap;
use site::hosting::{SAVED_POLICY, is_fixed, is_framed, is_saved, is_shared, media_type};

/// The longest time in seconds for which caches should keep a file that changes.
const ADVISED_AGE: u64 = 600;
/// The longest time in seconds for which caches may keep it before readers miss news.
const MAX_AGE: u64 = 3600;
/// The shortest time in seconds for which caches should keep a file that never changes.
const MIN_FIXED_AGE: u64 = 30 * 24 * 3600;

/// The most letters of a header that messages quote.
const SHOWN: usize = 80;

/// A remark on an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Remark {
    /// `true` if it harms readers; otherwise it is advice.
    pub(super) is_wrong: bool,
    /// The text.
    pub(super) message: String,
}

fn wrong(message: impl Into<String>) -> Remark {
    Remark { is_wrong: true, message: message.into() }
}

fn advice(message: impl Into<String>) -> Remark {
    Remark { is_wrong: false, message: message.into() }
}

/// Returns remarks on the headers of a file.
pub(super) fn check(path: &str, headers: &HeaderMap) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(check_sharing(path, headers));
    remarks.extend(check_media_type(path, headers));
    remarks.extend(check_caching(path, headers));
    remarks.extend(check_framing(path, headers));
    if path.ends_with(".html") {
        let policies = [
            (REFERRER_POLICY, "Referrer-Policy", "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "X-Content-Type-Options", "nosniff"),
        ];
        for (header, name, value) in policies {
            if value_of(headers, &header).is_none_or(|found| !found.contains(value)) {
                remarks.push(advice(format!("it has no `{name}: {value}`")));
            }
        }
    }
    if headers.contains_key(SET_COOKIE) {
        remarks.push(advice("the host sets a cookie, by which it can recognise readers: turn that off"));
    }
    remarks.extend(check_saving(path, headers));
    remarks
}

/// Returns the values of a header joined as browsers do, in lower case, with `?` for bytes that could control a
/// terminal.
fn value_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let letter = |byte: &u8| if matches!(byte, b' '..=b'~') { char::from(byte.to_ascii_lowercase()) } else { '?' };
    let text = |value: &HeaderValue| value.as_bytes().iter().map(letter).collect::<String>();
    let values: Vec<String> = headers.get_all(name).iter().map(text).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn check_sharing(path: &str, headers: &HeaderMap) -> Option<Remark> {
    if !is_shared(path) {
        return None;
    }
    match value_of(headers, &ACCESS_CONTROL_ALLOW_ORIGIN) {
        Some(value) if value == "*" => None,
        Some(value) => Some(wrong(format!(
            "`Access-Control-Allow-Origin` is `{value:.SHOWN$}` and must be `*`: the pages of other sites and of mirrors \
             cannot read it"
        ))),
        None => Some(wrong(
            "it has no `Access-Control-Allow-Origin: *`: the pages of other sites and of mirrors cannot read it",
        )),
    }
}

fn check_media_type(path: &str, headers: &HeaderMap) -> Option<Remark> {
    let expected = media_type(path);
    let (expected, _) = expected.split_once(';').unwrap_or((expected, ""));
    if expected == "application/octet-stream" {
        return None;
    }
    let matters = ["html", "js", "wasm", "svg"].iter().any(|end| path.ends_with(end));
    let remark = |message: String| Some(if matters { wrong(message) } else { advice(message) });
    let Some(value) = value_of(headers, &CONTENT_TYPE) else {
        return remark(format!("it has no `Content-Type`, which must be `{expected}`"));
    };
    let (found, parameters) = value.split_once(';').unwrap_or((&value, ""));
    let alternatives: &[&str] = match expected {
        "text/javascript" => &["application/javascript", "application/x-javascript"],
        "application/manifest+json" => &["application/json"],
        "application/xml" => &["text/xml", "application/rss+xml", "application/atom+xml"],
        "application/json" => &["application/feed+json"],
        "image/x-icon" => &["image/vnd.microsoft.icon"],
        _ => &[],
    };
    if found.trim() != expected && !alternatives.contains(&found.trim()) {
        return remark(format!("its `Content-Type` is `{:.SHOWN$}` and must be `{expected}`", found.trim()));
    }
    let charset = parameters.trim().strip_prefix("charset=").map(|charset| charset.trim_matches('"'));
    let is_other = charset.is_some_and(|charset| !matches!(charset, "utf-8" | "utf8"));
    is_other.then(|| {
        wrong(format!(
            "its `Content-Type` names the charset `{:.SHOWN$}`, but it is utf-8",
            charset.unwrap_or_default()
        ))
    })
}

fn check_caching(path: &str, headers: &HeaderMap) -> Option<Remark> {
    let value = value_of(headers, &CACHE_CONTROL);
    let value = value.as_deref().unwrap_or_default();
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let seconds = |name: &str| parts.iter().find_map(|part| part.strip_prefix(name)?.parse::<u64>().ok());
    let is_checked = parts.iter().any(|part| matches!(*part, "no-cache" | "no-store"));
    let longest = seconds("max-age=").max(seconds("s-maxage="));
    if is_fixed(path) {
        let is_long = !is_checked && longest.is_some_and(|longest| longest >= MIN_FIXED_AGE);
        let message = "it never changes, so let caches keep it: `Cache-Control: public, max-age=31536000, immutable`";
        return (!is_long).then(|| advice(message));
    }
    match longest {
        _ if is_checked => None,
        Some(longest) if longest > MAX_AGE => Some(wrong(format!(
            "caches keep it for {longest} seconds, so readers miss news: send `Cache-Control: no-cache`"
        ))),
        Some(longest) if longest > ADVISED_AGE => {
            Some(advice(format!("caches keep it for {longest} seconds: send `Cache-Control: no-cache`")))
        }
        Some(_) => None,
        None => Some(advice("browsers guess how long to keep it: send `Cache-Control: no-cache`")),
    }
}

fn check_framing(path: &str, headers: &HeaderMap) -> Option<Remark> {
    if !path.ends_with(".html") {
        return None;
    }
    let policy = value_of(headers, &CONTENT_SECURITY_POLICY).is_some_and(|policy| policy.contains("frame-ancestors"));
    let is_forbidden = policy || headers.contains_key(X_FRAME_OPTIONS);
    match (is_framed(path), is_forbidden) {
        (true, true) => Some(wrong("other sites show it in a frame, but a header forbids that")),
        (false, false) => Some(advice("it has no `Content-Security-Policy: frame-ancestors 'self'`")),
        _ => None,
    }
}

/// Checks that browsers save the files to which articles link, and show all others.
fn check_saving(path: &str, headers: &HeaderMap) -> Vec<Remark> {
    let is_attached = value_of(headers, &CONTENT_DISPOSITION).is_some_and(|value| value.starts_with("attachment"));
    if !is_saved(path) {
        let message = "the host offers it as a download, so browsers do not show it";
        return is_attached.then(|| wrong(message)).into_iter().collect();
    }
    let policy = value_of(headers, &CONTENT_SECURITY_POLICY).unwrap_or_default();
    let rules: Vec<&str> = policy.split([';', ',']).map(str::trim).collect();
    let is_confined = SAVED_POLICY.split("; ").all(|rule| rules.contains(&rule));
    let message = |header: &str| wrong(format!("browsers may show it, and run what is in it: send `{header}`"));
    let disposition = (!is_attached).then(|| message("Content-Disposition: attachment"));
    let policy = (!is_confined).then(|| message(&format!("Content-Security-Policy: {SAVED_POLICY}")));
    disposition.into_iter().chain(policy).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_CACHE: &str = "cache-control: no-cache\n";
    const FOR_EVER: &str = "cache-control: public, max-age=31536000, immutable\n";
    const SHARED: &str = "access-control-allow-origin: *\n";
    const PAGE: &str =
        "content-type: text/html; charset=UTF-8\nreferrer-policy: no-referrer\nx-content-type-options: nosniff\n";
    const OWN: &str = "content-security-policy: frame-ancestors 'self'\n";
    const SAVED: &str = "content-disposition: attachment\ncontent-security-policy: sandbox; default-src 'none'; \
                         frame-ancestors 'self'\n";

    /// Returns the remarks on a file with these headers, with `!` before each error.
    fn remarks(path: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines.concat().lines() {
            let (name, value) = line.split_once(": ").expect("a header");
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        let line = |remark: Remark| format!("{}{}\n", if remark.is_wrong { "!" } else { "" }, remark.message);
        check(path, &headers).into_iter().map(line).collect()
    }

    #[test]
    fn nothing_is_said_of_what_the_examples_send() {
        let json = "content-type: application/json\n";
        for (path, lines) in [
            ("edition/head.json", &[json, NO_CACHE, SHARED][..]),
            ("edition/b/0a.json", &[json, FOR_EVER, SHARED]),
            ("edition/roots/1.txt", &["content-type: text/plain\n", NO_CACHE, SHARED]),
            ("offprint-0a.wasm", &["content-type: application/wasm\n", FOR_EVER]),
            ("embed-0a.js", &["content-type: text/javascript; charset=utf-8\n", FOR_EVER, SHARED]),
            ("articles/a/index.html", &[PAGE, NO_CACHE, OWN]),
            ("embed/a/index.html", &[PAGE, NO_CACHE]),
            ("manifest.webmanifest", &["content-type: application/manifest+json\n", NO_CACHE]),
            ("edition/files/0a.pdf", &["content-type: application/pdf\n", FOR_EVER, SAVED]),
            // GitHub Pages lets caches keep every file for ten minutes.
            ("feed.xml", &["content-type: application/xml\ncache-control: max-age=600\n"]),
        ] {
            assert_eq!(remarks(path, lines), "", "{path}");
        }
    }

    #[test]
    fn what_readers_miss_something_by_is_wrong() {
        let json = "content-type: application/json\n";
        for (path, lines, says) in [
            ("edition/head.json", &[json, NO_CACHE][..], "!it has no `Access-Control-Allow-Origin: *`"),
            ("edition/head.json", &[json, NO_CACHE, "access-control-allow-origin: https://a.example\n"], "!`Access"),
            ("edition/head.json", &[json, NO_CACHE, "access-control-allow-origin: a\u{9b}2J\n"], "is `a??2j` and must"),
            // Two rules match the same file.
            ("edition/head.json", &[json, NO_CACHE, SHARED, SHARED], "is `*, *` and must be `*`"),
            ("edition/head.json", &[json, FOR_EVER, SHARED], "!caches keep it for 31536000 seconds"),
            (
                "edition/head.json",
                &[json, SHARED, "cache-control: max-age=5, s-maxage=90000\n"],
                "!caches keep it for 90000",
            ),
            ("service-worker.js", &["content-type: text/javascript\n", FOR_EVER], "!caches keep it"),
            ("offprint-0a.wasm", &["content-type: application/octet-stream\n", FOR_EVER], "must be `application/wasm`"),
            ("offprint-0a.js", &["content-type: text/plain\n", FOR_EVER], "!its `Content-Type` is `text/plain`"),
            ("offprint-0a.js", &[FOR_EVER], "!it has no `Content-Type`"),
            ("icons/icon.svg", &["content-type: text/plain\n", NO_CACHE], "must be `image/svg+xml`"),
            (
                "index.html",
                &[NO_CACHE, OWN, "content-type: text/html; charset=windows-1251\n"],
                "the charset `windows-1251`",
            ),
            ("index.html", &[PAGE, NO_CACHE, OWN, "content-disposition: attachment\n"], "!the host offers it"),
            ("edition/files/0a.csv", &[FOR_EVER, OWN], "!browsers may show it, and run what is in it: send `Content-D"),
            (
                "edition/files/0a.csv",
                &["content-disposition: attachment\n", OWN],
                "send `Content-Security-Policy: sandbox; default-src 'none'; frame-ancestors 'self'`",
            ),
            ("embed/a/index.html", &[PAGE, NO_CACHE, OWN], "!other sites show it in a frame"),
            ("ru/embed/a/index.html", &[PAGE, NO_CACHE, "x-frame-options: DENY\n"], "!other sites show it"),
        ] {
            let remarks = remarks(path, lines);
            assert!(remarks.contains(says) && remarks.contains('!'), "{path} {lines:?}: {remarks}");
        }
    }

    #[test]
    fn what_could_be_better_is_advice() {
        for (path, lines, says) in [
            ("edition/b/0a.json", &["content-type: application/json\n", SHARED, NO_CACHE][..], "let caches keep it"),
            ("edition/b/0a.json", &["content-type: text/plain\n", SHARED, FOR_EVER], "must be `application/json`"),
            ("index.html", &[PAGE, OWN], "browsers guess"),
            ("index.html", &[PAGE, OWN, "cache-control: max-age=1200\n"], "keep it for 1200 seconds"),
            ("index.html", &[PAGE, NO_CACHE], "frame-ancestors"),
            ("index.html", &[PAGE, NO_CACHE, OWN, "set-cookie: a=b\n"], "sets a cookie"),
            ("index.html", &["content-type: text/html\n", NO_CACHE, OWN], "it has no `Referrer-Policy: no-referrer`"),
        ] {
            let remarks = remarks(path, lines);
            assert!(remarks.contains(says) && !remarks.contains('!'), "{path} {lines:?}: {remarks}");
        }
    }
}
