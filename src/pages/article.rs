//! An article with all that the newsroom knows of it.

use leptos::prelude::*;
use messages::{ELEMENT, native_name};
use model::{Article, Masthead};

use crate::actions::{Action, Scope};
use crate::article::facts::{CORRECTIONS, facts};
use crate::article::picture::figure;
use crate::article::{blocks, inlines};
use crate::components::date::date;
use crate::components::picture::Loading;
use crate::components::reading_time::reading_time;
use crate::components::teaser::article_link;
use crate::context::PageContext;
use edition::page::Medium;
use edition::routes::{ListPage, PageId};
use updates::{Command, OfflineItem};

/// An article.
pub fn article(scene: PageContext<'_>, article: &Article) -> AnyView {
    if article.withdrawn.is_some() {
        return view! { <article class="article">{story(scene, article)}</article> }.into_any();
    }
    view! {
        <article class="article">{story(scene, article)}{actions(scene, article)}</article>
        {appeal(scene)}
        {related(scene, article)}
        {neighbours(scene, article)}
    }
    .into_any()
}

/// The story itself, with all that is known of it.
pub(crate) fn story(scene: PageContext<'_>, article: &Article) -> AnyView {
    view! {
        {head(scene, article)}
        {standing(scene, article)}
        {article.picture.as_ref().map(|picture| figure(scene, picture, Loading::Eager))}
        <div class="body">{blocks(scene, &article.body)}</div>
        {facts(scene, article)}
    }
    .into_any()
}

fn head(scene: PageContext<'_>, article: &Article) -> AnyView {
    let sections = &scene.page.masthead().sections;
    let section =
        sections.iter().find(|section| article.section.as_ref() == Some(&section.identifier)).map(|section| {
            let href = scene.href(PageId::Section(ListPage::newest(section.identifier.clone())));
            view! { <p class="kicker"><a href=href>{section.name.clone()}</a></p> }.into_any()
        });
    let lead =
        (!article.lead.is_empty()).then(|| view! { <p class="lead">{inlines(scene, &article.lead)}</p> }.into_any());
    view! {
        <header class="article-head">
            {section}
            <h1>{article.headline.clone()}</h1>
            {lead}
            {byline(scene, article)}
            {translations(scene, article)}
        </header>
    }
    .into_any()
}

/// That the newsroom has taken the article back, or that something in it no longer holds.
fn standing(scene: PageContext<'_>, article: &Article) -> Option<AnyView> {
    let messages = scene.messages;
    let (title, sentence) = match &article.withdrawn {
        Some(reason) => (messages.withdrawn(), reason),
        None => (messages.outdated(), article.outdated.as_ref()?),
    };
    let sentence = sentence.clone();
    Some(
        view! { <aside class="box context" aria-label=title><p class="box-title">{title}</p><p>{sentence}</p></aside> }
            .into_any(),
    )
}

fn byline(scene: PageContext<'_>, article: &Article) -> AnyView {
    let messages = scene.messages;
    let authors: Vec<String> = article
        .authors
        .iter()
        .map(|author| match &author.role {
            Some(role) => format!("{} ({role})", author.name),
            None => author.name.clone(),
        })
        .collect();
    let authors = (!authors.is_empty()).then(|| {
        let line = messages.by(&authors.join(", "));
        view! { <span class="authors">{line}</span> }.into_any()
    });
    let published = match &article.published {
        Some(published) => date(published),
        None => view! { <span>{messages.undated()}</span> }.into_any(),
    };
    let updated = article.updated.as_ref().map(|updated| {
        let line = messages.updated(ELEMENT);
        let (before, after) = line.split_once(ELEMENT).unwrap_or((&line, ""));
        // An empty text would become a space.
        let [before, after] = [before, after].map(|text| (!text.is_empty()).then(|| text.to_owned()));
        view! { <span>{before}{date(updated)}{after}</span> }.into_any()
    });
    let corrected = (!article.corrections.is_empty())
        .then(|| view! { <a href=scene.page.anchor(CORRECTIONS)>{messages.corrected()}</a> }.into_any());
    let reading_time = reading_time(messages, article.words);
    view! {
        <p class="meta byline">
            {authors}
            {published}
            {updated}
            {corrected}
            {reading_time}
        </p>
    }
    .into_any()
}

