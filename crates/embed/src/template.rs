//! Fills HTML templates, which the scripts in `client/share/` fill too.

/// Fills a template just as `fill` in `client/lib/html.js`.
///
/// `{{name}}` becomes the value as text, `{{{name}}}` the value as HTML. The part between `{{#name}}` and `{{/name}}`
/// stays if the value is not empty; such parts cannot be nested. A name without a value counts as empty. The newline at
/// the end of the template is removed.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    expand(template.strip_suffix('\n').unwrap_or(template), values, &mut filled);
    filled
}

fn expand(template: &str, values: &[(&str, &str)], filled: &mut String) {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        if let Some((name, after)) = after.strip_prefix('#').and_then(|after| after.split_once("}}")) {
            let (inside, after) = after.split_once(&format!("{{{{/{name}}}}}")).unwrap_or((after, ""));
            if !value(name).is_empty() {
                expand(inside, values, filled);
            }
            rest = after;
        } else if let Some((name, after)) = after.strip_prefix('{').and_then(|after| after.split_once("}}}")) {
            filled.push_str(value(name));
            rest = after;
        } else {
            let (name, after) = after.split_once("}}").unwrap_or((after, ""));
            filled.push_str(&escape(value(name)));
            rest = after;
        }
    }
    filled.push_str(rest);
}

/// Escapes text for an element or an attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_text_unless_they_are_html() {
        assert_eq!(
            fill("<a b=\"{{one}}\">{{{two}}}{{three}}</a>\n", &[("one", "\"<&>'"), ("two", "<i>{{one}}</i>")]),
            "<a b=\"&quot;&lt;&amp;&gt;'\"><i>{{one}}</i></a>"
        );
    }

    #[test]
    fn a_part_stays_when_its_value_is_there() {
        let template = "{{#one}}<p>{{one}}</p>\n{{/one}}{{#two}} two{{/two}}.\n\n";
        assert_eq!(fill(template, &[("one", "1")]), "<p>1</p>\n.\n");
        assert_eq!(fill(template, &[("two", "2")]), " two.\n");
    }
}
