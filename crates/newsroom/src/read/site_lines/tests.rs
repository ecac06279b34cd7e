//! The rules remove the site's lines and, above all, leave the story.

use super::*;

fn newsroom() -> Newsroom {
    crate::read::tests::newsroom(
        "title = { en = 'The Lantern', ru = 'Фонарь' }\n[rules]\nfollow = ['^More from us:']\nappeal = ['^A word from the publisher']",
    )
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline::text(text)])
}

fn check(paragraphs: &[&str], expected: &[(SiteLineKind, &str)]) {
    let mut blocks: Vec<Block> = paragraphs.iter().map(|text| paragraph(text)).collect();
    let lines = take(&mut blocks, &newsroom());
    let removed: Vec<(SiteLineKind, &str)> =
        lines.iter().map(|Taken { line, .. }| (line.kind, line.text.as_str())).collect();
    assert_eq!(removed, expected, "{paragraphs:?}");
    assert_eq!(blocks.len() + lines.len(), paragraphs.len());
}

#[test]
fn follow_lines_are_taken_anywhere() {
    for line in [
        "Follow The Lantern in English on Telegram to stay up to date.",
        "Follow us on Facebook and Instagram!",
        "Please follow @lantern on X",
        "Subscribe to our weekly newsletter.",
        "Join our Telegram channel: https://t.me/lantern",
        "Our Telegram channel: https://t.me/lantern",
        "Подписывайтесь на наш телеграм-канал",
        "Подпишитесь на «Фонарь» в Telegram, чтобы ничего не пропустить!",
        "Читайте нас в Фейсбуке и Инстаграме",
        "Підписуйтесь на наш канал у Telegram",
        "Стежте за нами у Facebook",
        "ما را در تلگرام دنبال کنید",
        "به کانال تلگرام ما بپیوندید",
        "More from us: everything",
    ] {
        check(&["The bridge is open.", line, "It was closed for a year."], &[(SiteLineKind::Follow, line)]);
    }
}

#[test]
fn paragraphs_of_a_story_are_left() {
    for line in [
        "Follow the money on Telegram and you will find the same three men.",
        "He began to follow the channel on Telegram in 2019.",
        "Subscribe to the view that the bridge is safe, and you will be alone.",
        "The Telegram channel of the town council reported the closure on Monday.",
        "The channel has 40,000 subscribers; the mayor asks residents to follow it on Facebook.",
        "“Follow us on Telegram,” said the man at the bridge, and went away.",
        "Support the bridge with beams, the engineers advised.",
        "The support fund for miners was founded in 1931 and pays out twice a year.",
        "The fund survives thanks to its donors, the accountant says.",
        "Donations went to the hospital, not to the party.",
        "You can support the families through the town hall, account 12-34; the mayor promised to match every gift.",
        "Please support Anna, her neighbours wrote on the door.",
        "Support Ukraine today, the minister told members of the council.",
        "You can support US troops abroad, the leaflet says.",
        "Consider supporting our troops, the leaflet says.",
        "Readers can help the families by setting up a monthly donation at the town hall.",
        "Please make a small donation, the priest asked those who had come.",
        "The Lantern was supported by the town.",
        "Поддержите Анну, просят соседи.",
        "Поддержите проект нового моста, призвал мэр.",
        "Підтримайте родини через міську раду, просить мер.",
        "Подписчики канала возмутились: администратор удалил запись.",
        "Подпишите петицию на сайте города, просят жители.",
        "Фонд поддержки шахтёров работает благодаря пожертвованиям.",
        "Читайте внимательно договор в приложении, советует юрист.",
        "Підписники каналу обурилися через видалений допис.",
        "کانال تلگرام شورای شهر خبر را منتشر کرد.",
    ] {
        check(&["The bridge is open.", line, "It was closed for a year."], &[]);
        check(&["The bridge is open.", "It was closed for a year.", line], &[]);
    }
}

