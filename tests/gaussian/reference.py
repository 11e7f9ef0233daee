#!/usr/bin/env python3
"""Writes reference.txt: exact values of normal distributions, from 60-digit arithmetic.

    pip install mpmath==1.3.0
    python3 tests/gaussian/reference.py > tests/gaussian/reference.txt

Doubles are written as the 16 hexadecimal digits of their bits. A result is the nearest double and, after a colon, the
exact value less that double in thousandths of the distance to the next double. Lines:

    gaussian MU SIGMA              the distribution of the lines that follow
    Z PDF LN_PDF CDF SF            its functions at Z
    quantile P Z                   Z with cdf(Z) = P of the standard normal distribution
"""

import math
import random
import struct

from mpmath import erfc, erfinv, exp, findroot, log, mp, mpf, pi, sqrt

mp.dps = 60
# Beyond these the results leave the range of doubles, and mpmath need not be asked.
LARGEST = mpf(1.7976931348623157e308)


def bits(double):
    return struct.pack(">d", double).hex()


def result(exact):
    if abs(exact) >= LARGEST:
        return bits(math.copysign(math.inf, exact)) + ":0"
    double = float(exact)
    step = math.ulp(double)
    return f"{bits(double)}:{int(mp.nint(1000 * (exact - mpf(double)) / mpf(step)))}"


def values(mu, sigma, z):
    t = (mpf(z) - mpf(mu)) / mpf(sigma)
    scale = mpf(sigma) * sqrt(2 * pi)
    far = abs(t) > 1000
    pdf = mpf(0) if far else exp(-t * t / 2) / scale
    tails = [mpf(t > 0), mpf(t < 0)] if far else [erfc(-t / sqrt(2)) / 2, erfc(t / sqrt(2)) / 2]
    return [pdf, -t * t / 2 - log(scale), *tails]


def gaussian(mu, sigma, deviations):
    print("gaussian", bits(mu), bits(sigma))
    for deviation in deviations:
        z = mu + deviation * sigma
        if math.isfinite(z):
            print(bits(z), *map(result, values(mu, sigma, z)))


def quantile(p):
    # Newton's method on the logarithm of the lower tail, from the asymptotic value.
    q = min(mpf(p), 1 - mpf(p))
    start = -sqrt(-2 * log(q)) if q < 0.1 else -sqrt(2) * erfinv(1 - 2 * q)
    t = findroot(lambda t: log(erfc(-t / sqrt(2)) / 2) - log(q), start) if q < mpf(0.5) else mpf(0)
    print("quantile", bits(p), result(t if p < 0.5 else -t))


def main():
    draw = random.Random(1)
    spread = lambda number: [draw.uniform(-38, 38) for _ in range(number)]
    gaussian(0.0, 1.0, [x / 20 for x in range(-780, 781)] + spread(400))
    extremes = [(0.0, 5e-324), (0.0, 3e-308), (1e-300, 1e-310), (0.0, 1.7e308), (1.7e308, 1e308), (-1.7e308, 1e300)]
    named = [(1e16, 2.0), (5.0, 1e-9), (0.0, 0.3989422804014327), (1.0, 0.398942280401433), (-4.0, 2.0), (3.0, 0.8)]
    for mu, sigma in extremes + named:
        gaussian(mu, sigma, [0.0, *spread(80)])
    for _ in range(50):
        sigma = 10 ** draw.uniform(-300, 300)
        mu = sigma * draw.choice([-1, 1]) * 10 ** draw.uniform(-8, 8)
        gaussian(mu, sigma, [0.0, 40.0, 1e6 * draw.random(), *spread(50)])
    for _ in range(300):
        quantile(10 ** draw.uniform(-300, 0))
        quantile(draw.uniform(0, 1))
    for exponent in range(1, 17):
        quantile(1 - 10.0**-exponent)
        quantile(0.5 + 10.0**-exponent)


main()
