//! Writes `sitemap.xml`, for search engines: see <https://www.sitemaps.org/protocol.html>.

use edition::routes::{PageId, Route};
use model::Language;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use newsroom::prepare::PreparedPaper;
use site::Site;

/// The most addresses that the sitemap protocol allows in one file.
const MAX_ADDRESSES: usize = 50_000;

/// The most bytes that the sitemap protocol allows in one file, uncompressed.
const MAX_BYTES: usize = 50 * 1024 * 1024;

/// The path of the sitemap.
pub(crate) const SITEMAP: &str = "sitemap.xml";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const LINKS: &str = "http://www.w3.org/1999/xhtml";

/// A page that search engines should know.
struct Address {
    url: String,
    modified: Option<String>,
    /// The same page in all its languages, itself included; empty if it has only one.
    languages: Vec<(Language, String)>,
}

/// Adds the sitemap. Writes an index and several files if one file would exceed the limits.
pub fn add(address: &str, papers: &[PreparedPaper], main: &Language, site: &mut Site) -> anyhow::Result<()> {
    let mut files = split(&addresses(address, papers, main), MAX_ADDRESSES, MAX_BYTES)?;
    if files.len() == 1 {
        site.extend(files.pop().map(|file| (SITEMAP.to_owned(), file)));
        return Ok(());
    }
    let mut names = Vec::new();
    for (number, file) in (1..).zip(files) {
        let name = format!("sitemap-{number}.xml");
        names.push(format!("{address}{name}"));
        site.insert(name, file);
    }
    site.insert(SITEMAP.to_owned(), index(&names)?);
    Ok(())
}

/// Makes files that keep the limits, in the order of the addresses.
fn split(addresses: &[Address], max_addresses: usize, max_bytes: usize) -> anyhow::Result<Vec<Vec<u8>>> {
    if addresses.len() <= max_addresses {
        let file = sitemap(addresses)?;
        if file.len() <= max_bytes || addresses.len() < 2 {
            return Ok(vec![file]);
        }
    }
    let middle = addresses.len().div_ceil(2);
    let (first, second) = addresses.split_at(if addresses.len() > max_addresses { max_addresses } else { middle });
    let mut files = split(first, max_addresses, max_bytes)?;
    files.extend(split(second, max_addresses, max_bytes)?);
    Ok(files)
}

fn addresses(address: &str, papers: &[PreparedPaper], main: &Language) -> Vec<Address> {
    let url = |language: &Language, place: PageId| format!("{address}{}", Route::new(language, main, place).path());
    let mut addresses = Vec::new();
    let fronts: Vec<(Language, String)> = papers
        .iter()
        .map(|paper| (paper.masthead.language.clone(), url(&paper.masthead.language, PageId::Front)))
        .collect();
    for (_, front) in &fronts {
        let languages = if fronts.len() > 1 { fronts.clone() } else { Vec::new() };
        addresses.push(Address { url: front.clone(), modified: None, languages });
    }
    let articles = papers.iter().flat_map(|paper| &paper.articles).map(|read| &read.article);
    for article in articles.filter(|article| article.withdrawn.is_none()) {
        let own_url = url(&article.language, PageId::Article(article.slug.clone()));
        let others = article.translations.iter().map(|translation| {
            let place = PageId::Article(translation.slug.clone());
            (translation.language.clone(), url(&translation.language, place))
        });
        let mut languages: Vec<(Language, String)> = others.collect();
        if !languages.is_empty() {
            languages.insert(0, (article.language.clone(), own_url.clone()));
        }
        let modified = article.updated.as_ref().or(article.published.as_ref()).map(|date| date.iso.clone());
        addresses.push(Address { url: own_url, modified, languages });
    }
    addresses
}

fn sitemap(addresses: &[Address]) -> anyhow::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new("urlset").with_attributes([("xmlns", NAMESPACE), ("xmlns:xhtml", LINKS)]);
    writer.write_event(Event::Start(root))?;
    for address in addresses {
        writer.write_event(Event::Start(BytesStart::new("url")))?;
        write_text(&mut writer, "loc", &address.url)?;
        if let Some(modified) = &address.modified {
            write_text(&mut writer, "lastmod", modified)?;
        }
        for (language, url) in &address.languages {
            let attributes = [("rel", "alternate"), ("hreflang", language.as_str()), ("href", url)];
            writer.write_event(Event::Empty(BytesStart::new("xhtml:link").with_attributes(attributes)))?;
        }
        writer.write_event(Event::End(BytesEnd::new("url")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("urlset")))?;
    Ok(writer.into_inner())
}

fn index(files: &[String]) -> anyhow::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::Start(BytesStart::new("sitemapindex").with_attributes([("xmlns", NAMESPACE)])))?;
    for file in files {
        writer.write_event(Event::Start(BytesStart::new("sitemap")))?;
        write_text(&mut writer, "loc", file)?;
        writer.write_event(Event::End(BytesEnd::new("sitemap")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("sitemapindex")))?;
    Ok(writer.into_inner())
}

fn write_text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> anyhow::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(text)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_languages() {
        let ru = (Language::new("ru"), "https://a.example/ru/?a&b".to_owned());
        let address = Address { url: "https://a.example/".to_owned(), modified: None, languages: vec![ru] };
        let text = String::from_utf8(sitemap(&[address]).expect("a sitemap")).expect("text");
        assert!(
            text.contains(r#"<xhtml:link rel="alternate" hreflang="ru" href="https://a.example/ru/?a&amp;b"/>"#),
            "{text}"
        );
    }

    #[test]
    fn a_file_keeps_both_limits() {
        let address = |number: u32| Address {
            url: format!("https://a.example/{number:04}/"),
            modified: None,
            languages: Vec::new(),
        };
        let addresses: Vec<Address> = (0..1000).map(address).collect();
        let urls = |file: &Vec<u8>| String::from_utf8_lossy(file).matches("<loc>").count();
        let counts = |files: Vec<Vec<u8>>| files.iter().map(urls).collect::<Vec<_>>();
        assert_eq!(counts(split(&addresses, 1000, 1 << 20).expect("files")), [1000]);
        assert_eq!(counts(split(&addresses, 400, 1 << 20).expect("files")), [400, 400, 200]);
        let limited = split(&addresses, 1000, 10_000).expect("files");
        assert!(limited.iter().all(|file| file.len() <= 10_000));
        assert_eq!(counts(limited).iter().sum::<usize>(), 1000);
        assert_eq!(counts(split(&[], 10, 10_000).expect("files")), [0]);
    }
}
