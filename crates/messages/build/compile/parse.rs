//! Parses a Fluent file into messages. Offprint supports a part of Fluent: text, variables and plural forms.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

use super::{Problem, Source};

/// Characters that have a meaning in compiled patterns; see `src/format.rs`.
const RESERVED: [char; 5] = ['{', '}', '[', ']', '|'];

/// A message in one language.
pub(super) struct Message {
    /// The name, with hyphens: `edition-saved`.
    pub(super) id: String,
    /// Its line, from 1.
    pub(super) line: usize,
    /// The note to translators, in one line; may be empty.
    pub(super) comment: String,
    /// The text.
    pub(super) pattern: Vec<Part>,
}

/// A part of a message.
pub(super) enum Part {
    /// Fixed text.
    Text(String),
    /// The value of a variable.
    Variable(Variable),
    /// Text that depends on a number.
    Select(Variable, Vec<Variant>),
}

/// A mention of a variable.
pub(super) struct Variable {
    /// The name, without the dollar sign.
    pub(super) name: String,
    /// The line of the mention.
    pub(super) line: usize,
    /// `true` if it is used as a number: in `NUMBER` or to select a form.
    pub(super) is_number: bool,
}

/// One form of a text that depends on a number.
pub(super) struct Variant {
    /// The plural category: `one`.
    pub(super) category: String,
    /// Its line.
    pub(super) line: usize,
    /// `true` for the default, which replaces missing forms.
    pub(super) is_default: bool,
    /// The text.
    pub(super) pattern: Vec<Part>,
}

/// Parses a file. Leaves out the messages that it cannot parse and adds a problem for each.
pub(super) fn parse(source: &Source, problems: &mut Vec<Problem>) -> Vec<Message> {
    let resource = parser::parse(source.text.as_str()).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let line = line_at(&source.text, error.pos.start);
            problems.push(Problem::new(&source.path, line, format!("this is not valid Fluent: {}", error.kind)));
        }
        resource
    });
    let mut patterns = PatternParser { source, problems };
    let mut messages: Vec<Message> = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                let line = patterns.line(id);
                if let Some(attribute) = message.attributes.first() {
                    patterns.refuse(attribute.id.name, "attributes are not supported: make this a separate message");
                }
                if let Some(first) = messages.iter().find(|known| known.id == id) {
                    let text = format!("the message `{id}` is already in line {}", first.line);
                    patterns.problems.push(Problem::new(&source.path, line, text));
                    continue;
                }
                let pattern = message.value.map(|pattern| patterns.pattern(&pattern, true)).unwrap_or_default();
                if pattern.is_empty() {
                    patterns.refuse(id, "the message has no text");
                }
                let comment = message.comment.map(|comment| comment.content.join(" ")).unwrap_or_default();
                messages.push(Message { id: id.to_owned(), line, comment, pattern });
            }
            Entry::Term(term) => patterns.refuse(term.id.name, "terms are not supported: write out the text"),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    messages
}

/// A parser of the patterns in a file.
struct PatternParser<'a, 'p> {
    source: &'a Source,
    problems: &'p mut Vec<Problem>,
}

impl PatternParser<'_, '_> {
    /// Returns the line of a piece of the source.
    fn line(&self, piece: &str) -> usize {
        line_at(&self.source.text, piece.as_ptr() as usize - self.source.text.as_ptr() as usize)
    }

    /// Adds a problem with a piece of the source.
    fn refuse(&mut self, piece: &str, text: &str) {
        self.problems.push(Problem::new(&self.source.path, self.line(piece), text.to_owned()));
    }

    fn pattern(&mut self, pattern: &Pattern<&str>, may_select: bool) -> Vec<Part> {
        pattern.elements.iter().filter_map(|element| self.part(element, may_select)).collect()
    }

    fn part(&mut self, element: &PatternElement<&str>, may_select: bool) -> Option<Part> {
        match element {
            PatternElement::TextElement { value } => self.text(value, value),
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
                self.text(value, value)
            }
            PatternElement::Placeable { expression: Expression::Inline(expression) } => {
                self.variable(expression).map(Part::Variable)
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let selected = Variable { is_number: true, ..self.variable(selector)? };
                let mut forms = Vec::new();
                for variant in variants {
                    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = variant.key;
                    let line = self.line(name);
                    if !may_select {
                        self.refuse(name, "forms cannot be nested: write out each combination");
                    }
                    let pattern = self.pattern(&variant.value, false);
                    forms.push(Variant { category: name.to_owned(), line, is_default: variant.default, pattern });
                }
                Some(Part::Select(selected, forms))
            }
        }
    }

    fn text(&mut self, piece: &str, text: &str) -> Option<Part> {
        if let Some(character) = text.chars().find(|character| RESERVED.contains(character)) {
            self.refuse(piece, &format!("a message cannot contain the character {character}"));
            return None;
        }
        Some(Part::Text(text.replace("\r\n", "\n").replace('\n', " ")))
    }

    fn variable(&mut self, expression: &InlineExpression<&str>) -> Option<Variable> {
        match expression {
            InlineExpression::VariableReference { id } => {
                Some(Variable { name: id.name.to_owned(), line: self.line(id.name), is_number: false })
            }
            InlineExpression::FunctionReference { id, arguments } => match &arguments.positional[..] {
                [argument @ InlineExpression::VariableReference { .. }]
                    if id.name == "NUMBER" && arguments.named.is_empty() =>
                {
                    Some(Variable { is_number: true, ..self.variable(argument)? })
                }
                _ => {
                    self.refuse(id.name, "the only function is `NUMBER($variable)`");
                    None
                }
            },
            InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. } => {
                self.refuse(id.name, "a message cannot refer to another: write out the text");
                None
            }
            InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
                self.refuse(value, "only a variable is allowed here");
                None
            }
            InlineExpression::Placeable { expression } => match &**expression {
                Expression::Inline(inside) => self.variable(inside),
                Expression::Select { selector, .. } => {
                    let line = self.variable(selector)?.line;
                    let text = "forms stand in one pair of braces: remove the outer pair".to_owned();
                    self.problems.push(Problem::new(&self.source.path, line, text));
                    None
                }
            },
        }
    }
}

/// Returns the line, from 1, of a position in a text.
fn line_at(text: &str, position: usize) -> usize {
    1 + text.bytes().take(position).filter(|byte| *byte == b'\n').count()
}
