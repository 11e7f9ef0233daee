//! Labels that contradict their Gaussians, and labels that do not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{configs, figure};
use gaussfig::lint;
use gaussfig::model::Figure;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// What the labels of a figure say wrongly.
fn wrong(figure: &Figure) -> Vec<String> {
    let warnings = lint::labels(figure).into_iter();
    warnings.map(|warning| warning.message).collect()
}

/// The same, of a label of N(μ, σ²).
fn wrong_label(label: &str, mu: f64, sigma: f64) -> Vec<String> {
    let mut figure = figure("[[gaussian]]\nmu = 0\nsigma = 1");
    figure.curves[0].gaussian = gaussfig::Gaussian::new(mu, sigma).unwrap();
    figure.curves[0].label = label.to_owned();
    figure.curves[0].own_label = true;
    wrong(&figure)
}

#[test]
fn a_number_that_is_not_the_parameter_is_named_with_the_parameter() {
    assert_eq!(
        wrong_label(r"$\mu = {} - 4.0$, $\sigma = 2.0$", 4.0, 2.0),
        [r"the label of Gaussian 1 says `\mu = {} - 4.0`, but mu is 4.0"]
    );
    assert_eq!(
        wrong_label(r"$\mu = 1$, $\sigma^2 = 4.1$", 2.0, 2.0),
        [
            r"the label of Gaussian 1 says `\mu = 1`, but mu is 2.0",
            r"the label of Gaussian 1 says `\sigma^2 = 4.1`, but the variance is 4.0"
        ]
    );
}

/// Ways to write μ = 3 and σ = 2 that say so beyond doubt.
const MU_3_SIGMA_2: [&str; 39] = [
    r"$\mu = 3$, $\sigma = 2$",
    r"$\mu=3.0$, $\sigma=2.00$",
    r"$\mu = 3, \sigma = 2$",
    r"$\mu = 3,\; \sigma = 2$",
    r"$\mu = 3 \quad \sigma = 2$",
    r"$\mu = 3$ $\sigma = 2$",
    r"$\mu = 3$; $\sigma = 2$",
    r"$\mu = +3$, $\sigma^2 = 4$",
    r"$\mu = 3$, $\sigma^{2} = 4.0$",
    r"$\mu = {3}$, ${\sigma} = {2}$",
    r"$\mu$ = 3, $\sigma$ = 2",
    r"$\mu = 3$ and $\sigma = 2$",
    r"$\mu = 3$ und $\sigma = 2$",
    r"($\mu = 3$, $\sigma = 2$)",
    r"$(\mu = 3, \sigma = 2)$",
    r"$\left(\mu = 3, \sigma = 2\right)$",
    r"prior ($\mu = 3$, $\sigma = 2$)",
    r"$\mu = 3$, $\sigma = 2$ (prior)",
    r"prior, $\mu = 3$, $\sigma = 2$",
    r"prior: $\mu = 3$, $\sigma = 2$",
    r"a prior with $\mu = 3$, $\sigma = 2$",
    r"$\mu = 3$, $\sigma = 2$: prior",
    r"$\mu = 3$, $\sigma = 2$.",
    r"$\mathcal{N}(z \mid \mu = 3, \sigma = 2)$",
    r"$p(z | \mu = 3, \sigma = 2)$",
    r"$\mu = 3{,}00$, $\sigma = 2{,}0$",
    r"$\mu = 30 \times 10^{-1}$, $\sigma = 0.2 \cdot 10^1$",
    r"$\mu = 0.3 \times 10^{1}$, $\sigma = 20 \times 10^{-1}$",
    "μ = 3, σ = 2",
    "μ=3, σ=2",
    "µ = 3; σ² = 4",
    "μ = 3, σ^2 = 4",
    "μ = 3 σ = 2",
    "μ = 3 and σ = 2",
    "μ = 3,0 and σ = 2,0",
    "μ = 30e-1, σ = 0.2E1",
    "μ = 30 × 10⁻¹, σ = 2.0 · 10⁰",
    "μ = 300 × 10^-2, σ = 2",
    "$μ = 3$, $σ² = 4$",
];

#[test]
fn every_way_to_write_the_numbers_is_understood() {
    for label in MU_3_SIGMA_2 {
        let nothing: [&str; 0] = [];
        assert_eq!(wrong_label(label, 3.0, 2.0), nothing, "{label}");
        // Both are understood if each is missed when it is another number.
        let mu = wrong_label(label, -3.0, 2.0);
        assert!(
            mu.len() == 1 && mu[0].contains("but mu is -3.0"),
            "{label}: {mu:?}"
        );
        let sigma = wrong_label(label, 3.0, 0.2);
        assert!(
            sigma.len() == 1 && sigma[0].contains(" is 0."),
            "{label}: {sigma:?}"
        );
    }
}

