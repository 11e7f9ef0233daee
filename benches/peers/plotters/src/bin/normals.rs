//! The loop that sampling is measured against: draws standard normal numbers from gaussfig's generator and adds them up, on
//! one core: `normals NUMBER`

use std::error::Error;

use chacha20::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

fn main() -> Result<(), Box<dyn Error>> {
    let number = std::env::args().nth(1).ok_or("say how many numbers")?;
    let number: u64 = number.parse()?;
    let mut seed = [0; 32];
    ChaCha8Rng::seed_from_u64(1).fill_bytes(&mut seed);
    let mut generator = Xoshiro256PlusPlus::from_seed(seed);
    let sum: f64 = (0..number)
        .map(|_| -> f64 { StandardNormal.sample(&mut generator) })
        .sum();
    println!("{sum}");
    Ok(())
}
