// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.vary.Spread;
import io.fluxmill.netlist.vary.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The share of circuits that work although every instance deviates.
 *
 * @param curve a point for each scale, ascending
 */
public record Yield(List<Point> curve) {
    /** Takes a copy. */
    public Yield {
        curve = List.copyOf(curve);
    }

    /**
     * All samples at one scale.
     *
     * @param scale of the plan's standard deviations
     * @param spread standard deviations at this scale
     * @param working samples that work
     * @param failures number of samples by their first fault
     */
    public record Point(double scale, Spread spread, int samples, int working, Map<String, Integer> failures) {
        /** 97.5 % quantile of the normal distribution. */
        private static final double Z = 1.959963984540054;

        /** Share of the samples that work. */
        public double share() {
            return (double) working / samples;
        }

        /** Lower end of the Wilson score interval of 95 %. */
        public double low() {
            return Math.max(0, centre() - halfWidth());
        }

        /** Upper end of the Wilson score interval of 95 %. */
        public double high() {
            return Math.min(1, centre() + halfWidth());
        }

        private double centre() {
            return (share() + Z * Z / (2 * samples)) / (1 + Z * Z / samples);
        }

        private double halfWidth() {
            double variance = share() * (1 - share()) / samples + Z * Z / (4.0 * samples * samples);
            return Z * Math.sqrt(variance) / (1 + Z * Z / samples);
        }
    }

    /** The point at scale 1. */
    public Point nominal() {
        return curve.stream().filter(p -> p.scale == 1).findFirst().orElseThrow();
    }

    /**
     * Monte Carlo on all processors; the result does not depend on their number.
     *
     * @param netlist in quanta of 0.1 ps
     * @param progress is told of samples, of all points together
     * @throws InputException if the circuit does not work without variation
     */
    public static Yield estimate(Netlist netlist, CircuitCheck check, YieldPlan plan, Progress progress) {
        Netlist nominal = netlist.refined(check.subdivision());
        check.failure(nominal, 0).ifPresent(why -> {
            throw new InputException(
                    "netlist " + netlist.name() + " must work without variation: " + why,
                    "correct the netlist or the stimuli; a yield needs a circuit that works");
        });
        Runnable done = progress.counting((long) plan.samples() * plan.scales().size());
        List<Point> curve = new ArrayList<>();
        for (double scale : plan.scales()) {
            Spread spread = plan.spread().times(scale);
            List<Optional<String>> failures = IntStream.range(0, plan.samples())
                    .parallel()
                    .mapToObj(sample -> {
                        Optional<String> failure = failure(nominal, check, spread, plan.sampleSeed(sample));
                        done.run();
                        return failure;
                    })
                    .toList();
            curve.add(point(scale, spread, failures));
        }
        return new Yield(curve);
    }

    private static Optional<String> failure(Netlist nominal, CircuitCheck check, Spread spread, long seed) {
        Variant variant = Variant.sample(nominal, spread, seed);
        return Margins.outside(variant).or(() -> check.failure(variant.netlist(), seed));
    }

    private static Point point(double scale, Spread spread, List<Optional<String>> failures) {
        Map<String, Integer> reasons = new TreeMap<>();
        failures.forEach(failure -> failure.ifPresent(reason -> reasons.merge(reason, 1, Integer::sum)));
        int failed = reasons.values().stream().mapToInt(n -> n).sum();
        return new Point(scale, spread, failures.size(), failures.size() - failed, reasons);
    }
}
