//! Decides which requests `offprint serve` answers: those that name this computer, so that no other site reads the paper.
//!
//! A page of any other site can send requests to a port of this computer. It can read the answers if they allow its
//! origin, or if the name of its own host leads to this computer, which a name server may say at any time.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers only requests to a loopback name, and lets only pages of loopback names read the answers.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    if !names_loopback(request.uri(), request.headers()) {
        return (StatusCode::FORBIDDEN, REFUSAL).into_response();
    }
    let origin = request.headers().get(header::ORIGIN).filter(|origin| is_loopback_origin(origin)).cloned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

const REFUSAL: &str = "offprint serve answers only requests to a name of this computer, such as http://127.0.0.1/ or \
                       http://localhost/ with its port: the paper is not published yet, and a page of another site may \
                       have sent this request\n";

/// Returns whether a request names this computer in every place that names a host, and in at least one.
fn names_loopback(uri: &Uri, headers: &HeaderMap) -> bool {
    let hosts = headers.get_all(header::HOST).iter().map(|host| host.to_str().is_ok_and(is_loopback));
    let mut hosts = hosts.chain(uri.authority().map(|authority| is_loopback(authority.as_str()))).peekable();
    hosts.peek().is_some() && hosts.all(|is_loopback| is_loopback)
}

/// Returns whether an origin is a page that a server on this computer sent. `null` is not: any page can have that origin.
fn is_loopback_origin(origin: &HeaderValue) -> bool {
    let origin = origin.to_str().unwrap_or_default();
    ["http://", "https://"].iter().any(|scheme| origin.strip_prefix(scheme).is_some_and(is_loopback))
}

/// Returns whether a host, with or without a port, is this computer.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    if host.contains('@') {
        return false;
    }
    let name = authority.host();
    match name.strip_prefix('[').and_then(|address| address.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok_and(|address| address.to_canonical().is_loopback()),
        None => {
            name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_loopback() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "127.8.9.10:1",
            "localhost",
            "LocalHost:8080",
            "[::1]",
            "[::1]:8080",
            "[0:0:0:0:0:0:0:1]:8080",
            "[::ffff:127.0.0.1]:8080",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil.example:8080",
            "evil.example.localhost",
            "localhost:8080@evil.example",
            "evil@localhost",
            "localhost, evil.example",
            "localhost/",
            "0.0.0.0",
            "192.168.1.5:8080",
            "[::2]:8080",
            "[fe80::1]",
            "::1",
            "2130706433",
            "0177.0.0.1",
            "127.1",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn only_pages_of_this_computer_have_a_loopback_origin() {
        for (origin, expected) in [
            ("http://localhost:3000", true),
            ("https://127.0.0.1", true),
            ("http://[::1]:9000", true),
            ("null", false),
            ("https://evil.example", false),
            ("http://localhost.evil.example", false),
            ("file://", false),
            ("localhost", false),
            ("chrome-extension://localhost", false),
        ] {
            assert_eq!(is_loopback_origin(&HeaderValue::from_static(origin)), expected, "{origin}");
        }
    }

    #[test]
    fn every_host_of_a_request_counts() {
        let check = |uri: &'static str, hosts: &[&'static str]| {
            let mut headers = HeaderMap::new();
            hosts.iter().for_each(|host| _ = headers.append(header::HOST, HeaderValue::from_static(host)));
            names_loopback(&Uri::from_static(uri), &headers)
        };
        assert!(check("/", &["localhost"]));
        assert!(check("http://127.0.0.1/", &["127.0.0.1"]));
        assert!(!check("/", &[]));
        assert!(!check("http://evil.example/", &["localhost"]));
        assert!(!check("/", &["localhost", "evil.example"]));
    }
}
