//! Known tags become Markdown; unknown ones go.

use super::*;

fn check(source: &str, text: &str, unknown: &[&str]) {
    let replaced = replace(source);
    assert_eq!(
        (replaced.text.as_str(), replaced.unknown.iter().map(String::as_str).collect::<Vec<_>>()),
        (text, unknown.to_vec())
    );
}

#[test]
fn known_tags_become_markdown() {
    check("{% youtube abc %}", "<span><iframe src=\"https://www.youtube.com/embed/abc\"></iframe></span>", &[]);
    check(
        "{{< youtube id=\"abc\" >}}",
        "<span><iframe src=\"https://www.youtube.com/embed/abc\"></iframe></span>",
        &[],
    );
    check("{{ youtube(id=\"abc\") }}", "<span><iframe src=\"https://www.youtube.com/embed/abc\"></iframe></span>", &[]);
    check(
        "{% include youtube.html id=\"abc\" %}",
        "<span><iframe src=\"https://www.youtube.com/embed/abc\"></iframe></span>",
        &[],
    );
    check("{% image \"a.png\" \"A \"big\" dog\" %}", "![A \"big\" dog](<a.png>)", &[]);
    check("{{< figure src=\"a.png\" alt=\"A\" caption=\"B\" attr=\"C\" >}}", "![A](<a.png> \"B | C\")", &[]);
    check("{% include img.html src=\"a.png\" caption=\"B\" %}", "![](<a.png> \"B\")", &[]);
    check("{% img left /a.png 350 200 \"Title\" \"Alt\" %}", "![Title](</a.png> \"Alt\")", &[]);
    check("[x]({% post_url 2016-01-02-a %})", "[x](2016-01-02-a)", &[]);
    check("[x]({{< relref \"a.md\" >}})", "[x](a.md)", &[]);
    check("[x]({{ site.baseurl }}/a/) {{site.url}}", "[x](/a/) ", &[]);
    check("[x]({{ \"/a/\" | url }})", "[x](/a/)", &[]);
    check(
        "{% highlight rust %}\nlet a = \"{{ b }}\";\n{% endhighlight %}",
        "\n```rust\nlet a = \"{{ b }}\";\n```\n",
        &[],
    );
    check("a {% comment %}b{% endcomment %} c", "a  c", &[]);
    check("![a](b.png){: .center .x }\n", "![a](b.png)\n", &[]);
}

#[test]
fn unknown_tags_go_and_are_reported_and_what_they_hold_stays() {
    check("{% note %}Mind **this**{% endnote %}", "Mind **this**", &["{% note %}"]);
    check("{{% warn %}}x{{% /warn %}}", "x", &["{{% warn %}}"]);
    check("a {{ page.title }} b", "a  b", &["{{ page.title }}"]);
}

#[test]
fn code_and_braces_of_prose_are_left_alone() {
    for source in [
        "`{% x %}`",
        "```\n{{ x }}\n```\n",
        "    {{ x }}\n",
        "<pre>{{ x }}</pre>",
        "{{ two words }}",
        "{a}",
        "{{",
        "x {% y",
        "{%ю {{ю {:ю",
    ] {
        check(source, source, &[]);
    }
    check("{% raw %}{{{% endraw %} name }}", "{{ name }}", &[]);
    check("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`", &[]);
    check("{{</* figure */>}}", "`{{< figure >}}`", &[]);
}

#[test]
fn tags_that_are_never_closed_take_no_time_that_anybody_notices() {
    // Each took half a minute when every tag searched the rest of the text again.
    for tag in ["{% raw %}", "{% comment %}", "{{", "{% highlight x %}", "`{`"] {
        assert!(replace(&tag.repeat(20_000)).text.len() <= 100_000, "{tag}");
    }
}
