//! Removes paragraphs that belong to the site, not to the article: invitations to follow the paper and appeals.
//!
//! The built-in rules know English, Russian, Ukrainian and Persian. They match whole paragraphs, outside quotation
//! marks, and an appeal only at the end of a text: losing a paragraph of an article is worse than keeping one of the
//! site's. An invitation to follow somebody else is part of the story.

mod paper;

use std::sync::LazyLock;

use model::{Block, Inline, LinkTarget, text};
use regex::Regex;

use self::paper::Paper;
use crate::config::Newsroom;
use crate::read::{SiteLine, SiteLineKind, constant_regex, embed, line};

/// The maximum length of an invitation to follow the paper. Longer paragraphs are part of the story.
const MAX_FOLLOW_LENGTH: usize = 240;
const MAX_APPEAL_PARAGRAPH_LENGTH: usize = 420;
/// The maximum length of a paragraph before the request.
const MAX_OPENING_LENGTH: usize = 160;
const MAX_APPEAL_PARAGRAPHS: usize = 8;

/// The names of services in Latin letters.
const SERVICES: &str = "telegram|twitter|x|facebook|instagram|youtube|tiktok|whatsapp|signal|viber|mastodon|bluesky|threads|\
    linkedin|vk|substack|patreon|rss|discord|social media|social networks";

/// The first letters of services' names in Cyrillic.
const CYRILLIC_SERVICES: &str = "телеграм|телеґрам|твиттер|твітер|фейсбук|инстаграм|інстаграм|ютуб|ютьюб|вконтакте|тикток|тікток|\
    вотсап|ватсап|вайбер|сигнал|соцсет|соцмереж|социальных сет|дзен|одноклассник";

/// Invitations to follow the paper. `{services}` stands for names of services, `{latin}` for those in Latin letters.
static FOLLOW: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let latin = format!("(?:{SERVICES})");
    let services = format!("(?:{SERVICES}|{CYRILLIC_SERVICES})");
    [
        // English. A name has a capital, so that "follow the money on Telegram" does not match.
        r"^(?i:(?:you can |please |also,? |don['’]t forget to )*follow) (?i:us|our [^.!?:]{1,40}|@\w+|(?:the )?(?-i:\p{Lu})\S*(?: \S+){0,4}?) (?i:on|in|via|at|through) (?i:.{0,40}\b)?(?i:{latin})\b",
        r"^(?i:follow us|find us|join us|read us|watch us|listen to us|we are) (?i:on|in|via) (?i:.{0,40}\b)?(?i:{latin})\b",
        r"^(?i:(?:please |you can )?(?:subscribe to|sign up (?:for|to)|join)) (?i:our|(?:the )?(?-i:\p{Lu})[\w’'.-]*(?: \p{Lu}[\w’'.-]*){0,3}['’]s) (?i:[^.!?:]{0,60}\b)(?i:newsletter|channel|podcast|mailing list|feed|group|chat|{latin})\b",
        r"^(?i:our|(?:the )?(?-i:\p{Lu})[\w’']+['’]s) (?i:{latin}) (?i:channel|page|account|feed)\s*[:—–-]",
        // Russian.
        r"^(?i:(?:чтобы не пропустить \P{P}{0,60}, )?(?:подписывайтесь|подпишитесь|подпишись)) (?i:на) (?i:.{0,60}\b)?(?i:канал|рассылк|подкаст|страниц|новости|нас|{services})",
        r"^(?i:читайте|смотрите|слушайте|ищите) (?i:нас|.{0,40}) (?i:в|во|на) (?i:.{0,20}\b)?(?i:{services})",
        r"^(?i:следите за (?:нами|нашими \w+|новостями) .{0,30}(?:в|на) )(?i:.{0,20}\b)?(?i:{services})",
        r"^(?i:присоединяйтесь к (?:нам|нашему|нашей) .{0,40})(?i:канал|групп|чат|{services})",
        r"^(?i:мы (?:есть )?в |наш(?:а|и)? )(?i:{services})\p{L}*(?i:[ -]?(?:канал|чат|бот|группа|страница))?\s*[:—–-]",
        // Ukrainian.
        r"^(?i:підписуйтесь|підписуйтеся|підпишіться|підпишись) (?i:на) (?i:.{0,60}\b)?(?i:канал|розсилк|подкаст|сторінк|новини|нас|{services})",
        r"^(?i:читайте|дивіться|слухайте|шукайте) (?i:нас|.{0,40}) (?i:в|у|на) (?i:.{0,20}\b)?(?i:{services})",
        r"^(?i:стежте|слідкуйте) (?i:за (?:нами|нашими \w+|новинами)) (?i:.{0,30}\b)?(?i:{services})",
        r"^(?i:(?:приєднуйтесь|приєднуйтеся|долучайтеся|долучайтесь) до (?:нас|нашого|нашої) .{0,40})(?i:канал|груп|чат|{services})",
        r"^(?i:ми (?:є )?(?:в|у) |наш(?:а|і)? )(?i:{services})\p{L}*(?i:[ -]?(?:канал|чат|бот|група|сторінка))?\s*[:—–-]",
        // Persian.
        r"^ما را (?:در|روی|از طریق) .{0,60}(?:دنبال کنید|بخوانید|ببینید|بشنوید)",
        r"^(?:به|در) (?:کانال|صفحه|گروه|خبرنامه)[\x{200c}\p{L} ]{0,40}ما .{0,40}(?:بپیوندید|عضو شوید|مشترک شوید)",
        r"^(?:کانال|صفحه) (?:تلگرام|اینستاگرام|توییتر|فیسبوک|یوتیوب)[\x{200c}\p{L} ]{0,10} ما\s*[:：]",
    ]
    .iter()
    .map(|pattern| constant_regex(&pattern.replace("{services}", &services).replace("{latin}", &latin)))
    .collect()
});

