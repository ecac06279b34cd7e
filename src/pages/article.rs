//! The page of an article.

use leptos::prelude::*;
use messages::{ELEMENT, native_name};
use model::{Article, ArticleLink, Author, Translation};

use crate::actions::{Action, Scope};
use crate::article::facts::facts;
use crate::article::picture::figure;
use crate::article::{blocks, inlines};
use crate::components::button::ActionButton;
use crate::components::date::{Published, Time};
use crate::components::picture::Loading;
use crate::components::reading_time::ReadingTime;
use crate::components::teaser::LinkToArticle;
use crate::context::PageContext;
use crate::view::view;
use edition::identifiers::CORRECTIONS;
use edition::page::Medium;
use edition::routes::{ListPage, PageId};
use updates::{Command, OfflineItem};

/// Renders an article.
pub fn article(page: &PageContext, article: &Article) -> impl IntoView {
    // A withdrawn article cannot be shared and leads to no other article.
    let is_published = article.withdrawn.is_none();
    let around = is_published.then(|| view! { {appeal(page)}{related(page, article)}{neighbours(page, article)} });
    view! {
        <article class="article">{story(page, article)}{is_published.then(|| actions(page, article))}</article>
        {around}
    }
}

/// Renders the story itself, with its head, status and facts.
pub(crate) fn story(page: &PageContext, article: &Article) -> impl IntoView {
    view! {
        {head(page, article)}
        {status(page, article)}
        {article.picture.as_ref().map(|picture| figure(page, picture, Loading::Eager))}
        <div class="body">{blocks(page, &article.body)}</div>
        {facts(page, article)}
    }
}

fn head(page: &PageContext, article: &Article) -> impl IntoView {
    let sections = &page.masthead().sections;
    let section = sections.iter().find(|section| article.section.as_ref() == Some(&section.identifier));
    let section = section.map(|section| {
        let href = page.href(PageId::Section(ListPage::newest(section.identifier.clone())));
        view! { <p class="kicker"><a href=href>{section.name.clone()}</a></p> }
    });
    let lead = (!article.lead.is_empty()).then(|| view! { <p class="lead">{inlines(page, &article.lead)}</p> });
    view! {
        <header class="article-head">
            {section}
            <h1>{article.headline.clone()}</h1>
            {lead}
            {byline(page, article)}
            {translations(page, article)}
        </header>
    }
}

/// Renders a warning that the newsroom has withdrawn the article or calls it outdated.
fn status(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    let messages = page.messages;
    let (title, reason) = match &article.withdrawn {
        Some(reason) => (messages.withdrawn(), reason),
        None => (messages.outdated(), article.outdated.as_ref()?),
    };
    let reason = reason.clone();
    Some(view! { <aside class="box context" aria-label=title><p class="box-title">{title}</p><p>{reason}</p></aside> })
}

fn byline(page: &PageContext, article: &Article) -> impl IntoView {
    let messages = page.messages;
    let author = |author: &Author| match &author.role {
        Some(role) => format!("{} ({role})", author.name),
        None => author.name.clone(),
    };
    let authors: Vec<String> = article.authors.iter().map(author).collect();
    let authors = (!authors.is_empty()).then(|| {
        let line = messages.by(&authors.join(", "));
        view! { <span class="authors">{line}</span> }
    });
    let updated = article.updated.clone().map(|date| {
        let line = messages.updated(ELEMENT);
        let (before, after) = line.split_once(ELEMENT).unwrap_or((&line, ""));
        // Leptos renders an empty text as a space.
        let [before, after] = [before, after].map(|text| (!text.is_empty()).then(|| text.to_owned()));
        view! { <span>{before}<Time date />{after}</span> }
    });
    let corrected = (!article.corrections.is_empty())
        .then(|| view! { <a href=page.anchor(CORRECTIONS)>{messages.corrected()}</a> });
    view! {
        <p class="meta byline">
            {authors}
            <Published messages date=article.published.clone() />
            {updated}
            {corrected}
            <ReadingTime messages words=article.words />
        </p>
    }
}

fn translations(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    let link = |translation: &Translation| {
        let language = &translation.language;
        let href = page.href_in(language, PageId::Article(translation.slug.clone()));
        let tag = language.to_string();
        view! {
            // Only the name has the other language, so the dot before it follows this page's direction.
            <a href=href hreflang=tag data-month=translation.month.clone()>
                <bdi lang=tag.clone()>{native_name(language).to_owned()}</bdi>
            </a>
        }
    };
    (!article.translations.is_empty()).then(|| {
        let links = article.translations.iter().map(link).collect_view();
        view! { <p class="meta translations"><span>{page.messages.also_in()}</span>{links}</p> }
    })
}

/// Renders the buttons of an article. Prerendered pages have them too, so nothing moves when the app starts.
fn actions(page: &PageContext, article: &Article) -> impl IntoView {
    let messages = page.messages;
    let is_site = page.medium == Medium::Site;
    let save = is_site.then(|| {
        let item = OfflineItem::Article(article.language.clone(), article.slug.clone());
        let action = Action::Command(Command::Keep(item)).text();
        view! { <button type="button" class="plain" aria-pressed="false" data-do=action>{messages.save()}</button> }
    });
    let embed = is_site.then(|| view! { <ActionButton action=Action::Embed name=messages.embed() class="plain" /> });
    view! {
        <p class="article-actions">
            {save}
            <ActionButton action=Action::Share(Scope::Article) name=messages.share() class="plain" />
            {embed}
        </p>
    }
}

/// Renders the newspaper's appeal to its readers. It belongs to the site, so it is outside the article.
fn appeal(page: &PageContext) -> Option<impl IntoView> {
    let masthead = page.masthead();
    masthead.appeal.as_ref().map(|appeal| {
        let paragraphs = appeal.paragraphs.iter().map(|paragraph| view! { <p>{paragraph.clone()}</p> }).collect_view();
        // Supporting the newspaper can be as dangerous for a reader as sharing it.
        let warning = masthead.sharing.warning.iter();
        let warning = warning.map(|paragraph| view! { <p class="warning">{paragraph.clone()}</p> }).collect_view();
        let link = appeal.address.clone().map(|address| {
            view! { <p><a class="button" href=address rel="external noreferrer">{page.messages.support()}</a></p> }
        });
        view! { <aside class="appeal" aria-label=page.messages.appeal()>{paragraphs}{warning}{link}</aside> }
    })
}

fn related(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    (!article.related.is_empty()).then(|| {
        let links = article.related.iter().cloned().map(|link| view! { <li><LinkToArticle link /></li> });
        view! {
            <section class="related">
                <h2 class="small-title">{page.messages.related()}</h2>
                <ul>{links.collect_view()}</ul>
            </section>
        }
    })
}

fn neighbours(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    let messages = page.messages;
    let neighbour = |name: &'static str, link: &Option<ArticleLink>| {
        link.clone().map(|link| {
            view! { <p class="neighbour"><span class="small-title">{name}</span><LinkToArticle link /></p> }
        })
    };
    (article.newer.is_some() || article.older.is_some()).then(|| {
        view! {
            <nav class="neighbours" aria-label=messages.neighbours()>
                {neighbour(messages.newer_article(), &article.newer)}
                {neighbour(messages.older_article(), &article.older)}
            </nav>
        }
    })
}
