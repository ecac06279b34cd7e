//! Puts rendered content into the page frame: policy, metadata, style and script around the HTML of the reader.

mod structured_data;

use std::sync::Arc;

use edition::identifiers::ROOT;
use edition::page::{Content, Page};
use edition::routes::{self, PageId, Route};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use messages::Messages;
use model::{Article, Hash, Language, Masthead};
use reader::article::status::withdrawal;
use reader::prerender;
use trust::Floor;

use crate::bundle::shortened;
use crate::icons::Icons;
use site::shell::{self, Shell};

/// The data that all pages of a site share.
pub struct Frame<'a> {
    /// The shell.
    pub shell: &'a Shell,
    /// The address of the newsroom's own site, ending with a slash.
    pub address: Option<&'a str>,
    /// The mastheads of the papers, the main one first.
    pub mastheads: Arc<[Masthead]>,
    /// The icons of the site.
    pub icons: Icons,
    /// The name of the installed app, if it is not the newspaper's name.
    pub app_name: Option<&'a str>,
    /// The addresses that the app may ask for editions: the site's own and its mirrors.
    pub mirrors: Vec<&'a str>,
    /// The site's hash, if the site will be signed.
    pub key: Option<Hash>,
    /// The floor of this edition's readers, if the site will be signed.
    pub floor: Option<Floor>,
}

/// The parts of the page frame that differ from file to file.
struct Html<'a> {
    language: &'a Language,
    policy: &'a str,
    head: Markup,
    style: &'a str,
    attributes: Attributes<'a>,
    body: Markup,
    end: Markup,
}

/// The attributes of `<html>` that scripts read.
#[derive(Default)]
pub struct Attributes<'a> {
    /// The relative path to the root of the site.
    pub root: Option<&'a str>,
    /// `true` if this page starts the app at any address.
    pub is_offline: bool,
    /// The month whose index holds the article.
    pub month: Option<&'a str>,
    /// The site's hash, if the site is signed.
    pub key: Option<Hash>,
    /// The floor of this edition's readers, if the site is signed.
    pub floor: Option<Floor>,
    /// `true` if the page shows an article in a frame of another page.
    pub is_frame: bool,
}