#[test]
fn an_appeal_is_a_run_of_paragraphs_at_the_end() {
    use SiteLineKind::{Appeal, Follow};
    let english = [
        "We lived through the winter thanks to our readers!",
        "On to the next one.",
        "Please support us with a monthly donation.",
    ];
    check(
        &["The bridge is open.", "It was closed.", english[0], english[1], english[2]],
        &english.map(|text| (Appeal, text)),
    );
    check(
        &[
            "Мост открыт.",
            "Дорогие читатели!",
            "Поддержите нас: https://lantern.example",
            "Подписывайтесь на наш канал",
        ],
        &[
            (Appeal, "Дорогие читатели!"),
            (Appeal, "Поддержите нас: https://lantern.example"),
            (Follow, "Подписывайтесь на наш канал"),
        ],
    );
    for line in [
        "Please support Meduza by signing up for a recurring donation.",
        "You can support The Lantern: https://lantern.example/help",
        "Support The Lantern!",
        "Please donate to independent media.",
        "Consider supporting our investigative journalism.",
        "Поддержите The Lantern!",
        "Поддержите независимую журналистику",
        "Help us go on: set up a monthly donation.",
    ] {
        check(&["The bridge is open.", "It was closed.", line], &[(Appeal, line)]);
    }
    let seed = [
        "The Herald survived 2024 thanks to its readers!",
        "Let’s stick together for 2025.",
        "The world is at a turning point today. Please support The Herald by signing up for a recurring donation.",
    ];
    check(&["The bridge is open.", "It was closed.", seed[0], seed[1], seed[2]], &seed.map(|text| (Appeal, text)));
    check(&["Міст відкрили.", "Підтримайте нас донатом"], &[(Appeal, "Підтримайте нас донатом")]);
    check(&["پل باز شد.", "لطفا از ما حمایت کنید"], &[(Appeal, "لطفا از ما حمایت کنید")]);
    check(
        &["The bridge is open.", "A word from the publisher", "Nothing asked."],
        &[(Appeal, "A word from the publisher"), (Appeal, "Nothing asked.")],
    );
}

#[test]
fn an_appeal_in_the_middle_or_in_quotation_marks_is_part_of_the_story() {
    let long = "The bridge was built in 1931 by the town itself. ".repeat(8);
    check(&["The fund wrote a letter.", "Please support us with a monthly donation.", long.trim()], &[]);
    check(
        &[
            "The letter came.",
            "“Please support us with a monthly donation,” it says, “or the bridge will close for good.”",
        ],
        &[],
    );
    check(&["Please support us with a monthly donation."], &[]);
}

#[test]
fn the_address_of_a_line_is_kept() {
    let mut blocks = vec![paragraph("A."), paragraph("Join our Telegram channel: https://t.me/lantern.")];
    let lines = take(&mut blocks, &newsroom());
    assert_eq!(lines[0].line.address.as_deref(), Some("https://t.me/lantern"));
}

fn taken(config: &str, paragraphs: &[&str]) -> Vec<(String, bool)> {
    let newsroom = crate::read::tests::newsroom(config);
    let mut blocks: Vec<Block> = paragraphs.iter().map(|text| paragraph(text)).collect();
    crate::read::autolink::link(&mut blocks);
    take(&mut blocks, &newsroom).into_iter().map(|taken| (taken.line.text, taken.doubtful)).collect()
}

const LISTED: &str = "title = 'The Lantern'\naddress = 'https://lantern.example/'\n[[follow]]\nname = 'Telegram'\nurl = 'https://t.me/lantern_news'\n";

#[test]
fn what_names_or_links_another_account_is_part_of_the_story() {
    for line in [
        "Follow us on Twitter @firstconf.",
        "Follow us on Twitter: https://twitter.com/firstconf",
        "Follow Navy Digital on LinkedIn.",
        "Join our Telegram channel: https://t.me/firstconf",
        "Join our Telegram channel: t.me/firstconf",
        "Join our Telegram channel: tg://resolve?domain=firstconf",
        "Subscribe to Navy Digital’s newsletter.",
        "Подписывайтесь на «Новую газету» в Телеграме.",
        "Подписывайтесь на канал Анны Берг в Telegram",
        "Підписуйтесь на канал Анни Берг у Telegram",
    ] {
        assert_eq!(taken(LISTED, &["A.", line, "B."]), [], "{line}");
        assert_eq!(taken(LISTED, &["A.", "B.", line]), [], "{line}");
        assert_eq!(taken("title = 'H'", &["A.", line, "B."]), [], "{line}");
    }
    for line in ["Join our Telegram channel: https://t.me/lantern", "Follow us on Twitter @lantern"] {
        assert_eq!(taken(LISTED, &["A.", line, "B."]), [], "another account than the listed one: {line}");
    }
}

#[test]
fn own_channels_are_taken_and_a_doubtful_line_in_the_middle_is_reported() {
    for line in [
        "Join our Telegram channel: https://t.me/lantern_news",
        "Join our Telegram channel: https://telegram.me/s/Lantern_News",
        "Follow @lantern_news on Telegram.",
        "Follow The Lantern in English on Telegram.",
        "Subscribe to our newsletter: https://lantern.example/letters",
    ] {
        assert_eq!(taken(LISTED, &["A.", line, "B."]), [(line.to_owned(), false)]);
    }
    let line = "Follow us on Facebook!";
    assert_eq!(taken("title = 'H'", &["A.", line, "B."]), [(line.to_owned(), true)]);
    assert_eq!(taken("title = 'H'", &["A.", line]), [(line.to_owned(), false)]);
    assert_eq!(taken(LISTED, &["A.", line, "B."]), [(line.to_owned(), false)]);
}
