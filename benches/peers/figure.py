"""The published figures with matplotlib, as the author of a post would draw them.

figure.py densities|histograms OUT [SAMPLES]
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

GAUSSIANS = [
    (-4.0, 2.0, "#084a57", 4.0),
    (-1.0, 0.5, "#f29c27", 3.65),
    (0.0, 1.0, "#ac3631", 3.35),
    (3.0, 0.8, "#537b2a", 3.1),
]

kind, out = sys.argv[1:3]
samples = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
random = np.random.default_rng(1)
z = np.linspace(-10, 10, 1000)
figure, axes = plt.subplots(figsize=(833.6 / 96, 360.96 / 96))
axes.grid(color="#b0b0b0", alpha=0.2)
axes.set_axisbelow(True)
for layer, (mu, sigma, color, width) in enumerate(GAUSSIANS, start=2):
    if kind == "histograms":
        drawn = random.normal(mu, sigma, samples)
        axes.hist(drawn, bins=20, density=True, color=color, alpha=0.3, zorder=layer)
        del drawn
    density = np.exp(-0.5 * ((z - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    label = rf"$\mu = {mu}$, $\sigma = {sigma}$"
    axes.plot(z, density, color=color, linewidth=width, label=label, zorder=layer)
axes.set_xlim(-10, 10)
axes.set_xticks(np.arange(-10, 10.1, 2.5))
axes.set_yticks([0.0, 0.4, 0.8])
axes.set_xlabel("Random variable, $z$", fontsize=14)
axes.set_ylabel(r"$\mathcal{N}(z \mid \mu, \sigma)$", fontsize=14)
axes.legend(fontsize=12, frameon=False, loc="upper right")
figure.tight_layout(pad=0.72)  # 0.1 in
figure.savefig(out, dpi=300)