/// Explicit requests for support. An appeal must contain one.
static ASKS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i)\b(?:please|you can|help us by|consider) (?:support|supporting|donat\w+)(?: to)? (?:(?-i:us)\b|our (?:\w+ )?(?:work|journalis\w+|newsroom|report\w+|editor\w+|team|\w*papers?|magazine|site|website|project|mission|coverage|publication)\b|(?:the |this )?(?:newsroom|(?:\w+ )?journalism|(?:independent|free) (?:media|press|journalis\w+)))",
        r"(?i)^(?:support|donate to) (?:(?-i:us)\b|our (?:\w+ )?(?:work|journalis\w+|newsroom|report\w+|editor\w+|team|\w*papers?|magazine|site|website|project)\b|independent (?:journalism|media))",
        // The donation is for "us", or regular: otherwise the story itself explains how to help people.
        r"(?i)\b(?:help|support) (?:(?-i:us)|our)\b.{0,80}\b(?:sign(?:ing)? up for|set(?:ting)? up|make|making|start(?:ing)?|give|giving) a (?:recurring|monthly|regular|one-time|small) (?:donation|contribution|payment)",
        r"(?i)\bplease\b.{0,80}\b(?:sign(?:ing)? up for|set(?:ting)? up|start(?:ing)?) a (?:recurring|monthly|regular) (?:donation|contribution|payment)",
        r"(?i)^(?:sign up for|set up|make|start|give) a (?:recurring|monthly|regular|one-time|small) (?:donation|contribution|payment)",
        r"(?i)^(?:please )?(?:become|join as) (?:a|our) (?:member|patron|supporter|subscriber|donor)",
        r"(?i)\bwe (?:need|depend on|rely on|count on|ask for) your (?:support|donations?|contributions?)",
        r"(?i)\b(?:поддержите|поддержи) (?:нас|наш\w*|редакци\w*|независим\w* (?:журналист|редакц|сми|медиа)\w*|(?:проект|работу)(?:[.!]|$))",
        r"(?i)\b(?:оформите|оформить|подпишитесь на|сделайте|сделать) (?:\w+ )?(?:регулярн\w+|ежемесячн\w+|разов\w+|небольш\w+)?\s*(?:пожертвовани\w+|донат\w*|плат[её]ж\w*|взнос\w*)",
        r"(?i)\b(?:помогите|помоги) (?:нам|нашей|редакции)\b",
        r"(?i)\b(?:станьте|стань) (?:нашим\w* )?(?:патрон\w*|спонсор\w*|соучастни\w*|подписчик\w*|другом редакции)",
        r"(?i)\bнам (?:очень )?(?:нужна|необходима) ваша (?:помощь|поддержка)",
        r"(?i)\b(?:підтримайте|підтримай) (?:нас|наш\w*|редакці\w*|незалежн\w* (?:журналіст|редакц|змі|медіа)\w*|(?:проєкт|роботу)(?:[.!]|$))",
        r"(?i)\b(?:оформіть|зробіть|підпишіться на) (?:\w+ )?(?:регулярн\w+|щомісячн\w+|разов\w+|невелик\w+)?\s*(?:пожертв\w*|донат\w*|внес\w*|плат[ії]ж\w*)",
        r"(?i)\b(?:допоможіть|допоможи) (?:нам|нашій|редакції)",
        r"(?i)\b(?:станьте|стань) (?:нашим\w* )?(?:патрон\w*|спонсор\w*|спільнокоштниц\w*|спільнокоштівц\w*|учасни\w*)",
        r"(?i)\bнам (?:дуже )?(?:потрібна|необхідна) ваша (?:допомога|підтримка)",
        r"از (?:ما|کار ما|روزنامه|روزنامه‌نگاری) .{0,30}حمایت کنید|از ما حمایت کنید",
        r"(?:کمک|حمایت) مالی .{0,40}(?:کنید|بفرستید|بدهید)",
        r"به (?:کمک|حمایت|یاری) شما نیاز داریم",
    ]
    .iter()
    .map(|pattern| constant_regex(pattern))
    .collect()
});

