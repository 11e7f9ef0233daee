//! The figure in words, for those who do not see it.
//!
//! Both texts are meant to be heard: whole sentences, numbers as a person would say them, "minus" where a screen reader may skip the
//! sign. They tell of what shows within the ranges of the axes, and say nothing that rounding or a tie makes untrue.

mod contrast;
mod curves;
mod names;
mod number;
mod pairs;
mod samples;

use crate::diagnostic::visible;
use crate::evaluate::Evaluation;
use crate::model::{Figure, Quantity};
use contrast::{contrast, peak};
use curves::Curves;
use names::Names;
use number::read_off;
use pairs::pairs;
use samples::Samples;

/// The most characters of the alternative text, which is read in one go.
const MOST_SHORT: usize = 299;
/// The most characters of the description.
const MOST_LONG: usize = 1499;
/// The most characters of its list of curves.
const MOST_LISTED: usize = 600;

/// A figure in words.
pub(super) struct Words {
    /// The author's `alt`, or what one needs to know, in less than 300 characters.
    pub(super) alternative: String,
    /// What there is to see, in less than 1500 characters.
    pub(super) description: String,
}

impl Words {
    /// Of a figure whose title is `title` as a reader would say it.
    pub(super) fn new(figure: &Figure, evaluation: &Evaluation, title: Option<&str>) -> Self {
        let curves = Curves::new(figure, evaluation);
        let names = Names::new(&curves);
        let facts = Facts {
            contrast: contrast(&curves, names.as_ref(), evaluation),
            pairs: pairs(&curves, names.as_ref(), evaluation),
            samples: Samples::new(figure, evaluation).filter(|_| curves.number() > 0),
            curves,
        };
        Self {
            alternative: match figure.alt.is_empty() {
                true => facts.alternative(title),
                false => figure.alt.clone(),
            },
            description: facts.description(evaluation),
        }
    }
}

/// What both texts are made of.
struct Facts<'a> {
    curves: Curves<'a>,
    contrast: Option<String>,
    pairs: Option<String>,
    samples: Option<Samples>,
}

