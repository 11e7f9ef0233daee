//! The names of warnings.

/// What a warning is about. Its name is stable: it is shown with the warning, and `allow = ["name"]` in a config silences
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A histogram has fewer bins than its rule asks for, as there would be too many.
    BinsCapped,
    /// Samples lie outside of the edges that the config gives.
    SamplesOutsideBins,
    /// A title or an axis label is longer than the figure.
    LabelTooLong,
    /// Tick labels lie over each other.
    TickLabelsOverlap,
    /// The labels leave no room for the plot.
    NoRoom,
    /// The legend is larger than its place.
    LegendTooLarge,
    /// More than 1 % of a Gaussian lies outside of the x range. That much is left out by μ ± 2.6 σ, where the density is
    /// still 4 % of its peak: ten pixels of a usual figure, so the curve is seen to be cut off.
    MassOutsideRange,
    /// The y range ends below the peak of a density, or of its logarithm, that lies within the x range: the greatest
    /// value is what such a curve is read for. (A distribution function has no peak.)
    PeakAboveRange,
    /// Where 68 % of a Gaussian lie, within μ ± σ, a bin of its histogram is wider than σ. Fewer than about seven bins
    /// then show a Gaussian, too few to see its shape.
    BinsWiderThanSigma,
    /// A histogram has more bins than samples: at least one bin is empty by arithmetic, whatever the distribution.
    FewerSamplesThanBins,
    /// A curve runs through the swatches and labels of the legend, wherever in its place that is; bars may.
    LegendCoversCurve,
    /// A label says that μ, σ or σ² is a number, and it is none that rounds to the digits there.
    LabelContradictsParameters,
    /// Two curves cannot be told apart in the picture: nothing shows between their lines anywhere, and their colours
    /// differ by at most 0.04 in Oklab, twice what CSS Color 4 calls just noticeable, since lines are thin. A line with
    /// another pattern of dashes can be told apart unless a solid one hides it.
    IndistinguishableCurves,
    /// What has to be seen has less contrast to its background than WCAG 2.2 asks for: a curve of a colour of one's own less
    /// than 3:1 (success criterion 1.4.11), text on a background of one's own less than 4.5:1 (1.4.3).
    LowContrast,
    /// Readers with protanopia, deuteranopia or tritanopia cannot tell the colours of two curves apart, though others can: as
    /// simulated after Machado, Oliveira and Fernandes (2009) they differ by at most 0.04 in Oklab. So do those for dark pages
    /// of a figure for both kinds. Curves that have another pattern of dashes, and colours that nobody has chosen, do not count.
    SimilarColors,
}

impl Code {
    /// All codes.
    pub const ALL: [Self; 15] = [
        Self::BinsCapped,
        Self::SamplesOutsideBins,
        Self::LabelTooLong,
        Self::TickLabelsOverlap,
        Self::NoRoom,
        Self::LegendTooLarge,
        Self::MassOutsideRange,
        Self::PeakAboveRange,
        Self::BinsWiderThanSigma,
        Self::FewerSamplesThanBins,
        Self::LegendCoversCurve,
        Self::LabelContradictsParameters,
        Self::IndistinguishableCurves,
        Self::LowContrast,
        Self::SimilarColors,
    ];

    /// As written in a config.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BinsCapped => "bins-capped",
            Self::SamplesOutsideBins => "samples-outside-bins",
            Self::LabelTooLong => "label-too-long",
            Self::TickLabelsOverlap => "tick-labels-overlap",
            Self::NoRoom => "no-room",
            Self::LegendTooLarge => "legend-too-large",
            Self::MassOutsideRange => "mass-outside-range",
            Self::PeakAboveRange => "peak-above-range",
            Self::BinsWiderThanSigma => "bins-wider-than-sigma",
            Self::FewerSamplesThanBins => "fewer-samples-than-bins",
            Self::LegendCoversCurve => "legend-covers-curve",
            Self::LabelContradictsParameters => "label-contradicts-parameters",
            Self::IndistinguishableCurves => "indistinguishable-curves",
            Self::LowContrast => "low-contrast",
            Self::SimilarColors => "similar-colors",
        }
    }
}
