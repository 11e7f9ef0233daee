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
}

impl Code {
    /// All codes.
    pub const ALL: [Self; 6] = [
        Self::BinsCapped,
        Self::SamplesOutsideBins,
        Self::LabelTooLong,
        Self::TickLabelsOverlap,
        Self::NoRoom,
        Self::LegendTooLarge,
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
        }
    }
}
