//! Figures to evaluate.

use std::collections::BTreeSet;

use gaussfig::gaussian::Gaussian;
use gaussfig::model::{
    Axis, Background, Bins, Canvas, Curve, Dash, Figure, Format, Histogram, Layering,
    LegendPosition, MathFace, Method, Positive, Quantity, Range, TextStyle, Theme, Ticks,
};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

pub(crate) fn positive(value: f64) -> Positive {
    Positive::new(value).unwrap()
}

pub(crate) fn range(start: f64, end: f64) -> Option<Range> {
    Some(Range::new(start, end).unwrap())
}

/// The published figure's size and these Gaussians, everything else by default.
pub(crate) fn figure(gaussians: &[(f64, f64)]) -> Figure {
    let axis = Axis {
        label: String::new(),
        range: None,
        ticks: Ticks::Auto,
        grid: true,
    };
    Figure {
        quantity: Quantity::Pdf,
        title: String::new(),
        alt: String::new(),
        canvas: Canvas::new(positive(833.6), positive(360.96), positive(3.125)).unwrap(),
        scales: vec![positive(3.125)],
        formats: vec![Format::Png],
        theme: Theme::Light,
        background: Background::Theme,
        text: TextStyle {
            fonts: Vec::new(),
            math: MathFace::Text,
            text_size: positive(10.0),
            label_size: positive(14.0),
            legend_size: positive(12.0),
        },
        x: axis.clone(),
        y: axis,
        legend: LegendPosition::Best,
        histogram: None,
        curves: gaussians
            .iter()
            .map(|&(mu, sigma)| curve(mu, sigma))
            .collect(),
        allow: BTreeSet::new(),
        recipe: gaussfig::recipe::Recipe::default(),
        carries_recipe: false,
        style: None,
    }
}

fn curve(mu: f64, sigma: f64) -> Curve {
    Curve {
        gaussian: Gaussian::new(mu, sigma).unwrap(),
        label: String::new(),
        own_label: true,
        color: None,
        width: positive(1.0),
        dash: Dash::Solid,
        samples: 1000,
    }
}

pub(crate) fn histogram(bins: Bins) -> Option<Histogram> {
    Some(Histogram {
        bins,
        seed: 1,
        opacity: 0.3,
        method: Method::Draw,
        layering: Layering::Interleaved,
    })
}

/// Random numbers for tests, the same in every run.
pub(crate) struct Random(Xoshiro256PlusPlus);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub(crate) fn uniform(&mut self, start: f64, end: f64) -> f64 {
        start + (end - start) * (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// 10 to a random power.
    pub(crate) fn power(&mut self, start: f64, end: f64) -> f64 {
        libm::pow(10.0, self.uniform(start, end))
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.uniform(0.0, end as f64) as usize
    }
}