#[test]
fn signs_and_groups_of_digits_are_understood() {
    for (label, mu) in [
        (r"$\mu = -4$", -4.0),
        (r"$\mu = {} - 4.0$", -4.0),
        (r"$\mu = -{}4$", -4.0),
        (r"$\mu = {-}4$", -4.0),
        (r"$\mu = -\,4$", -4.0),
        (r"$\mu = \,\, -4$", -4.0),
        ("μ = −4", -4.0),
        ("μ = –4", -4.0),
        (r"$\mu = 1{,}000$", 1000.0),
        (r"$\mu = 1,000,000$", 1e6),
        (r"$\mu = 1\,000\,000$", 1e6),
        (r"$\mu = 1 000$", 1000.0),
        ("μ = 1\u{202f}000", 1000.0),
        (r"$\mu = 0.000\,001$", 1e-6),
        (r"$\mu = 1{,}000.5$", 1000.5),
        (r"$\mu = 10^{16}$", 1e16),
        (r"$\mu = -10^{16}$", -1e16),
        (r"$\mu = 10^5$", 1e5),
        (r"$\mu = 2 \times 10^{-7}$", 2e-7),
        (r"$\mu = 2\!\times\!10^{ - 7 }$", 2e-7),
        ("μ = 2×10⁻⁷", 2e-7),
        ("μ = 10e3", 1e4),
        (r"$\mu = .5$", 0.5),
    ] {
        assert!(wrong_label(label, mu, 1.0).is_empty(), "{label}");
        assert_eq!(wrong_label(label, 2.0 * mu + 7.0, 1.0).len(), 1, "{label}");
    }
}

#[test]
fn a_comma_of_unknown_meaning_has_the_benefit_of_the_doubt() {
    for mu in [1000.0, 1.0] {
        assert!(wrong_label(r"$\mu = 1{,}000$", mu, 1.0).is_empty());
        assert!(wrong_label("μ = 1,000", mu, 1.0).is_empty());
    }
    for mu in [3.0, 3.5] {
        assert!(wrong_label("μ = 3,5", mu, 1.0).is_empty());
    }
    assert_eq!(wrong_label("μ = 3,5", 5.0, 1.0).len(), 1);
    assert_eq!(wrong_label(r"$\mu = 3{,}5$", 3.0, 1.0).len(), 1);
}

#[test]
fn a_number_may_be_rounded_to_its_digits_but_not_cut_off() {
    let third = 1.0 / 3.0;
    for label in [
        "0.3",
        "0.33",
        "0.333",
        r"3 \times 10^{-1}",
        r"33.3 \times 10^{-2}",
        "0",
    ] {
        assert!(
            wrong_label(&format!(r"$\mu = {label}$"), third, 1.0).is_empty(),
            "{label}"
        );
    }
    for (label, mu) in [
        ("0.3", 0.5),
        ("0.66", 2.0 / 3.0),
        ("0.34", third),
        ("1000", 1234.0),
        ("0.3330", third),
    ] {
        assert_eq!(
            wrong_label(&format!(r"$\mu = {label}$"), mu, 1.0).len(),
            1,
            "{label}"
        );
    }
    for label in ["0.3", "0.2"] {
        assert!(
            wrong_label(&format!("μ = {label}"), 0.25, 1.0).is_empty(),
            "either way of a tie"
        );
    }
}

#[test]
fn what_is_not_said_beyond_doubt_is_no_contradiction() {
    for label in [
        "",
        "prior",
        "$",
        r"$\mu",
        r"$\mu$",
        r"$\mu =$",
        r"$\mu = -$",
        r"$\mu_1 = 5$",
        r"$\mu_{\text{old}} = 5$",
        "μ₁ = 5",
        r"$\hat\mu = 5$",
        r"$\bar{\mu} = 5$",
        r"$-\mu = 5$",
        r"$2\mu = 5$",
        r"$x\mu = 5$",
        "Δμ = 5",
        r"$|\mu| = 5$",
        r"$\mu + \sigma = 5$",
        r"$\mu = 5 + 1$",
        r"$\mu = 5 \pm 1$",
        r"$\mu = 5/2$",
        r"$\mu = \frac{5}{2}$",
        r"$\mu = \sqrt{5}$",
        r"$\mu = 5\pi$",
        r"$\mu = 5x$",
        r"$\mu = 5\sigma$",
        r"$\mu = 2\sigma = 5$",
        r"$\mu = \sigma = 5$",
        r"$\mu = 5^2$",
        r"$\mu = 5 \times 7$",
        r"$\mu = 5 \times 10$",
        r"$\mu = 10^16$",
        r"$\mu = 10^{16$",
        r"$\mu = 5\%$",
        "μ = 5 %",
        "μ = 5 cm",
        "μ = 1.5 million, σ unknown",
        r"$\mu = 5$ km",
        r"$\mu = 5 \text{ km}$",
        r"$\mu \approx 5$",
        r"$\mu \neq 5$",
        r"$\mu < 5$",
        r"$\mu, \sigma = 5, 6$",
        r"$\sigma^{-2} = 5$",
        r"$\sigma^3 = 5$",
        r"$\mu = 5.000.000$",
        r"$\mu = 5…$",
        r"$\mu = 5\ldots$",
        r"$\mu = \infty$",
        "μ = 10^99999999999999999999",
        r"costs \$5$\mu = 5$",
        r"$x^{\mu = 5}$",
    ] {
        let nothing: [&str; 0] = [];
        assert_eq!(wrong_label(label, 0.1, 0.2), nothing, "{label}");
    }
    let long = format!("μ = {}", "1".repeat(100_000));
    assert!(wrong_label(&long, 0.0, 1.0).is_empty());
}

