//! What a host says of a file, beside what [`site::hosting`] tells hosts to say.

use ureq::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    HeaderValue, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use crate::verify::network::HeaderMap;
use site::hosting::{is_fixed, is_framed, is_shared, media_type};

/// For how long a copy of what changes may be shown without asking, in seconds, before that is worth a word.
const ADVISED_AGE: u64 = 600;
/// For how long it may be before readers miss the news.
const MAX_AGE: u64 = 3600;
/// For how long a copy of what never changes should be kept at least, in seconds.
const LONG: u64 = 30 * 24 * 3600;

/// The most letters of a header that are repeated to people.
const SHOWN: usize = 80;

/// Something about an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Remark {
    /// Whether readers miss something by it; else it could only be better.
    pub(super) is_wrong: bool,
    /// What it is.
    pub(super) what: String,
}

fn wrong(what: impl Into<String>) -> Remark {
    Remark { is_wrong: true, what: what.into() }
}

fn advice(what: impl Into<String>) -> Remark {
    Remark { is_wrong: false, what: what.into() }
}

/// What there is to say of the headers of a file.
pub(super) fn look(path: &str, headers: &HeaderMap) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(sharing(path, headers));
    remarks.extend(kind(path, headers));
    remarks.extend(keeping(path, headers));
    remarks.extend(framing(path, headers));
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
        remarks.push(advice("the host sets a cookie, by which it knows its readers again: turn that off"));
    }
    if value_of(headers, &CONTENT_DISPOSITION).is_some_and(|value| value.starts_with("attachment")) {
        remarks.push(wrong("the host offers it as a download, so that browsers do not show it"));
    }
    remarks
}

/// All values of a header, as browsers join them, in small letters; none that could do anything to a terminal.
fn value_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let letter = |byte: &u8| if matches!(byte, b' '..=b'~') { char::from(byte.to_ascii_lowercase()) } else { '?' };
    let text = |value: &HeaderValue| value.as_bytes().iter().map(letter).collect::<String>();
    let values: Vec<String> = headers.get_all(name).iter().map(text).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn sharing(path: &str, headers: &HeaderMap) -> Option<Remark> {
    if !is_shared(path) {
        return None;
    }
    match value_of(headers, &ACCESS_CONTROL_ALLOW_ORIGIN) {
        Some(value) if value == "*" => None,
        Some(value) => Some(wrong(format!(
            "`Access-Control-Allow-Origin` is `{value:.SHOWN$}` and must be `*`: pages and mirrors elsewhere cannot read it"
        ))),
        None => Some(wrong("it has no `Access-Control-Allow-Origin: *`: pages and mirrors elsewhere cannot read it")),
    }
}

fn kind(path: &str, headers: &HeaderMap) -> Option<Remark> {
    let expected = media_type(path);
    let (expected, _) = expected.split_once(';').unwrap_or((expected, ""));
    if expected == "application/octet-stream" {
        return None;
    }
    let matters = ["html", "js", "wasm", "svg"].iter().any(|end| path.ends_with(end));
    let remark = |what: String| Some(if matters { wrong(what) } else { advice(what) });
    let Some(value) = value_of(headers, &CONTENT_TYPE) else {
        return remark(format!("it has no `Content-Type`, which must be `{expected}`"));
    };
    let (found, parameters) = value.split_once(';').unwrap_or((&value, ""));
    let also: &[&str] = match expected {
        "text/javascript" => &["application/javascript", "application/x-javascript"],
        "application/manifest+json" => &["application/json"],
        "application/xml" => &["text/xml", "application/rss+xml", "application/atom+xml"],
        "application/json" => &["application/feed+json"],
        "image/x-icon" => &["image/vnd.microsoft.icon"],
        _ => &[],
    };
    if found.trim() != expected && !also.contains(&found.trim()) {
        return remark(format!("its `Content-Type` is `{:.SHOWN$}` and must be `{expected}`", found.trim()));
    }
    let letters = parameters.trim().strip_prefix("charset=").map(|letters| letters.trim_matches('"'));
    let are_others = letters.is_some_and(|letters| !matches!(letters, "utf-8" | "utf8"));
    are_others.then(|| {
        wrong(format!("it is said to be written in `{:.SHOWN$}` and is in utf-8", letters.unwrap_or_default()))
    })
}

fn keeping(path: &str, headers: &HeaderMap) -> Option<Remark> {
    let value = value_of(headers, &CACHE_CONTROL);
    let value = value.as_deref().unwrap_or_default();
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let seconds = |name: &str| parts.iter().find_map(|part| part.strip_prefix(name)?.parse::<u64>().ok());
    let asks = parts.iter().any(|part| matches!(*part, "no-cache" | "no-store"));
    let longest = seconds("max-age=").max(seconds("s-maxage="));
    if is_fixed(path) {
        let is_long = !asks && longest.is_some_and(|longest| longest >= LONG);
        let what = "it never changes, so it may be kept: `Cache-Control: public, max-age=31536000, immutable`";
        return (!is_long).then(|| advice(what));
    }
    match longest {
        _ if asks => None,
        Some(longest) if longest > MAX_AGE => Some(wrong(format!(
            "it is kept for {longest} seconds without asking whether there is a newer one: `Cache-Control: no-cache`"
        ))),
        Some(longest) if longest > ADVISED_AGE => {
            Some(advice(format!("it is kept for {longest} seconds without asking: `Cache-Control: no-cache`")))
        }
        Some(_) => None,
        None => Some(advice("browsers guess how long to keep it: `Cache-Control: no-cache`")),
    }
}

