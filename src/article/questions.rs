//! Questions and answers.

use leptos::prelude::*;
use model::block::QuestionAndAnswer;

use super::{blocks, inlines};
use crate::context::PageContext;

/// Questions and their answers.
pub(super) fn questions(scene: PageContext<'_>, pairs: &[QuestionAndAnswer]) -> AnyView {
    let pairs: Vec<AnyView> = pairs
        .iter()
        .map(|pair| {
            view! {
                <div class="question">
                    <p class="question-text">{inlines(scene, &pair.question)}</p>
                    {blocks(scene, &pair.answer)}
                </div>
            }
            .into_any()
        })
        .collect();
    view! { <div class="questions">{pairs}</div> }.into_any()
}