fn translations(scene: PageContext<'_>, article: &Article) -> AnyView {
    if article.translations.is_empty() {
        return ().into_any();
    }
    let links: Vec<AnyView> = article
        .translations
        .iter()
        .map(|translation| {
            let language = &translation.language;
            let href = scene.href_in(language, PageId::Article(translation.slug.clone()));
            let tag = language.to_string();
            view! {
                <a href=href lang=tag.clone() hreflang=tag data-month=translation.month.clone()>
                    {native_name(language).to_owned()}
                </a>
            }
            .into_any()
        })
        .collect();
    view! { <p class="meta translations"><span>{scene.messages.also_in()}</span>{links}</p> }.into_any()
}

/// What can be done with the article. It is there before the app is, so that nothing changes when that comes.
fn actions(scene: PageContext<'_>, article: &Article) -> AnyView {
    let is_site = scene.page.medium == Medium::Site;
    let embed = is_site.then(|| {
        let name = scene.messages.embed();
        view! { <button type="button" class="plain" data-do=Action::Embed.text()>{name}</button> }.into_any()
    });
    let save = is_site.then(|| {
        let item = OfflineItem::Article(article.language.clone(), article.slug.clone());
        let save = Action::Command(Command::Keep(item));
        let name = scene.messages.save();
        view! { <button type="button" class="plain" aria-pressed="false" data-do=save.text()>{name}</button> }
            .into_any()
    });
    let pass_on = Action::Share(Scope::Article);
    view! {
        <p class="article-actions">
            {save}
            <button type="button" class="plain" data-do=pass_on.text()>{scene.messages.share()}</button>
            {embed}
        </p>
    }
    .into_any()
}

/// What the newspaper asks of its readers: it belongs to the site, so it stands outside the article.
fn appeal(scene: PageContext<'_>) -> AnyView {
    let masthead: &Masthead = scene.page.masthead();
    let Some(appeal) = &masthead.appeal else {
        return ().into_any();
    };
    let paragraphs: Vec<AnyView> =
        appeal.paragraphs.iter().map(|paragraph| view! { <p>{paragraph.clone()}</p> }.into_any()).collect();
    let link = appeal.address.clone().map(|address| {
        view! { <p><a class="button" href=address rel="external noreferrer">{scene.messages.support()}</a></p> }
            .into_any()
    });
    // Giving may be held against a reader as passing on may.
    let warning: Vec<AnyView> = masthead
        .sharing
        .warning
        .iter()
        .map(|paragraph| view! { <p class="warning">{paragraph.clone()}</p> }.into_any())
        .collect();
    view! { <aside class="appeal" aria-label=scene.messages.appeal()>{paragraphs}{warning}{link}</aside> }.into_any()
}

fn related(scene: PageContext<'_>, article: &Article) -> AnyView {
    if article.related.is_empty() {
        return ().into_any();
    }
    let links: Vec<AnyView> =
        article.related.iter().map(|link| view! { <li>{article_link(scene, link)}</li> }.into_any()).collect();
    view! {
        <section class="related">
            <h2 class="small-title">{scene.messages.related()}</h2>
            <ul>{links}</ul>
        </section>
    }
    .into_any()
}

fn neighbours(scene: PageContext<'_>, article: &Article) -> AnyView {
    let messages = scene.messages;
    if article.newer.is_none() && article.older.is_none() {
        return ().into_any();
    }
    let link = |name: &'static str, link: &Option<model::ArticleLink>| {
        link.as_ref().map(|link| {
            view! { <p class="neighbour"><span class="small-title">{name}</span>{article_link(scene, link)}</p> }
                .into_any()
        })
    };
    view! {
        <nav class="neighbours" aria-label=messages.neighbours()>
            {link(messages.newer_article(), &article.newer)}
            {link(messages.older_article(), &article.older)}
        </nav>
    }
    .into_any()
}