impl Frame<'_> {
    /// Returns the language at the root of the site.
    pub fn main_language(&self) -> &Language {
        &self.mastheads[0].language
    }

    /// Renders the page of an article; `description` is the newsroom's own for search engines, or empty.
    pub fn article(&self, page: &Page, article: &Article, description: &str) -> String {
        let lead = model::text::of_inlines(&article.lead);
        let withdrawn = withdrawal(article);
        let texts =
            [withdrawn.unwrap_or_default(), description.to_owned(), lead, model::text::of_blocks(&article.body)];
        let description = shortened(texts.iter().find(|text| !text.trim().is_empty()).map_or("", String::as_str));
        let oembed = self.address.zip(page.route.oembed()).map(|(address, path)| format!("{address}{path}"));
        let head = html! {
            (self.metadata(page, &article.headline, &description, "article"))
            @for translation in &article.translations {
                (self.alternate(page, &translation.language, PageId::Article(translation.slug.clone())))
            }
            @if let Some(published) = &article.published { (property("article:published_time", &published.iso)) }
            @if let Some(updated) = &article.updated { (property("article:modified_time", &updated.iso)) }
            @if let Some(picture) = self.picture_address(article) { (property("og:image", &picture)) }
            @if article.withdrawn.is_some() {
                (no_index())
            } @else {
                @if let Some(address) = oembed {
                    link rel="alternate" href=(address) type=(routes::OEMBED_TYPE) title=(article.headline);
                }
                (self.structured_data(page, article, &description))
            }
        };
        self.with_app(page, head, Some(article.month()))
    }

    /// Renders a page that is not an article.
    pub fn list(&self, page: &Page) -> String {
        let masthead = page.masthead();
        let title = reader::title::title(page);
        let own_title = title.strip_suffix(&format!(" — {}", masthead.title)).unwrap_or(&title);
        let description = match &page.content {
            Content::List(list) if !list.subtitle.is_empty() => &list.subtitle,
            _ if masthead.description.is_empty() => &title,
            _ => &masthead.description,
        };
        let in_all_languages = matches!(page.route.place, PageId::Front | PageId::Archive);
        let others = self.mastheads.iter().filter(|other| in_all_languages && other.language != masthead.language);
        let head = html! {
            (self.metadata(page, own_title, description, "website"))
            @for other in others { (self.alternate(page, &other.language, page.route.place.clone())) }
        };
        self.with_app(page, head, None)
    }

    /// Renders a page that hosts may show at any address, with its own script in place of the app.
    pub fn anywhere(&self, page: &Page, script: &str, after: &Markup) -> String {
        let policy = format!("{};script-src {};connect-src 'self'", self.policy(), shell::source_of(script));
        html(Html {
            language: &page.masthead().language,
            policy: &policy,
            head: html! { title { (reader::title::title(page)) } (no_index()) },
            style: &self.shell.style,
            attributes: Attributes::default(),
            body: PreEscaped(prerender::render(page)),
            end: html! { (after) script { (PreEscaped(script)) } },
        })
    }

    /// Renders the page that starts the app without any content: it shows `body` if the app fails to start, and `head`
    /// contains `styles`.
    ///
    /// All its addresses begin with `./`, so that the service worker can adapt them to the address of any page.
    pub fn offline(&self, body: Markup, head: &Markup, styles: &[&str]) -> String {
        let root = "./";
        // Devices keep this page for long, and later editions may name mirrors that are unknown now.
        let policy = self.app_policy(styles, &format!("{} https:", self.mirror_sources()));
        html(Html {
            language: self.main_language(),
            policy: &policy,
            head: html! { (head) (self.links(root)) (self.app(root, self.main_language(), false)) },
            style: &self.shell.style,
            attributes: Attributes { root: Some(root), is_offline: true, key: self.key, ..Attributes::default() },
            body,
            end: Markup::default(),
        })
    }

    /// Renders a page that other sites show in a frame, without the app and the look of other pages.
    ///
    /// `policy` extends the content security policy, which allows only `style`; `end` comes after the body.
    pub fn framed(
        &self,
        language: &Language,
        title: &str,
        style: &str,
        policy: &str,
        attributes: Attributes<'_>,
        [body, end]: [Markup; 2],
    ) -> String {
        let policy = format!(
            "default-src 'none';style-src {}{policy};base-uri 'none';form-action 'none'",
            shell::source_of(style)
        );
        let head = html! { title { (title) } (no_index()) };
        html(Html { language, policy: &policy, head, style, attributes, body, end })
    }

    /// Describes a page to search engines, to services that preview links, and to feed readers.
    fn metadata(&self, page: &Page, title: &str, description: &str, kind: &str) -> Markup {
        let masthead = page.masthead();
        let feeds = [(routes::ATOM_FEED, routes::ATOM_TYPE), (routes::JSON_FEED, routes::JSON_FEED_TYPE)];
        let feeds = feeds.map(|(file, media_type)| {
            (format!("{}{}", page.route.root(), routes::feed(page.route.language.as_ref(), file)), media_type)
        });
        html! {
            title { (reader::title::title(page)) }
            @if !description.is_empty() { meta name="description" content=(description); }
            @if let Some(address) = self.address {
                @let url = format!("{address}{}", page.route.path());
                link rel="canonical" href=(url);
                (property("og:url", &url))
            }
            (property("og:title", title))
            (property("og:type", kind))
            (property("og:site_name", &masthead.title))
            @if !description.is_empty() { (property("og:description", description)) }
            @for (href, media_type) in feeds {
                link rel="alternate" href=(href) type=(media_type) title=(masthead.title);
            }
        }
    }

    /// Links the same page in another language.
    fn alternate(&self, page: &Page, language: &Language, place: PageId) -> Markup {
        let route = Route::new(language, self.main_language(), place);
        html! { link rel="alternate" href=(page.route.href(&route)) hreflang=(language); }
    }

    fn with_app(&self, page: &Page, head: Markup, month: Option<&str>) -> String {
        let root = page.route.root();
        let is_front = page.route.place == PageId::Front;
        let body = prerender::render(page);
        let app = self.app(&root, &page.masthead().language, has_eager_picture(&body));
        html(Html {
            language: &page.masthead().language,
            policy: &self.app_policy(&[], &self.mirror_sources()),
            head: html! { (head) (self.links(&root)) (app) },
            style: &self.shell.style,
            attributes: Attributes {
                root: Some(&root),
                month,
                key: self.key,
                floor: self.floor.filter(|_| is_front),
                ..Attributes::default()
            },
            body: PreEscaped(body),
            end: Markup::default(),
        })
    }

    /// Returns the mirrors, for a content security policy.
    fn mirror_sources(&self) -> String {
        self.mirrors.iter().map(|mirror| format!(" {mirror}")).collect()
    }

    /// Links the icons and the web app manifest.
    fn links(&self, root: &str) -> Markup {
        let icons = [("icon", self.icons.tab), ("apple-touch-icon", self.icons.home)];
        html! {
            @for (relation, icon) in icons {
                @if let Some(icon) = icon { link rel=(relation) href={ (root) (icon) }; }
            }
            @if let Some(name) = self.app_name { meta name="apple-mobile-web-app-title" content=(name); }
            link rel="manifest" href={ (root) (routes::WEB_APP_MANIFEST) };
        }
    }

    /// Returns the elements that start the app on a page in a language: the app's script, and the early request of its core, which
    /// a page with a picture in view leaves to that script.
    fn app(&self, root: &str, language: &Language, has_picture: bool) -> Markup {
        let messages = routes::messages_file(&self.shell.script, Messages::spoken(language));
        html! {
            script type="module" src={ (root) (self.shell.script) } data-messages=(messages)
                data-missing=(Messages::of(language).app_missing()) {}
            @if !has_picture { script { (PreEscaped(&self.shell.early)) } }
        }
    }

    /// Returns the policy of every page: it may show its own style and the pictures of the site, and nothing else.
    fn policy(&self) -> String {
        self.policy_with(&[])
    }

    fn policy_with(&self, styles: &[&str]) -> String {
        let data = if self.shell.style.contains("data:") { " data:" } else { "" };
        let mut sources = self.shell.style_source();
        for style in styles {
            sources.push(' ');
            sources.push_str(&shell::source_of(style));
        }
        format!("default-src 'none';style-src {sources};img-src 'self'{data};base-uri 'none';form-action 'none'")
    }

    /// Returns the policy of a page with the app, which may also load the app and fetch from the site and its mirrors.
    fn app_policy(&self, styles: &[&str], mirrors: &str) -> String {
        format!(
            "{};script-src 'self' 'wasm-unsafe-eval' {};connect-src 'self'{mirrors};manifest-src 'self';worker-src 'self';frame-src 'self'",
            self.policy_with(styles),
            shell::source_of(&self.shell.early)
        )
    }
}