#[test]
fn any_row_of_signs_can_be_read() {
    const SIGNS: [&str; 32] = [
        "\\mu", "\\sigma", "μ", "σ", "=", "=", "-", "−", "{", "}", "{,}", "$", "$", "\\$", "^",
        "_", "²", "⁻", ",", ".", "0", "1", "12", "000", "10", "e", "\\times", "×", " ", "\\,", "(",
        "\u{202f}",
    ];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut wrong = 0;
    for _ in 0..30_000 {
        let signs = (0..random.next_u64() % 24).map(|_| SIGNS[(random.next_u64() % 32) as usize]);
        let label: String = signs.collect();
        wrong += wrong_label(&format!("μ = {label}"), 0.3, 0.4).len();
    }
    assert!(wrong > 100, "hardly any says something: {wrong}");
}

#[test]
fn a_parameter_that_is_said_rightly_once_may_have_other_numbers() {
    assert!(wrong_label("from μ = 0, to μ = 3", 3.0, 1.0).is_empty());
    assert_eq!(wrong_label("from μ = 0, to μ = 3", 4.0, 1.0).len(), 1);
}

#[test]
fn no_label_of_the_configs_contradicts() {
    for (name, config) in configs() {
        let nothing: [&str; 0] = [];
        assert_eq!(wrong(&figure(&config)), nothing, "{name}");
    }
}

/// A finite double of any magnitude.
fn any(random: &mut Xoshiro256PlusPlus) -> f64 {
    loop {
        let value = f64::from_bits(random.next_u64());
        if value.is_finite() && value != 0.0 {
            return value;
        }
    }
}

/// A double of everyday magnitude.
fn common_number(random: &mut Xoshiro256PlusPlus) -> f64 {
    let digits = (random.next_u64() % 1_000_000) as f64;
    let scale = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e9][(random.next_u64() % 8) as usize];
    let sign = [1.0, -1.0][(random.next_u64() % 2) as usize];
    sign * (digits + 1.0) / scale
}

#[test]
fn the_default_label_never_contradicts() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    for round in 0..40 {
        let mut config = String::new();
        for index in 0..1000 {
            let (mu, spread) = match index % 2 {
                0 => (any(&mut random), any(&mut random)),
                _ => (common_number(&mut random), common_number(&mut random)),
            };
            let key = if index % 3 == 0 { "sigma" } else { "variance" };
            config += &format!("[[gaussian]]\nmu = {mu:e}\n{key} = {:e}\n", spread.abs());
        }
        let nothing: [&str; 0] = [];
        assert_eq!(wrong(&figure(&config)), nothing, "{round}");
    }
    for extreme in [5e-324, 1e-310, f64::MIN_POSITIVE, f64::MAX] {
        let config = format!("[[gaussian]]\nmu = {extreme:e}\nvariance = {extreme:e}");
        assert!(wrong(&figure(&config)).is_empty(), "{extreme:e}");
    }
}

#[test]
fn a_rounded_number_passes_and_one_two_units_off_does_not() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2);
    for _ in 0..20_000 {
        let mu = common_number(&mut random);
        let decimals = (random.next_u64() % 8) as usize;
        let written = format!("{mu:.decimals$e}");
        let (mantissa, exponent) = written.split_once('e').unwrap();
        let labels = |mantissa: &str| {
            [
                format!(r"$\mu = {mantissa} \times 10^{{{exponent}}}$"),
                format!("μ = {mantissa}e{exponent}, σ = 1"),
            ]
        };
        for label in labels(mantissa) {
            assert!(wrong_label(&label, mu, 1.0).is_empty(), "{label} {mu:?}");
        }
        let unit = format!("1e-{decimals}").parse::<f64>().unwrap();
        let other = mantissa.parse::<f64>().unwrap() + 2.0 * unit;
        for label in labels(&format!("{other:.decimals$}")) {
            assert_eq!(wrong_label(&label, mu, 1.0).len(), 1, "{label} {mu:?}");
        }
    }
}
