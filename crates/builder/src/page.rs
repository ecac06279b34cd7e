//! Pours what was rendered into the page frame: policy, metadata, style and script around the reader's own HTML.

mod structured_data;

use std::fmt::Write;
use std::sync::Arc;

use edition::page::{Content, Page};
use edition::routes::{self, PageId, Route};
use model::{Article, Hash, Language, Masthead};
use quick_xml::escape::escape;
use reader::article::status::withdrawal;
use reader::prerender::{self, ROOT};
use trust::Floor;

use crate::bundle::shortened;
use crate::icons::Icons;
use site::shell::{self, Shell};

/// What all pages of a site share.
pub struct Frame<'a> {
    /// The shell.
    pub shell: &'a Shell,
    /// Where the newsroom's own site is, ending with a slash.
    pub address: Option<&'a str>,
    /// The mastheads of the papers, the main one first.
    pub mastheads: Arc<[Masthead]>,
    /// The icons that the site has.
    pub icons: Icons,
    /// What the installed app is called, where that is not the newspaper's name.
    pub app_name: Option<&'a str>,
    /// Where else the site may be asked for: its own address, and its mirrors.
    pub mirrors: Vec<&'a str>,
    /// The site's hash, when it is going to be signed.
    pub key: Option<Hash>,
    /// What a reader of this edition will have seen, when it is going to be signed.
    pub floor: Option<Floor>,
}

/// What differs between the files that have the page frame.
struct Html<'a> {
    language: &'a Language,
    policy: &'a str,
    head: &'a str,
    style: &'a str,
    attributes: &'a str,
    body: &'a str,
    end: &'a str,
}

/// The head and the body of a page, as they are being written.
struct Document<'a> {
    page: &'a Page,
    head: String,
}