/// Openings of an appeal, before the request.
static OPENS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i)\bthanks to (?:you\b|(?:its|our) (?:\w+ )?(?:readers|subscribers)|(?:our|your) (?:supporters|support|donors|donations|members|help))",
        r"(?i)^(?:dear (?:readers?|friends?)|if you (?:like|value|appreciate|enjoyed|find) (?:our|what we|this)|did you like this|help us\b|we (?:exist|work|survive|go on) )",
        r"(?i)\bблагодаря (?:вам\b|вашей|вашим|(?:нашим|своим|её|его) (?:читател|подписчик|донор)\w*|(?:поддержк|помощ)\w+ (?:читател|подписчик)\w*)",
        r"(?i)^(?:дорог(?:ие|ой) (?:читател|друзья|друг)|если вам (?:нравится|важн|понравил)|мы (?:работаем|существуем|выжили) )",
        r"(?i)\bзавдяки (?:вам\b|вашій|вашим|(?:нашим|своїм|її|його) (?:читач|підписник|донор)\w*|(?:підтримц|допомо)\w+ (?:читач|підписник)\w*)",
        r"(?i)^(?:дорог(?:і|ий) (?:читач|друзі|друже)|якщо вам (?:подобається|важлив|сподоба)|ми (?:працюємо|існуємо|вижили) )",
        r"^(?:خوانندگان عزیز|دوستان عزیز|به لطف (?:شما|حمایت)|با حمایت شما|اگر (?:کار ما|این گزارش))",
    ]
    .iter()
    .map(|pattern| constant_regex(pattern))
    .collect()
});

static QUOTED: LazyLock<Regex> = LazyLock::new(|| constant_regex(r#"“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*""#));

/// Removes quotations. Up to three words in quotation marks are a name and stay.
fn outside_quotations(text: &str) -> String {
    let replace = |captures: &regex::Captures<'_>| {
        let quoted = &captures[0];
        if quoted.split_whitespace().count() <= 3 { quoted.to_owned() } else { "“”".to_owned() }
    };
    QUOTED.replace_all(text, replace).into_owned()
}

/// A line of the site that was taken out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) line: SiteLine,
    /// `true` if it was in the middle of the text, and nothing proves that it is the paper's own.
    pub(super) doubtful: bool,
}

/// The owner of the channels that a paragraph invites readers to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Invitation {
    /// The newsroom's, by a rule in `offprint.toml` or an account that it lists.
    Own,
    /// The newsroom's, as far as the words say.
    Likely,
    /// Somebody else's: it is part of the story.
    Other,
    /// It is no invitation.
    None,
}

/// Removes the paragraphs of the site from a text and returns them.
pub(super) fn take(blocks: &mut Vec<Block>, newsroom: &Newsroom) -> Vec<Taken> {
    let appeal = appeal_start(blocks, newsroom);
    let paper = Paper::new(newsroom);
    let mut taken = Vec::new();
    let mut kept = Vec::with_capacity(blocks.len());
    for (index, block) in std::mem::take(blocks).into_iter().enumerate() {
        let in_appeal = appeal.is_some_and(|start| index >= start);
        match &block {
            Block::Divider(()) if in_appeal => {}
            Block::Paragraph(content) | Block::Heading(model::block::Heading { content, .. }) => {
                let text = text::of_inlines(content).trim().to_owned();
                let invitation = invitation(content, &text, newsroom, &paper);
                let is_follow = matches!(invitation, Invitation::Own | Invitation::Likely);
                let is_paragraph = matches!(block, Block::Paragraph(_));
                if invitation == Invitation::Other || !(in_appeal || (is_paragraph && is_follow)) {
                    kept.push(block);
                    continue;
                }
                let kind = if is_follow { SiteLineKind::Follow } else { SiteLineKind::Appeal };
                let line = SiteLine { kind, text, address: address_in(content), line: None };
                taken.push((kept.len(), Taken { line, doubtful: !in_appeal && invitation == Invitation::Likely }));
            }
            _ => kept.push(block),
        }
    }
    let end = kept
        .iter()
        .rposition(|block| !matches!(block, Block::Divider(()) | Block::Footnote(_)))
        .map_or(0, |last| last + 1);
    if !taken.is_empty() {
        // A divider between the article and the site's lines is now useless.
        while matches!(kept.last(), Some(Block::Divider(()))) {
            kept.pop();
        }
    }
    *blocks = kept;
    let in_the_middle = |place: usize| place < end;
    let taken =
        taken.into_iter().map(|(place, taken)| Taken { doubtful: taken.doubtful && in_the_middle(place), ..taken });
    taken.collect()
}