impl Facts<'_> {
    /// The curves first, as that is what the figure is; of the rest what there is room for.
    fn alternative(&self, title: Option<&str>) -> String {
        let curves = &self.curves;
        let parameters = [curves.parameters(), curves.ranges()].into_iter().flatten();
        let subjects = parameters.map(Some).chain([None]);
        let headline = title.map(headline).unwrap_or_default();
        let mut text = Text::new(MOST_SHORT);
        for parameters in subjects {
            let subject = curves.subject(parameters);
            if text.push(&format!("{headline} {subject}")) || text.push(&subject) {
                break;
            }
        }
        text.push(&self.hidden());
        let samples = self.samples.as_ref();
        text.push(&samples.map_or(String::new(), |of| of.sentence(false)));
        text.push(self.contrast.as_deref().unwrap_or_default());
        if curves.groups.len() == 2 {
            text.push(self.pairs.as_deref().unwrap_or_default());
        }
        text.whole
    }

    fn description(&self, evaluation: &Evaluation) -> String {
        let mut text = Text::new(MOST_LONG);
        let curves = &self.curves;
        match self.one_by_one() {
            Some(list) => {
                text.push(&curves.subject(None));
                text.push(&list);
            }
            None => {
                let parameters = curves.parameters().or_else(|| curves.ranges());
                let _ = text.push(&curves.subject(parameters)) || text.push(&curves.subject(None));
            }
        }
        text.push(&self.hidden());
        text.push(self.shape());
        text.push(self.contrast.as_deref().unwrap_or_default());
        text.push(&peak(curves, evaluation).unwrap_or_default());
        text.push(self.pairs.as_deref().unwrap_or_default());
        let samples = self.samples.as_ref();
        text.push(&samples.map_or(String::new(), |of| of.sentence(true)));
        text.push(&axes(evaluation));
        text.whole
    }

    /// How many curves do not show, or not their middles.
    fn hidden(&self) -> String {
        let (number, tails) = (self.curves.number(), self.curves.tails);
        let tails = match tails {
            0 => "",
            _ if number == 1 => "Only its tail shows.",
            _ if number == tails => "Only their tails show.",
            1 => "Of one of them only a tail shows.",
            many => &format!("Of {many} of them only a tail shows."),
        };
        let outside = match self.curves.hidden {
            _ if number == 0 => "",
            0 => "",
            1 => "One more lies outside of the figure.",
            hidden => &format!("{hidden} more lie outside of the figure."),
        };
        format!("{tails} {outside}")
    }

    /// What a curve looks like, where that is no bell.
    fn shape(&self) -> &'static str {
        match (self.curves.quantity, self.curves.number()) {
            (_, 0) | (Quantity::Pdf, _) => "",
            (Quantity::LogPdf, 1) => "It is a parabola with its top at the mean.",
            (Quantity::LogPdf, _) => "Each is a parabola with its top at its mean.",
            (Quantity::Cdf, 1) => "It rises from 0 to 1 and is one half at the mean.",
            (Quantity::Cdf, _) => "Each rises from 0 to 1 and is one half at its mean.",
        }
    }

    /// The curves from left to right, unless less says the same or they are too many.
    fn one_by_one(&self) -> Option<String> {
        let curves = &self.curves;
        let labels = curves.labels();
        let is_plain = labels.is_none() && curves.number() == curves.groups.len();
        let is_short = is_plain && (curves.is_concentric() || curves.is_level());
        if curves.groups.len() < 2 || curves.means.is_empty() || is_short {
            return None;
        }
        let parameters = curves.means.iter().zip(&curves.deviations);
        let mut items: Vec<String> = parameters
            .map(|(mean, deviation)| format!("mean {mean} and standard deviation {deviation}"))
            .collect();
        for (item, label) in items.iter_mut().zip(labels.into_iter().flatten()) {
            *item = format!("{label}, with {item}");
        }
        for (item, group) in items.iter_mut().zip(&curves.groups) {
            match group.number {
                1 => {}
                2 => item.push_str(", twice"),
                number => item.push_str(&format!(", {number} times")),
            }
        }
        let order = match curves.is_concentric() {
            true => "narrow to wide",
            false => "left to right",
        };
        let text = format!("From {order}: {}.", items.join("; "));
        (text.chars().count() <= MOST_LISTED).then_some(text)
    }
}

/// What the axes span.
fn axes(evaluation: &Evaluation) -> String {
    let [x, y] = [evaluation.x, evaluation.y].map(|range| {
        let ends = read_off(&[range.start(), range.end()], range.length());
        ends.join(" to ")
    });
    format!("The x axis runs from {x}, the y axis from {y}.")
}

/// A figure's own title as a sentence, or nothing if it has nothing to say.
fn headline(title: &str) -> String {
    // Characters that would turn or hide what follows them have a stand-in.
    let title = visible(title).replace(char::REPLACEMENT_CHARACTER, "");
    let title = title.replace('\u{2212}', " minus ");
    let words: Vec<&str> = title.split_whitespace().collect();
    let title = words.join(" ").replace("( ", "(");
    let end = match title.chars().next_back() {
        None | Some('.' | '?' | '!' | ':' | '\u{2026}') => "",
        Some(_) => ".",
    };
    format!("{title}{end}")
}

/// Sentences that together are not longer than a number of characters.
struct Text {
    whole: String,
    room: usize,
}

impl Text {
    const fn new(most: usize) -> Self {
        Self {
            whole: String::new(),
            room: most,
        }
    }

    /// Appends a sentence if there is room for it, and says whether there was.
    fn push(&mut self, sentence: &str) -> bool {
        let sentence = sentence.trim();
        let space = if self.whole.is_empty() { "" } else { " " };
        let length = sentence.chars().count() + space.len();
        if sentence.is_empty() || length > self.room {
            return false;
        }
        self.whole.push_str(space);
        self.whole.push_str(sentence);
        self.room -= length;
        true
    }
}
