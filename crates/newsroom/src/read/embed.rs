//! Recognises media on other services by their address. They are never fetched.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::read::constant_regex;

/// The kind of a media item on another service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Video,
    Audio,
    Post,
}

/// A media item on another service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Embed {
    pub(super) kind: Kind,
    pub(super) provider: &'static str,
    /// The address for people to open.
    pub(super) address: String,
}

/// A form of addresses, with the media there and the address for people, in which `$1` is the captured part.
struct Form {
    kind: Kind,
    provider: &'static str,
    pattern: Regex,
    address: &'static str,
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    use Kind::{Audio, Post, Video};
    let watch = "https://www.youtube.com/watch?v=$1";
    [
        (
            Video,
            "YouTube",
            r"^youtube(?:-nocookie)?\.com/embed/videoseries\?(?:.*&)?list=([\w-]+)",
            "https://www.youtube.com/playlist?list=$1",
        ),
        (Video, "YouTube", r"^youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/([\w-]+)", watch),
        (Video, "YouTube", r"^youtube\.com/watch\?(?:.*&)?v=([\w-]+)", watch),
        (Video, "YouTube", r"^youtu\.be/([\w-]+)", watch),
        (Video, "Vimeo", r"^(?:player\.)?vimeo\.com/(?:video/)?(\d+)", "https://vimeo.com/$1"),
        (Video, "Dailymotion", r"^dailymotion\.com/(?:embed/)?video/(\w+)", "https://www.dailymotion.com/video/$1"),
        (Video, "Rutube", r"^rutube\.ru/(?:play/embed|video)/(\w+)", "https://rutube.ru/video/$1/"),
        (Video, "VK", r"^vk\.com/(video.+)", "https://vk.com/$1"),
        (Video, "Aparat", r"^aparat\.com/video/video/embed/videohash/(\w+)", "https://www.aparat.com/v/$1"),
        (Video, "Aparat", r"^aparat\.com/v/(\w+)", "https://www.aparat.com/v/$1"),
        (Video, "TikTok", r"^tiktok\.com/(?:embed(?:/v2)?|player/v1)/(\d+)", "https://www.tiktok.com/video/$1"),
        (Video, "TikTok", r"^tiktok\.com/(@[\w.-]+/video/\d+)", "https://www.tiktok.com/$1"),
        (Video, "Twitch", r"^player\.twitch\.tv/\?(?:.*&)?video=v?(\d+)", "https://www.twitch.tv/videos/$1"),
        (Video, "Internet Archive", r"^archive\.org/embed/([\w.-]+)", "https://archive.org/details/$1"),
        (
            Audio,
            "Spotify",
            r"^open\.spotify\.com/(?:embed(?:-podcast)?/)?((?:track|episode|show|album|playlist)/\w+)",
            "https://open.spotify.com/$1",
        ),
        (Audio, "Apple Podcasts", r"^(?:embed\.)?podcasts\.apple\.com/(.+)", "https://podcasts.apple.com/$1"),
        (Post, "Telegram", r"^(?:t\.me|telegram\.me)/((?:s/)?\w+/\d+)", "https://t.me/$1"),
        (Post, "Twitter", r"^(?:mobile\.)?twitter\.com/(\w+/status/\d+)", "https://twitter.com/$1"),
        (Post, "Twitter", r"^platform\.twitter\.com/embed/.*[?&]id=(\d+)", "https://twitter.com/i/status/$1"),
        (Post, "X", r"^x\.com/(\w+/status/\d+)", "https://x.com/$1"),
        (Post, "Instagram", r"^instagram\.com/((?:p|reel|tv)/[\w-]+)", "https://www.instagram.com/$1/"),
        (Post, "Bluesky", r"^bsky\.app/(profile/[^/]+/post/\w+)", "https://bsky.app/$1"),
        (Post, "Facebook", r"^facebook\.com/([\w.]+/posts/[\w.-]+)", "https://www.facebook.com/$1"),
    ]
    .into_iter()
    .map(|(kind, provider, pattern, address)| Form { kind, provider, pattern: constant_regex(pattern), address })
    .collect()
});

/// Returns the media item at an address of a known service.
pub(super) fn recognize(address: &str) -> Option<Embed> {
    let url = parse(address)?;
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.").to_owned();
    let parameter = |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned());
    match (host.as_str(), url.path()) {
        ("w.soundcloud.com", _) => {
            return Some(Embed {
                kind: Kind::Audio,
                provider: "SoundCloud",
                address: web_address(&parameter("url")?)?,
            });
        }
        ("facebook.com", "/plugins/video.php") => {
            return Some(Embed { kind: Kind::Video, provider: "Facebook", address: web_address(&parameter("href")?)? });
        }
        ("facebook.com", "/plugins/post.php") => {
            return Some(Embed { kind: Kind::Post, provider: "Facebook", address: web_address(&parameter("href")?)? });
        }
        ("soundcloud.com", path) if path.matches('/').count() >= 2 => {
            return Some(Embed { kind: Kind::Audio, provider: "SoundCloud", address: url.into() });
        }
        _ => {}
    }
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let plain = format!("{host}{}{query}", url.path());
    FORMS.iter().find_map(|form| {
        let captures = form.pattern.captures(&plain)?;
        let mut address = String::new();
        captures.expand(form.address, &mut address);
        Some(Embed { kind: form.kind, provider: form.provider, address })
    })
}

/// Returns the normalised address of a web page, or `None` for other schemes, such as `javascript:`.
pub(super) fn web_address(address: &str) -> Option<String> {
    parse(address).map(String::from)
}

fn parse(address: &str) -> Option<Url> {
    let address = address.trim();
    let url = match address.strip_prefix("//") {
        Some(rest) => Url::parse(&format!("https://{rest}")),
        None => Url::parse(address),
    };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_their_addresses() {
        for (address, expected) in [
            (
                "https://www.youtube.com/embed/a_b-1?rel=0",
                Some((Kind::Video, "YouTube", "https://www.youtube.com/watch?v=a_b-1")),
            ),
            (
                "//www.youtube-nocookie.com/embed/ab",
                Some((Kind::Video, "YouTube", "https://www.youtube.com/watch?v=ab")),
            ),
            ("https://youtu.be/ab?t=3", Some((Kind::Video, "YouTube", "https://www.youtube.com/watch?v=ab"))),
            (
                "http://www.youtube.com/watch?t=1&v=ab",
                Some((Kind::Video, "YouTube", "https://www.youtube.com/watch?v=ab")),
            ),
            ("https://player.vimeo.com/video/12", Some((Kind::Video, "Vimeo", "https://vimeo.com/12"))),
            ("https://t.me/lantern/12?embed=1", Some((Kind::Post, "Telegram", "https://t.me/lantern/12"))),
            ("https://t.me/lantern", None),
            ("https://x.com/lantern/status/12", Some((Kind::Post, "X", "https://x.com/lantern/status/12"))),
            (
                "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1&color=red",
                Some((Kind::Audio, "SoundCloud", "https://api.soundcloud.com/tracks/1")),
            ),
            ("https://w.soundcloud.com/player/?url=javascript:alert(1)", None),
            ("https://maps.example/embed", None),
            ("javascript:alert(1)", None),
        ] {
            let found = recognize(address);
            let found = found.as_ref().map(|embed| (embed.kind, embed.provider, embed.address.as_str()));
            assert_eq!(found, expected, "{address}");
        }
    }
}