fn invitation(content: &[Inline], text: &str, newsroom: &Newsroom, paper: &Paper) -> Invitation {
    if newsroom.rules.follow.iter().any(|rule| rule.is_match(text)) {
        return Invitation::Own;
    }
    if text.chars().count() > MAX_FOLLOW_LENGTH || sentences(text) > 2 {
        return Invitation::None;
    }
    let plain = outside_quotations(text);
    let Some(found) = FOLLOW.iter().find_map(|rule| rule.find(&plain)) else { return Invitation::None };
    if paper.is_other(content, &plain, found.as_str()) {
        return Invitation::Other;
    }
    if paper.lists_channels() { Invitation::Own } else { Invitation::Likely }
}

fn sentences(text: &str) -> usize {
    let ends = text.char_indices().filter(|(at, character)| {
        matches!(character, '.' | '!' | '?' | '…' | '؟')
            && text[at + character.len_utf8()..].chars().next().is_none_or(char::is_whitespace)
    });
    ends.count().max(1)
}

/// Returns a rule for requests that name the paper.
fn title_rule(newsroom: &Newsroom) -> Option<Regex> {
    let titles: Vec<String> = newsroom.title.texts().filter(|title| !title.is_empty()).map(regex::escape).collect();
    let titles = titles.join("|");
    let pattern = format!(
        r#"(?i)(?:^|\b(?:please|you can|help us by|consider) )(?:support|supporting|donat\w+ to|поддержите|поддержи|підтримайте|підтримай) [«“"]?(?:{titles})(?:\W|$)"#
    );
    Regex::new(&pattern).ok().filter(|_| !titles.is_empty())
}

/// Finds the beginning of the paragraphs that form an appeal at the end of a text.
fn appeal_start(blocks: &[Block], newsroom: &Newsroom) -> Option<usize> {
    // An article keeps at least one paragraph of its own.
    let first = blocks.iter().position(|block| !matches!(block, Block::Divider(()) | Block::Heading(_)))? + 1;
    let tail: Vec<(usize, String)> = blocks
        .iter()
        .enumerate()
        .skip(first)
        .rev()
        .map_while(|(index, block)| match block {
            Block::Paragraph(content) => Some((index, text::of_inlines(content))),
            Block::Heading(heading) => Some((index, text::of_inlines(&heading.content))),
            Block::Divider(()) => Some((index, String::new())),
            _ => None,
        })
        .take_while(|(_, text)| text.chars().count() <= MAX_APPEAL_PARAGRAPH_LENGTH)
        .take(MAX_APPEAL_PARAGRAPHS)
        .collect();
    let own = |text: &str| newsroom.rules.appeal.iter().any(|rule| rule.is_match(text.trim()));
    if let Some((index, _)) = tail.iter().rev().find(|(_, text)| own(text)) {
        return Some(*index);
    }
    let plain: Vec<(usize, String)> =
        tail.iter().rev().map(|(index, text)| (*index, outside_quotations(text.trim()))).collect();
    let title = title_rule(newsroom);
    let asks = |text: &str| ASKS.iter().chain(&title).any(|rule| rule.is_match(text));
    let opens = |text: &str| OPENS.iter().any(|rule| rule.is_match(text));
    // A long text after the last request is part of the story.
    let last_request = plain.iter().rposition(|(_, text)| asks(text))?;
    let after: usize = plain[last_request + 1..].iter().map(|(_, text)| text.chars().count()).sum();
    if after > MAX_FOLLOW_LENGTH {
        return None;
    }
    // Go up from the request past short paragraphs to the opening of the appeal.
    let short = |text: &str| text.chars().count() <= MAX_OPENING_LENGTH;
    let above = plain[..last_request].iter().rev().take_while(|(_, text)| short(text) || asks(text));
    let first = above.filter(|(_, text)| asks(text) || opens(text)).last();
    first.or(plain.get(last_request)).map(|(index, _)| *index)
}

fn address_in(content: &[Inline]) -> Option<String> {
    content.iter().find_map(|inline| match inline {
        Inline::Link(link) => match &link.target {
            LinkTarget::Address(address) => embed::web_address(address),
            LinkTarget::Article { .. } | LinkTarget::Fragment(_) => None,
        },
        Inline::Text(text) => {
            let start = text.find("https://").or_else(|| text.find("http://"))?;
            let word = text[start..].split_whitespace().next()?;
            embed::web_address(word.trim_end_matches(['.', ',', ')', '!', ';', '»', '”']))
        }
        other => address_in(line::content(other)),
    })
}

#[cfg(test)]
mod tests;
