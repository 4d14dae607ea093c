// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.vary.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * A Monte Carlo run over static variation; docs/sfq-margins.md has the keys.
 *
 * @param samples for each point of the curve
 * @param spread at scale 1
 * @param jitterPicoseconds thermal jitter; for {@link TraceCheck#withJitter}
 * @param scales of the curve, ascending, 1 among them
 */
public record YieldPlan(
        int samples, long seed, Spread spread, double jitterPicoseconds, List<Double> scales, TraceCheck.Rule rule) {
    private static final List<Double> SCALES = List.of(0.5, 1.0, 1.5, 2.0, 3.0);
    private static final double MAX_SIGMA_PERCENT = 50;

    /** Sorts the scales and adds 1. */
    public YieldPlan {
        List<Double> all = new ArrayList<>(scales);
        all.add(1.0);
        scales = all.stream().sorted().distinct().toList();
    }

    /**
     * Reads the section {@code yield}.
     *
     * @throws io.fluxmill.core.config.InputException if a key or value breaks its rule
     */
    public static YieldPlan from(ConfigNode section) {
        YieldPlan plan = new YieldPlan(
                section.integer("samples", 1, 1_000_000, 200),
                section.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1),
                new Spread(
                        sigma(section, "bias-sigma-percent"),
                        sigma(section, "critical-current-sigma-percent"),
                        sigma(section, "timing-sigma-percent")),
                section.number("jitter-ps", 0, 1000, 0),
                section.parsedList("scales", YieldPlan::scale, SCALES),
                MarginPlan.rule(section));
        section.rejectUnknown();
        return plan;
    }

    private static double sigma(ConfigNode section, String key) {
        return section.number(key, 0, MAX_SIGMA_PERCENT, 0) / 100;
    }

    private static double scale(String text) {
        try {
            double scale = Double.parseDouble(text);
            if (scale >= 0 && scale <= 100) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("scale must be a number from 0 to 100: scale=" + text);
    }

    /** The seed of a sample: SplitMix64 of both. */
    long sampleSeed(int sample) {
        long x = seed + 0x9E3779B97F4A7C15L * (sample + 1);
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