fn framing(path: &str, headers: &HeaderMap) -> Option<Remark> {
    if !path.ends_with(".html") {
        return None;
    }
    let policy = value_of(headers, &CONTENT_SECURITY_POLICY).is_some_and(|policy| policy.contains("frame-ancestors"));
    let is_forbidden = policy || headers.contains_key(X_FRAME_OPTIONS);
    match (is_framed(path), is_forbidden) {
        (true, true) => Some(wrong("others are to show it in a frame, and a header forbids that")),
        (false, false) => Some(advice("it has no `Content-Security-Policy: frame-ancestors 'self'`")),
        _ => None,
    }
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

    /// What is said of a file with these headers: `!` before what is wrong.
    fn said(path: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines.concat().lines() {
            let (name, value) = line.split_once(": ").expect("a header");
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        let line = |remark: Remark| format!("{}{}\n", if remark.is_wrong { "!" } else { "" }, remark.what);
        look(path, &headers).into_iter().map(line).collect()
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
            // GitHub Pages keeps everything for ten minutes.
            ("feed.xml", &["content-type: application/xml\ncache-control: max-age=600\n"]),
        ] {
            assert_eq!(said(path, lines), "", "{path}");
        }
    }

    #[test]
    fn what_readers_miss_something_by_is_wrong() {
        let json = "content-type: application/json\n";
        for (path, lines, says) in [
            ("edition/head.json", &[json, NO_CACHE][..], "!it has no `Access-Control-Allow-Origin: *`"),
            ("edition/head.json", &[json, NO_CACHE, "access-control-allow-origin: https://a.example\n"], "!`Access"),
            ("edition/head.json", &[json, NO_CACHE, "access-control-allow-origin: a\u{9b}2J\n"], "is `a??2j` and must"),
            // Two rules that fit the same file.
            ("edition/head.json", &[json, NO_CACHE, SHARED, SHARED], "is `*, *` and must be `*`"),
            ("edition/head.json", &[json, FOR_EVER, SHARED], "!it is kept for 31536000 seconds"),
            (
                "edition/head.json",
                &[json, SHARED, "cache-control: max-age=5, s-maxage=90000\n"],
                "!it is kept for 90000",
            ),
            ("service-worker.js", &["content-type: text/javascript\n", FOR_EVER], "!it is kept"),
            ("offprint-0a.wasm", &["content-type: application/octet-stream\n", FOR_EVER], "must be `application/wasm`"),
            ("offprint-0a.js", &["content-type: text/plain\n", FOR_EVER], "!its `Content-Type` is `text/plain`"),
            ("offprint-0a.js", &[FOR_EVER], "!it has no `Content-Type`"),
            ("icons/icon.svg", &["content-type: text/plain\n", NO_CACHE], "must be `image/svg+xml`"),
            ("index.html", &[NO_CACHE, OWN, "content-type: text/html; charset=windows-1251\n"], "in `windows-1251`"),
            ("index.html", &[PAGE, NO_CACHE, OWN, "content-disposition: attachment\n"], "!the host offers it"),
            ("embed/a/index.html", &[PAGE, NO_CACHE, OWN], "!others are to show it in a frame"),
            ("ru/embed/a/index.html", &[PAGE, NO_CACHE, "x-frame-options: DENY\n"], "!others are to show it"),
        ] {
            let said = said(path, lines);
            assert!(said.contains(says) && said.contains('!'), "{path} {lines:?}: {said}");
        }
    }

    #[test]
    fn what_could_be_better_is_advice() {
        for (path, lines, says) in [
            ("edition/b/0a.json", &["content-type: application/json\n", SHARED, NO_CACHE][..], "it may be kept"),
            ("edition/b/0a.json", &["content-type: text/plain\n", SHARED, FOR_EVER], "must be `application/json`"),
            ("index.html", &[PAGE, OWN], "browsers guess"),
            ("index.html", &[PAGE, OWN, "cache-control: max-age=1200\n"], "kept for 1200 seconds"),
            ("index.html", &[PAGE, NO_CACHE], "frame-ancestors"),
            ("index.html", &[PAGE, NO_CACHE, OWN, "set-cookie: a=b\n"], "sets a cookie"),
            ("index.html", &["content-type: text/html\n", NO_CACHE, OWN], "it has no `Referrer-Policy: no-referrer`"),
        ] {
            let said = said(path, lines);
            assert!(said.contains(says) && !said.contains('!'), "{path} {lines:?}: {said}");
        }
    }
}
