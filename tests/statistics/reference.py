#!/usr/bin/env python3
"""Writes reference.txt: exact masses, tail probabilities and comparisons of Gaussians, from 80-digit arithmetic.

    pip install mpmath==1.3.0
    python3 tests/statistics/reference.py > tests/statistics/reference.txt

Doubles are written as the 16 hexadecimal digits of their bits, results as the nearest ones. Lines:

    mass MU SIGMA A B P                                  P is the probability between A and B
    gamma A X Q                                          Q is the regularised upper incomplete gamma function
    pair MU1 SIGMA1 MU2 SIGMA2 OVERLAP KL REVERSE Z...   of two Gaussians, and where their densities are equal
"""

import math
import random
import struct

from mpmath import erf, erfc, gammainc, inf, log, mp, mpf, sqrt

mp.dps = 80
LARGEST = mpf(1.7976931348623157e308)


def bits(number):
    return struct.pack(">d", math.copysign(math.inf, number) if abs(number) >= LARGEST else float(number)).hex()


def line(kind, *numbers):
    print(kind, *map(bits, numbers))


def upper(t):
    """Probability beyond t, for which mpmath has no digits farther out."""
    return mpf(t < 0) if abs(t) > 1000 else erfc(t / sqrt(2)) / 2


def between(a, b):
    if a >= 0:
        return upper(a) - upper(b)
    if b <= 0:
        return upper(-b) - upper(-a)
    return (erf(b / sqrt(2)) + erf(-a / sqrt(2))) / 2


def mass(mu, sigma, a, b):
    p = between((mpf(a) - mu) / mpf(sigma), (mpf(b) - mu) / mpf(sigma))
    if p > 1e-300:
        line("mass", mu, sigma, a, b, p)


def gamma(a, x):
    q = gammainc(mpf(a), mpf(x), inf, regularized=True)
    if q > 1e-300:
        line("gamma", a, x, q)


def crossings(mu1, s1, mu2, s2):
    a, b = 1 / s1**2 - 1 / s2**2, mu1 / s1**2 - mu2 / s2**2
    c = mu1**2 / s1**2 - mu2**2 / s2**2 + 2 * log(s1 / s2)
    if a == 0:
        return [(mu1 + mu2) / 2] if b != 0 else []
    root = sqrt(b * b - a * c)
    return sorted([(b - root) / a, (b + root) / a])


def overlap(f, g, roots):
    if not roots:
        return mpf(1)
    (mu1, s1), (mu2, s2) = (f, g) if f[1] <= g[1] else (g, f)
    if len(roots) == 1:
        return 2 * upper(abs(mu1 - mu2) / (2 * s1))
    low, high = roots
    tails = upper((mu1 - low) / s1) + upper((high - mu1) / s1)
    return tails + between((low - mu2) / s2, (high - mu2) / s2)


def divergence(f, g):
    (mu1, s1), (mu2, s2) = f, g
    return log(s2 / s1) + (s1**2 + (mu1 - mu2) ** 2) / (2 * s2**2) - mpf(0.5)


def pair(mu1, s1, mu2, s2):
    f, g = (mpf(mu1), mpf(s1)), (mpf(mu2), mpf(s2))
    roots = crossings(*f, *g)
    shown = [z for z in roots if abs(z) < LARGEST]
    line("pair", mu1, s1, mu2, s2, overlap(f, g, roots), divergence(f, g), divergence(g, f), *shown)


def main():
    draw = random.Random(3)
    sign = lambda: draw.choice([-1, 1])
    for _ in range(400):
        sigma = 10 ** draw.uniform(-300, 300)
        mu = sigma * sign() * 10 ** draw.uniform(-3, 3)
        a = mu + sigma * draw.uniform(-37, 37)
        mass(mu, sigma, a, a + sigma * 10 ** draw.uniform(-8, 2))
        mass(0.0, 1.0, a := draw.uniform(-37, 37), a + 10 ** draw.uniform(-17, 2))
    mass(-1.7e308, 1e308, 1e308, 1.7e308)
    mass(0.0, 5e-324, 5e-324, 1e-323)
    for a in [0.5, 1.0, 1.5, 4.5, 9.5, 10.0, 10.5, 17.0, 100.0, 999.5, 4999.5, 5000.0]:
        for deviation in [-6, -2, -1, -0.1, 0, 0.1, 1, 2, 4, 8, 20]:
            gamma(a, max(a + deviation * math.sqrt(a), a * 1e-3))
    for mu1, s1, mu2, s2 in [
        (-4.0, 2.0, -1.0, 0.5), (-4.0, 2.0, 0.0, 1.0), (-4.0, 2.0, 3.0, 0.8),
        (-1.0, 0.5, 0.0, 1.0), (-1.0, 0.5, 3.0, 0.8), (0.0, 1.0, 3.0, 0.8),
        (0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 1e-9, 1.0), (0.0, 1.0, 0.0, 1.0 + 2**-52), (0.0, 1.0, 1e-9, 1.0 + 2**-52),
        (0.0, 1.0, 70.0, 1.0), (0.0, 1.0, 50.0, 2.0), (-1.7e308, 1e307, 1.7e308, 1.1e307), (0.0, 1.7e308, 1e308, 1.6e308),
        (0.0, 5e-324, 0.0, 1.7e308), (0.0, 5e-324, 1e-323, 1e-323), (1e16, 2.0, 1e16 + 4.0, 3.0), (1e5, 1e-9, 1e5, 2e-9),
        (1.7e308, 1.0, -1.7e308, 1.0), (0.0, 1e-160, 1e-160, 1e160),
    ]:
        pair(mu1, s1, mu2, s2)
    for _ in range(300):
        s1 = 10 ** draw.uniform(-150, 150)
        s2 = s1 * (1 + sign() * 10 ** draw.uniform(-15, -0.1)) if draw.random() < 0.5 else s1 * 10 ** draw.uniform(-5, 5)
        mu1 = s1 * sign() * 10 ** draw.uniform(-3, 3)
        pair(mu1, s1, mu1 + max(s1, s2) * sign() * 10 ** draw.uniform(-6, 1.6), s2)


main()