impl Frame<'_> {
    /// The language at the root of the site.
    pub fn main_language(&self) -> &Language {
        &self.mastheads[0].language
    }

    /// The page of an article; `description` is what the newsroom says to search engines, or empty.
    pub fn article(&self, page: &Page, article: &Article, description: &str) -> String {
        let lead = model::text::of_inlines(&article.lead);
        let withdrawn = withdrawal(article);
        let texts =
            [withdrawn.unwrap_or_default(), description.to_owned(), lead, model::text::of_blocks(&article.body)];
        let description = shortened(texts.iter().find(|text| !text.trim().is_empty()).map_or("", String::as_str));
        let mut document = self.document(page, &article.headline, &description, "article");
        for translation in &article.translations {
            let place = PageId::Article(translation.slug.clone());
            document.alternate(&translation.language, &Route::new(&translation.language, self.main_language(), place));
        }
        if let Some(published) = &article.published {
            document.property("article:published_time", &published.iso);
        }
        if let Some(updated) = &article.updated {
            document.property("article:modified_time", &updated.iso);
        }
        if let Some(picture) = self.picture_address(article) {
            document.property("og:image", &picture);
        }
        if article.withdrawn.is_some() {
            document.head.push_str("<meta name=\"robots\" content=\"noindex\">");
            return self.finish(document, Some(article.month()));
        }
        if let Some((address, path)) = self.address.zip(page.route.oembed()) {
            let title = format!(" type=\"{}\" title=\"{}\"", routes::OEMBED_TYPE, escape(article.headline.as_str()));
            document.link("alternate", &format!("{address}{path}"), &title);
        }
        let data = self.structured_data(page, article, &description);
        // A data block: a content security policy stops only scripts that run.
        let data = data.to_string().replace('<', "\\u003c");
        let _ = write!(document.head, "<script type=\"application/ld+json\">{data}</script>");
        self.finish(document, Some(article.month()))
    }

    /// A page that is no article.
    pub fn list(&self, page: &Page) -> String {
        let masthead = page.masthead();
        let title = reader::title::title(page);
        let own = title.strip_suffix(&format!(" — {}", masthead.title)).unwrap_or(&title);
        let description = match &page.content {
            Content::List(list) if !list.subtitle.is_empty() => &list.subtitle,
            _ if masthead.description.is_empty() => &title,
            _ => &masthead.description,
        };
        let mut document = self.document(page, own, description, "website");
        if let PageId::Front | PageId::Archive = page.route.place {
            for masthead in self.mastheads.iter().filter(|other| other.language != masthead.language) {
                let route = Route::new(&masthead.language, self.main_language(), page.route.place.clone());
                document.alternate(&masthead.language, &route);
            }
        }
        self.finish(document, None)
    }

    /// A page that may be shown at any address: it has a script of its own in place of the app.
    pub fn anywhere(&self, page: &Page, script: &str, after: &str) -> String {
        let policy = format!("{};script-src {};connect-src 'self'", self.policy(), shell::source_of(script));
        let title = escape(reader::title::title(page)).into_owned();
        let head = format!("<title>{title}</title><meta name=\"robots\" content=\"noindex\">");
        let end = format!("{after}<script>{script}</script>");
        let (language, body) = (&page.masthead().language, &prerender::render(page));
        self.html(&Html {
            language,
            policy: &policy,
            head: &head,
            style: &self.shell.style,
            attributes: "",
            body,
            end: &end,
        })
    }

    /// The page that starts the app without any content: `body` is what it shows when that fails, `head` and `styles`
    /// what it has of its own.
    ///
    /// All its addresses begin with `./`, by which the service worker makes them those of any page.
    pub fn offline(&self, body: &str, head: &str, styles: &[&str]) -> String {
        let root = "./";
        let head = format!("{head}{}", self.links(root));
        // Readers come by it for long, and editions bring them mirrors of which it knows nothing.
        let policy = self.app_policy(styles, &format!("{} https:", self.mirror_sources()));
        let key = self.key_attribute();
        let attributes = format!(" data-root=\"{root}\" data-offline{key}");
        let (language, end) = (self.main_language(), &self.app(root));
        self.html(&Html {
            language,
            policy: &policy,
            head: &head,
            style: &self.shell.style,
            attributes: &attributes,
            body,
            end,
        })
    }

    /// A page that others show in a frame of theirs: it has neither the app nor the look of the other pages. `policy` is
    /// what it may do beside showing its own style.
    pub fn framed(
        &self,
        language: &Language,
        title: &str,
        style: &str,
        policy: &str,
        attributes: &str,
        body: [&str; 2],
    ) -> String {
        let policy = format!(
            "default-src 'none';style-src {}{policy};base-uri 'none';form-action 'none'",
            shell::source_of(style)
        );
        let head = format!("<title>{}</title><meta name=\"robots\" content=\"noindex\">", escape(title));
        let [body, end] = body;
        self.html(&Html { language, policy: &policy, head: &head, style, attributes, body, end })
    }

    fn document<'a>(&self, page: &'a Page, title: &str, description: &str, kind: &str) -> Document<'a> {
        let masthead = page.masthead();
        let mut document = Document { page, head: format!("<title>{}</title>", escape(reader::title::title(page))) };
        if !description.is_empty() {
            let _ = write!(document.head, "<meta name=\"description\" content=\"{}\">", escape(description));
        }
        if let Some(address) = self.address {
            let url = format!("{address}{}", page.route.path());
            document.link("canonical", &url, "");
            document.property("og:url", &url);
        }
        document.property("og:title", title);
        document.property("og:type", kind);
        document.property("og:site_name", &masthead.title);
        if !description.is_empty() {
            document.property("og:description", description);
        }
        let title = format!(" title=\"{}\"", escape(masthead.title.as_str()));
        for (file, media_type) in [(routes::ATOM_FEED, routes::ATOM_TYPE), (routes::JSON_FEED, routes::JSON_FEED_TYPE)]
        {
            let href = format!("{}{}", page.route.root(), routes::feed(page.route.language.as_ref(), file));
            document.link("alternate", &href, &format!(" type=\"{media_type}\"{title}"));
        }
        document
    }

    fn finish(&self, mut document: Document<'_>, month: Option<&str>) -> String {
        let root = document.page.route.root();
        document.head.push_str(&self.links(&root));
        let month = month.map(|month| format!(" data-month=\"{}\"", escape(month))).unwrap_or_default();
        let (key, is_front) = (self.key_attribute(), document.page.route.place == PageId::Front);
        let floor = self.floor.filter(|_| is_front).map(|floor| format!(" data-floor=\"{floor}\"")).unwrap_or_default();
        let attributes = format!(" data-root=\"{root}\"{month}{key}{floor}");
        let (policy, end) = (self.app_policy(&[], &self.mirror_sources()), self.app(&root));
        let (language, body) = (&document.page.masthead().language, &prerender::render(document.page));
        self.html(&Html {
            language,
            policy: &policy,
            head: &document.head,
            style: &self.shell.style,
            attributes: &attributes,
            body,
            end: &end,
        })
    }

    /// Where else the app may ask, for a content policy.
    fn mirror_sources(&self) -> String {
        self.mirrors.iter().map(|mirror| format!(" {}", escape(*mirror))).collect()
    }

    fn key_attribute(&self) -> String {
        self.key.as_ref().map(key_attribute).unwrap_or_default()
    }

    /// The icons, and what makes an app of the site.
    fn links(&self, root: &str) -> String {
        let mut links = String::new();
        for (relation, icon) in [("icon", self.icons.tab), ("apple-touch-icon", self.icons.home)] {
            if let Some(icon) = icon {
                let _ = write!(links, "<link rel=\"{relation}\" href=\"{root}{icon}\">");
            }
        }
        if let Some(name) = self.app_name {
            let _ = write!(links, "<meta name=\"apple-mobile-web-app-title\" content=\"{}\">", escape(name));
        }
        let _ = write!(links, "<link rel=\"manifest\" href=\"{root}{}\">", routes::WEB_APP_MANIFEST);
        links
    }

    /// The element that starts the app.
    fn app(&self, root: &str) -> String {
        format!("<script type=\"module\" src=\"{root}{}\"></script>", self.shell.script)
    }

    /// What every page may do: show its own style and the pictures of the site, and nothing else.
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

    /// What a page with the app may do besides: load it, and what it asks the site and its mirrors for.
    fn app_policy(&self, styles: &[&str], mirrors: &str) -> String {
        format!(
            "{};script-src 'self' 'wasm-unsafe-eval';connect-src 'self'{mirrors};manifest-src 'self';worker-src 'self';frame-src 'self'",
            self.policy_with(styles)
        )
    }

    fn html(&self, html: &Html<'_>) -> String {
        let Html { language, policy, head, style, attributes, body, end } = html;
        let direction = language.direction().as_str();
        // The policy comes before all that it is to hold for.
        format!(
            "<!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\"{attributes}><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
             <meta name=\"referrer\" content=\"no-referrer\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             {head}<style id=\"offprint-style\">{style}</style></head><body><div id=\"{ROOT}\">{body}</div>{end}</body></html>\n"
        )
    }
}

impl Document<'_> {
    fn link(&mut self, relation: &str, href: &str, more: &str) {
        let _ = write!(self.head, "<link rel=\"{relation}\" href=\"{}\"{more}>", escape(href));
    }

    fn property(&mut self, name: &str, content: &str) {
        let _ = write!(self.head, "<meta property=\"{name}\" content=\"{}\">", escape(content));
    }

    fn alternate(&mut self, language: &Language, route: &Route) {
        self.link("alternate", &self.page.route.href(route), &format!(" hreflang=\"{language}\""));
    }
}

/// What names a site that is signed in its pages, and stands in no other one.
pub fn key_attribute(key: &Hash) -> String {
    format!(" data-key=\"{key}\"")
}

#[cfg(test)]
pub(crate) mod tests {
    use edition::page::Medium;

    use super::*;
    use crate::fixtures::{article, shell};

    /// The masthead of a paper that has nothing else.
    pub(crate) fn masthead() -> Masthead {
        Masthead::new(Language::new("en"), "The <Lantern>")
    }

    /// What the pages of those papers share.
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
