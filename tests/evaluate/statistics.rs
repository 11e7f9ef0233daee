//! Tests of hypotheses. Each fails by chance about once in 10 000 times; as all random numbers are seeded, it always or
//! never does.

pub(crate) use crate::support::Random as Uniforms;

/// The normal quantile that is exceeded with the probability 1e-4.
const SURE: f64 = 3.719;

/// The bound that a chi-square statistic exceeds once in 10 000 times (Wilson and Hilferty, 1931).
fn chi_square_bound(freedom: f64) -> f64 {
    let part = 2.0 / (9.0 * freedom);
    let root = 1.0 - part + SURE * part.sqrt();
    freedom * root * root * root
}

/// By Kolmogorov and Smirnov.
pub(crate) fn assert_uniform(mut numbers: Vec<f64>, what: &str) {
    numbers.sort_by(f64::total_cmp);
    let total = numbers.len() as f64;
    let distance = numbers.iter().enumerate().map(|(i, &x)| {
        let [low, high] = [i, i + 1].map(|count| (x - count as f64 / total).abs());
        low.max(high)
    });
    let distance = distance.fold(0.0, f64::max) * (total.sqrt() + 0.12 + 0.11 / total.sqrt());
    assert!(distance < 2.23, "{what}: {distance}");
}

/// That the columns of these rows are uniform, and independent in pairs.
pub(crate) fn assert_independent(rows: &[Vec<f64>], what: &str) {
    const CLASSES: usize = 5;
    let columns = rows[0].len();
    for i in 0..columns {
        let column = rows.iter().map(|row| row[i]).collect();
        assert_uniform(column, &format!("{what}, column {i}"));
    }
    let class = |x: f64| ((x * CLASSES as f64) as usize).min(CLASSES - 1);
    let expected = rows.len() as f64 / (CLASSES * CLASSES) as f64;
    for (i, j) in pairs(columns) {
        let mut counts = [[0.0; CLASSES]; CLASSES];
        for row in rows {
            counts[class(row[i])][class(row[j])] += 1.0;
        }
        let terms = counts
            .iter()
            .flatten()
            .map(|count| (count - expected) * (count - expected) / expected);
        let statistic: f64 = terms.sum();
        // With few rows the statistic is not that of chi-square.
        assert!(
            expected < 5.0 || statistic < chi_square_bound((CLASSES * CLASSES - 1) as f64),
            "{what}, columns {i} and {j}: {statistic}"
        );
    }
}

fn pairs(columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..columns).flat_map(|j| (0..j).map(move |i| (i, j)))
}

/// Where a binomial number lies in its distribution: uniform, as a number takes any place among the same ones at random.
pub(crate) fn binomial_place(
    count: u64,
    number: u64,
    probability: f64,
    random: &mut Uniforms,
) -> f64 {
    let mean = number as f64 * probability;
    let around = 9.0 * (mean * (1.0 - probability)).sqrt() + 30.0;
    let first = (mean - around).max(0.0) as u64;
    let last = number.min((mean + around) as u64);
    let odds = probability / (1.0 - probability);
    // Their probabilities by ratios of neighbours.
    let (mut weight, mut less, mut all, mut own) = (1e-100, 0.0, 0.0, 0.0);
    for k in first..=last {
        match k.cmp(&count) {
            std::cmp::Ordering::Less => less += weight,
            std::cmp::Ordering::Equal => own = weight,
            std::cmp::Ordering::Greater => {}
        }
        all += weight;
        weight *= (number - k) as f64 / (k + 1) as f64 * odds;
    }
    (less + random.uniform(0.0, 1.0) * own) / all
}

/// That the rows of both tables are of one distribution: each column, and each two columns together, by chi-square over
/// classes about as large as each other.
pub(crate) fn assert_same_distribution(one: &[Vec<f64>], other: &[Vec<f64>], what: &str) {
    let few = one.len().min(other.len());
    let columns: Vec<Vec<f64>> = (0..one[0].len())
        .map(|i| {
            let values = one.iter().chain(other).map(|row| row[i]);
            bounds(values.collect(), if few < 100 { 2 } else { 7 })
        })
        .collect();
    let class = |row: &[f64], i: usize| columns[i].partition_point(|bound| *bound <= row[i]);
    let singles = (0..columns.len()).map(|i| (i, i));
    for (i, j) in singles.chain(pairs(columns.len())) {
        let size = columns[i].len() + 1;
        let classes = size * (columns[j].len() + 1);
        let [one, other] = [one, other].map(|rows| {
            let mut counts = vec![0.0; classes];
            for row in rows {
                counts[class(row, j) * size + class(row, i)] += 1.0;
            }
            counts
        });
        let (statistic, freedom) = two_samples(&one, &other);
        assert!(
            statistic < chi_square_bound(freedom.max(1.0)),
            "{what}, columns {i} and {j}: {statistic} of {freedom}"
        );
    }
}

/// Bounds that part these numbers into classes about as large as each other.
fn bounds(mut values: Vec<f64>, classes: usize) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let bounds = (1..classes).map(|i| values[i * values.len() / classes]);
    let mut bounds: Vec<f64> = bounds.filter(|bound| *bound > values[0]).collect();
    bounds.dedup();
    bounds
}

/// The chi-square statistic of two samples in classes, and its degrees of freedom; rare classes are one.
fn two_samples(one: &[f64], other: &[f64]) -> (f64, f64) {
    let totals = [one, other].map(|counts| counts.iter().sum::<f64>());
    let all = totals[0] + totals[1];
    let few = totals[0].min(totals[1]);
    let (mut statistic, mut freedom, mut rare) = (0.0, -1.0, [0.0; 2]);
    let mut add = |counts: [f64; 2]| {
        for (count, total) in counts.into_iter().zip(totals) {
            let expected = (counts[0] + counts[1]) * total / all;
            statistic += (count - expected) * (count - expected) / expected;
        }
        freedom += 1.0;
    };
    for (&one, &other) in one.iter().zip(other) {
        if (one + other) * few / all < 5.0 {
            rare = [rare[0] + one, rare[1] + other];
        } else {
            add([one, other]);
        }
    }
    if (rare[0] + rare[1]) * few / all >= 5.0 {
        add(rare);
    }
    (statistic, freedom)
}
