//! Any two Gaussians, whatever their magnitudes.

use gaussfig::Gaussian;
use gaussfig::statistics::PairStatistics;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// Random numbers, the same in every run.
struct Random(Xoshiro256PlusPlus);

impl Random {
    fn uniform(&mut self, start: f64, end: f64) -> f64 {
        start + (end - start) * (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end
    }

    /// Any double, most of them far from 1.
    fn any(&mut self) -> f64 {
        let sign = if self.below(2) == 0 { 1.0 } else { -1.0 };
        match self.below(6) {
            0 => 0.0,
            1 => sign * f64::MAX,
            2 => sign * f64::from_bits(1 + self.below(3)),
            3 => sign * self.uniform(0.0, 3.0),
            _ => sign * libm::pow(10.0, self.uniform(-323.0, 308.2)),
        }
    }

    fn gaussian(&mut self) -> Gaussian {
        let sigma = self.any().abs().max(5e-324);
        Gaussian::new(self.any(), sigma).unwrap()
    }

    /// One not far from another.
    fn neighbour(&mut self, of: Gaussian) -> Gaussian {
        let sigma = match self.below(4) {
            0 => of.sigma(),
            1 => of.sigma().next_up(),
            2 => of.sigma() * (1.0 + libm::pow(10.0, self.uniform(-16.0, 0.0))),
            _ => of.sigma() * self.uniform(0.01, 100.0),
        };
        let mu = match self.below(3) {
            0 => of.mu(),
            1 => of.mu().next_up(),
            _ => of.mu() + of.sigma() * self.uniform(-10.0, 10.0),
        };
        let sigma = sigma.clamp(5e-324, f64::MAX);
        Gaussian::new(mu.clamp(f64::MIN, f64::MAX), sigma).unwrap()
    }
}

fn pairs() -> impl Iterator<Item = (Gaussian, Gaussian)> {
    let mut random = Random(Xoshiro256PlusPlus::seed_from_u64(5));
    (0..100_000).map(move |i| {
        let f = random.gaussian();
        let g = if i % 2 == 0 {
            random.gaussian()
        } else {
            random.neighbour(f)
        };
        (f, g)
    })
}

#[test]
fn statistics_of_any_pair_are_in_their_ranges_and_symmetric() {
    for (f, g) in pairs() {
        let pair = PairStatistics::new([1, 2], f, g);
        let context = format!("{f:?} {g:?} {pair:?}");
        assert!((0.0..=1.0).contains(&pair.overlap), "{context}");
        assert!(pair.kl_divergence >= 0.0, "{context}");
        assert!(pair.reverse_kl_divergence >= 0.0, "{context}");
        assert!(pair.crossings.iter().all(|z| z.is_finite()), "{context}");
        assert!(pair.crossings.is_sorted(), "{context}");
        let most = match (f == g, f.sigma() == g.sigma()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        assert!(pair.crossings.len() <= most, "{context}");
        let reversed = PairStatistics::new([1, 2], g, f);
        assert_eq!(pair.overlap, reversed.overlap, "{context}");
        assert_eq!(pair.crossings, reversed.crossings, "{context}");
        assert_eq!(
            pair.kl_divergence, reversed.reverse_kl_divergence,
            "{context}"
        );
    }
}

#[test]
fn the_greater_density_changes_at_each_crossing() {
    let mut seen = 0;
    for (f, g) in pairs() {
        for &z in &PairStatistics::new([1, 2], f, g).crossings {
            // Far enough from the crossing and from the other one that doubles can tell, near enough to be linear.
            let step = 1e-6 * f.sigma().min(g.sigma());
            let (before, after) = (z - step, z + step);
            let difference = |z: f64| f.ln_pdf(z) - g.ln_pdf(z);
            let slope = (difference(after) - difference(before)).abs();
            let terms = f.ln_pdf(z).abs().max(g.ln_pdf(z).abs());
            let resolved = z - before > 0.9 * step && after - z > 0.9 * step;
            let near = f.standardize(z).abs().max(g.standardize(z).abs()) < 1e3;
            if resolved && near && z.abs() * 1e-15 < 0.01 * step && slope > 1e-13 * terms {
                seen += 1;
                let signs = [difference(before) > 0.0, difference(after) > 0.0];
                assert_ne!(signs[0], signs[1], "{f:?} {g:?} {z:?}");
            }
        }
    }
    assert!(seen > 20_000, "{seen}");
}

#[test]
fn masses_of_any_gaussian_are_probabilities() {
    let mut random = Random(Xoshiro256PlusPlus::seed_from_u64(6));
    for _ in 0..100_000 {
        let gaussian = random.gaussian();
        let (a, b) = (random.any(), random.any());
        let (a, b) = (a.min(b), a.max(b));
        let mass = gaussian.mass(a, b);
        assert!(
            (0.0..=1.0).contains(&mass),
            "{gaussian:?} {a:?} {b:?} {mass}"
        );
        let whole = gaussian.cdf(a) + mass + gaussian.sf(b);
        let expected = if a == b { 1.0 } else { whole };
        assert!(
            (expected - 1.0).abs() < 1e-14,
            "{gaussian:?} {a:?} {b:?} {whole}"
        );
        assert_eq!(gaussian.mass(b, a), 0.0);
    }
    let standard = Gaussian::new(0.0, 1.0).unwrap();
    assert_eq!(standard.mass(f64::NEG_INFINITY, f64::INFINITY), 1.0);
    assert!(standard.mass(f64::NAN, 1.0).is_nan() && standard.mass(0.0, f64::NAN).is_nan());
}
