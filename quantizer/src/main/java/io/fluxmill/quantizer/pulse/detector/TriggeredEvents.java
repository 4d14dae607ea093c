// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * A fast source of single events as the front end delivers them, for training and for studies. A pulse begins at a uniform phase of the
 * sampling clock; the window is cut where the noisy, digitised samples first reach the threshold; the baseline has the error of
 * a running baseline in its stationary state. {@link PulseStream} has what a continuous stream adds (drift, dead time, pile-up).
 *
 * <p>Not thread-safe. Each event is held until the next one.
 */
public final class TriggeredEvents {
    /** Points of the shape's table in a sampling period; linear interpolation between them errs by 1e-7 or less. */
    private static final int OVERSAMPLING = 1024;

    /** Samples in which a pulse must reach the threshold. */
    private static final int SEARCH = 64;

    private final Acquisition setup;
    private final GaussianSource random;
    private final Noise.Process noise;
    private final double baselineSigma;
    private final double[] table;
    private final int[] codes;
    private final int[] heights;

    private double timeSamples;
    private double amplitude;
    private int peak;
    private boolean overRange;
    private long missed;

    public TriggeredEvents(Acquisition setup, long seed) {
        this.setup = setup;
        random = GaussianSource.seeded(seed);
        noise = setup.noise().start(random);
        baselineSigma = setup.baselineSigma();
        codes = new int[setup.window() + SEARCH];
        heights = new int[setup.window()];
        table = new double[(codes.length + 1) * OVERSAMPLING + 2];
        for (int i = 0; i < table.length; i++) {
            table[i] = setup.shape().value(setup.adc().periodNs() * i / OVERSAMPLING);
        }
    }

    /** The random numbers that the events are made of. */
    public GaussianSource random() {
        return random;
    }

    /**
     * Makes the next event that reaches the threshold.
     *
     * @param height over the baseline, ADC counts
     */
    public void next(double height) {
        while (!attempt(height)) {
            missed++;
        }
    }

    private boolean attempt(double height) {
        int before = setup.pretrigger();
        double phase = random.uniform();
        double pedestal = setup.adc().pedestal() + random.uniform() - 0.5;
        int baseline = (int) Math.floor(Acquisition.SUBCOUNTS * (pedestal + baselineSigma * random.next()));
        int threshold = setup.thresholdSubcounts();
        int trigger = -1;
        int made = 0;
        int end = codes.length;
        overRange = false;
        for (; made < end; made++) {
            double since = made - before - phase;
            double counts = pedestal + noise.next() + (since > 0 ? height * shape(since) : 0);
            int code = setup.adc().code(counts);
            codes[made] = code;
            if (trigger < 0 && made >= before && Acquisition.SUBCOUNTS * code - baseline >= threshold) {
                trigger = made;
                end = trigger - before + setup.window();
            } else if (trigger < 0 && made - before >= SEARCH - 1) {
                return false;
            }
        }
        cut(trigger - before, baseline);
        timeSamples = before + phase - (trigger - before);
        amplitude = height;
        return true;
    }

    private double shape(double samples) {
        double at = samples * OVERSAMPLING;
        int index = (int) at;
        return table[index] + (at - index) * (table[index + 1] - table[index]);
    }

    private void cut(int from, int baseline) {
        int max = Integer.MIN_VALUE;
        int largest = setup.adc().maxCode();
        for (int i = 0; i < heights.length; i++) {
            int code = codes[from + i];
            overRange |= code == 0 || code == largest;
            heights[i] = Acquisition.SUBCOUNTS * code - baseline;
            max = Math.max(max, heights[i]);
        }
        peak = max;
    }

    /** True beginning of the pulse, in samples from the first sample of the window. */
    public double timeSamples() {
        return timeSamples;
    }

    /** True height of the pulse, ADC counts. */
    public double amplitude() {
        return amplitude;
    }

    /** Largest sample over the baseline, 1/16 counts. */
    public int peak() {
        return peak;
    }

    /** Whether a sample is at the end of the ADC's range. */
    public boolean overRange() {
        return overRange;
    }

    /** Pulses so far that did not reach the threshold. */
    public long missed() {
        return missed;
    }

    /** Samples of the event over its baseline, 1/16 counts, {@code [window]}; reused by the next event. */
    public int[] heights() {
        return heights;
    }

    /** Writes the normalised samples to {@code elements[offset ..]}. */
    public void elements(Normalisation normalisation, float[] elements, int offset) {
        for (int i = 0; i < heights.length; i++) {
            elements[offset + i] = normalisation.element(heights[i], peak);
        }
    }
}
