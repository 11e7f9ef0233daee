# The published figures with gnuplot: gnuplot -e "kind='densities'; format='png'; out='OUT'" figure.gp
# (or kind='histograms', format='svg').
array Mu[4] = [-4.0, -1.0, 0.0, 3.0]
array Sigma[4] = [2.0, 0.5, 1.0, 0.8]
array Color[4] = [0x084a57, 0xf29c27, 0xac3631, 0x537b2a]
array Width[4] = [4.0, 3.65, 3.35, 3.1]
N(z, i) = exp(-0.5 * ((z - Mu[i]) / Sigma[i]) ** 2) / (Sigma[i] * sqrt(2 * pi))
name(i) = sprintf("{/:Italic μ} = %.1f, {/:Italic σ} = %.1f", Mu[i], Sigma[i])

# Lines and text in points: 300 dots an inch, or 96. pngcairo draws text of a size that is asked for a third too large.
if (format eq "png") {
    set terminal pngcairo size 2605,1128 font "DejaVu Sans,10" fontscale 300.0 / 72 linewidth 300.0 / 72
    legend_font = ",9"
    label_font = ",10.5"
} else {
    set terminal svg size 834,361 font "DejaVu Sans,10" fontscale 96.0 / 72 linewidth 96.0 / 72
    legend_font = ",12"
    label_font = ",14"
}
set output out

if (kind eq "histograms") {
    # 1000 samples of each Gaussian, a block each, and 20 bins from the least to the greatest.
    set print $Samples
    do for [i = 1:4] {
        do for [_ = 1:1000] { print Mu[i] + Sigma[i] * invnorm(rand(0)) }
        print ""
        print ""
    }
    unset print
    array Least[4]
    array Bin[4]
    do for [i = 1:4] {
        stats $Samples index i - 1 using 1 nooutput
        Least[i] = STATS_min
        Bin[i] = (STATS_max - STATS_min) / 20
    }
    number(z, i) = z < Least[i] + 19 * Bin[i] ? floor((z - Least[i]) / Bin[i]) : 19
    middle(z, i) = Least[i] + Bin[i] * (number(z, i) + 0.5)
}

set border linewidth 0.8
set xrange [-10:10]
set xtics 2.5 nomirror out
set ytics 0.4 nomirror out
set format "%.1f"
set grid back linetype 1 linewidth 0.8 linecolor rgb "#efefef"
set key top right Left reverse samplen 2 width -5 font legend_font noautotitle
set xlabel "Random variable, {/:Italic z}" font label_font
set ylabel "{/:Italic N}({/:Italic z} | {/:Italic μ}, {/:Italic σ})" font label_font
set samples 1000
set style fill transparent solid 0.3 noborder

if (kind eq "densities") {
    set yrange [-0.04:0.84]
    plot for [i = 1:4] N(x, i) with lines linewidth Width[i] linecolor rgb Color[i] title name(i)
} else {
    set yrange [0:0.88]
    plot for [i = 1:4] $Samples index i - 1 using (middle($1, i)) : (1 / (1000 * Bin[i])) \
             smooth frequency with boxes linecolor rgb Color[i], \
         for [i = 1:4] N(x, i) with lines linewidth Width[i] linecolor rgb Color[i] title name(i)
}
