//! Questions and answers.

use leptos::prelude::*;
use model::block::QuestionAndAnswer;

use super::{blocks, inlines};
use crate::context::PageContext;
use crate::view::view;

/// Renders questions and their answers.
pub(super) fn questions(page: &PageContext, pairs: &[QuestionAndAnswer]) -> impl IntoView {
    let pairs = pairs
        .iter()
        .map(|pair| {
            view! {
                <div class="question">
                    <p class="question-text">{inlines(page, &pair.question)}</p>
                    {blocks(page, &pair.answer)}
                </div>
            }
        })
        .collect_view();
    view! { <div class="questions">{pairs}</div> }
}
