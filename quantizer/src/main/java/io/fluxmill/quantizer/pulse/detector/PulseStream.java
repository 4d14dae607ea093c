// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of an ADC over many pulses, and the truth about them.
 *
 * @param codes unsigned samples of the ADC, in order
 * @param pulses in the order of their beginnings
 */
public record PulseStream(int[] codes, List<Pulse> pulses) {
    /** A pulse ends where it falls below this share of a count. */
    private static final double NEGLIGIBLE = 1e-3;

    public PulseStream {
        codes = codes.clone();
        pulses = List.copyOf(pulses);
    }

    /**
     * The truth about a pulse.
     *
     * @param timeSamples its beginning, in samples from the first one of the stream
     * @param amplitude height over the baseline, ADC counts
     * @param pileUp whether it begins within a window of the pulse before it
     */
    public record Pulse(double timeSamples, double amplitude, boolean pileUp) {}

    /**
     * How pulses come.
     *
     * @param quiet samples before the first pulse, in which the running baseline settles
     * @param gap least distance of two pulses, samples; 0 with a mean is a Poisson process
     * @param meanExtra mean of the exponentially distributed time that is added to each gap, samples; 1 or more makes the phase
     *     of the sampling clock uniform
     * @param pileUpShare share of the pulses that another one follows within a window
     * @param minAmplitude smallest height, ADC counts
     * @param maxAmplitude largest height, ADC counts
     * @param drift of the baseline: height of a sine, ADC counts
     * @param driftPeriod of the sine, samples
     */
    public record Traffic(
            int quiet,
            double gap,
            double meanExtra,
            double pileUpShare,
            double minAmplitude,
            double maxAmplitude,
            double drift,
            double driftPeriod) {
        /** A mean of extra time that makes the phase of the sampling clock uniform, samples. */
        public static final double PHASES = 8;

        public Traffic {
            require(quiet >= 0, "quiet", "0 or more", quiet);
            require(gap >= 0, "gap", "0 or more", gap);
            require(
                    meanExtra >= 0 && gap + meanExtra > 0,
                    "meanExtra",
                    "0 or more, and above 0 without a gap",
                    meanExtra);
            require(pileUpShare >= 0 && pileUpShare <= 1, "pileUpShare", "0 to 1", pileUpShare);
            require(minAmplitude <= maxAmplitude, "minAmplitude", "at most maxAmplitude", minAmplitude);
            require(driftPeriod > 0, "driftPeriod", "above 0", driftPeriod);
        }

        private static void require(boolean holds, String what, String rule, double value) {
            if (!holds) {
                throw new IllegalArgumentException(what + " must be " + rule + ": " + what + "=" + value);
            }
        }

        /** Pulses well apart on a constant baseline, heights spread evenly. */
        public static Traffic apart(int quiet, double gap, double minAmplitude, double maxAmplitude) {
            return new Traffic(quiet, gap, PHASES, 0, minAmplitude, maxAmplitude, 0, 1);
        }
    }

    /**
     * Makes a stream.
     *
     * @param count pulses, those of pile-up not counted
     */
    public static PulseStream make(Acquisition setup, Traffic traffic, int count, long seed) {
        GaussianSource random = GaussianSource.seeded(seed);
        List<Pulse> pulses = pulses(setup, traffic, count, random);
        double last = pulses.isEmpty() ? 0 : pulses.get(pulses.size() - 1).timeSamples();
        double[] counts = new double[(int) Math.ceil(Math.max(traffic.quiet(), last) + traffic.gap() + setup.window())];
        pulses.forEach(pulse -> add(setup, pulse, counts));
        Noise.Process noise = setup.noise().start(random);
        int[] codes = new int[counts.length];
        for (int i = 0; i < codes.length; i++) {
            double drift = traffic.drift() == 0
                    ? 0
                    : traffic.drift() * StrictMath.sin(2 * Math.PI * i / traffic.driftPeriod());
            codes[i] = setup.adc().code(setup.adc().pedestal() + drift + counts[i] + noise.next());
        }
        return new PulseStream(codes, pulses);
    }

    private static List<Pulse> pulses(Acquisition setup, Traffic traffic, int count, GaussianSource random) {
        List<Pulse> pulses = new ArrayList<>();
        double time = traffic.quiet();
        for (int n = 0; n < count; n++) {
            double distance = traffic.gap() - traffic.meanExtra() * StrictMath.log(1 - random.uniform());
            time += distance;
            pulses.add(new Pulse(time, height(traffic, random), n > 0 && distance < setup.window()));
            if (random.uniform() < traffic.pileUpShare()) {
                time += random.uniform(1, setup.window());
                pulses.add(new Pulse(time, height(traffic, random), true));
            }
        }
        return pulses;
    }

    private static double height(Traffic traffic, GaussianSource random) {
        return random.uniform(traffic.minAmplitude(), traffic.maxAmplitude());
    }

    private static void add(Acquisition setup, Pulse pulse, double[] counts) {
        double periodNs = setup.adc().periodNs();
        for (int i = (int) Math.ceil(pulse.timeSamples()); i < counts.length; i++) {
            double since = (i - pulse.timeSamples()) * periodNs;
            double height = pulse.amplitude() * setup.shape().value(since);
            if (since > setup.shape().peakNs() && height < NEGLIGIBLE) {
                return;
            }
            counts[i] += height;
        }
    }
}