/// Returns whether a page has a picture that browsers load at once, because it is in view.
fn has_eager_picture(body: &str) -> bool {
    let mut pictures = body.split("<img ").skip(1).filter_map(|rest| rest.split('>').next());
    pictures.any(|attributes| !attributes.contains("loading=\"lazy\""))
}

fn html(html: Html<'_>) -> String {
    let Html { language, policy, head, style, attributes, body, end } = html;
    let markup = html! {
        (DOCTYPE)
        html lang=(language) dir=(language.direction().as_str()) data-root=[attributes.root]
            data-offline[attributes.is_offline] data-month=[attributes.month] data-key=[attributes.key]
            data-floor=[attributes.floor] data-offprint-frame[attributes.is_frame] {
            head {
                meta charset="utf-8";
                // A policy holds only for what comes after it.
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="referrer" content="no-referrer";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                (head)
                style id="offprint-style" { (PreEscaped(style)) }
            }
            body {
                div id=(ROOT) { (body) }
                (end)
            }
        }
        "\n"
    };
    markup.into_string()
}

fn property(name: &str, content: &str) -> Markup {
    html! { meta property=(name) content=(content); }
}

/// Returns the element that keeps a page out of search engines.
pub fn no_index() -> Markup {
    html! { meta name="robots" content="noindex"; }
}

/// Returns the attribute of `<html>` that names a signed site; pages of an unsigned one do not have it.
pub fn key_attribute(key: &Hash) -> String {
    format!(" data-key=\"{key}\"")
}

#[cfg(test)]
pub(crate) mod tests {
    use edition::page::Medium;

    use super::*;
    use crate::fixtures::{article, shell};

    /// Returns the masthead of an empty paper.
    pub(crate) fn masthead() -> Masthead {
        Masthead::new(Language::new("en"), "The <Lantern>")
    }

    /// Returns the frame of a site with these papers.
    pub(crate) fn frame<'a>(shell: &'a Shell, address: Option<&'a str>, mastheads: Arc<[Masthead]>) -> Frame<'a> {
        let icons = Icons::default();
        Frame { shell, address, mirrors: Vec::new(), mastheads, icons, app_name: None, key: None, floor: None }
    }

    fn rendered(address: Option<&str>) -> String {
        let shell = shell();
        let mastheads: Arc<[Masthead]> = Arc::new([masthead()]);
        let frame = frame(&shell, address, Arc::clone(&mastheads));
        let article = Article { headline: "A \"story\" </script>".to_owned(), ..article("story") };
        let route = Route { language: None, place: PageId::Article("story".to_owned()) };
        let page =
            Page { route, mastheads, content: Content::Article(Arc::new(article.clone())), medium: Medium::Site };
        frame.article(&page, &article, "In a sentence")
    }

    #[test]
    fn only_a_picture_in_view_holds_up_the_app() {
        assert!(!has_eager_picture("<p>no picture</p>"));
        assert!(!has_eager_picture("<img src=\"a.jpg\" loading=\"lazy\">"));
        assert!(has_eager_picture("<img src=\"a.jpg\" loading=\"lazy\"><img src=\"b.jpg\">"));
    }

    #[test]
    fn the_policy_stands_first_and_allows_the_style_by_its_hash() {
        let html = rendered(None);
        let policy = html.find("Content-Security-Policy").expect("a policy");
        assert!(html[..policy].matches("<meta").count() == 2, "only the character set comes before it");
        assert!(html.contains(&shell::source_of(&shell().style)));
        assert!(!html.contains("unsafe-inline") && !html.contains(" style=") && !html.contains("<!--"));
    }

    #[test]
    fn text_stays_text() {
        let html = rendered(None);
        assert!(html.contains("<title>A &quot;story&quot; &lt;/script&gt; — The &lt;Lantern&gt;</title>"), "{html}");
        assert!(html.contains(r#""headline":"A \"story\" \u003c/script>""#), "{html}");
        assert!(html.contains("data-root=\"../../\" data-month=\"undated\""));
    }

    #[test]
    fn only_a_configured_address_is_named() {
        assert!(!rendered(None).contains("canonical"));
        let html = rendered(Some("https://lantern.example/"));
        assert!(html.contains(r#"<link rel="canonical" href="https://lantern.example/articles/story/">"#));
    }
}
