// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import io.fluxmill.quantizer.data.Dataset;
import java.util.stream.IntStream;

/** Samples for the inputs of a spiking network, and labels if there are any. Spikes are made when they are asked for; any thread may ask. */
public final class SpikingSamples {
    private final int[][][] drawn;
    private final Dataset data;
    private final int firstNumber;
    private final int[] columns;
    private final int ticks;
    private final SpikeEncoder encoder;
    private final Encoding encoding;

    private SpikingSamples(
            int[][][] drawn, Dataset data, int firstNumber, int[] columns, int ticks, Encoding encoding) {
        this.drawn = drawn;
        this.data = data;
        this.firstNumber = firstNumber;
        this.columns = columns;
        this.ticks = ticks;
        this.encoding = encoding;
        encoder = encoding == null ? null : new SpikeEncoder(encoding);
    }

    /** Spikes that are there, {@code [samples][ticks][inputs]}. */
    public static SpikingSamples of(int[][][] spikes) {
        return new SpikingSamples(spikes, null, 0, null, 0, null);
    }

    /**
     * Values in a file.
     *
     * @param firstNumber number of the first sample in its file
     * @param columns which values of a tick are taken, in this order
     * @param ticks of a stored sample, 1 for values that have none
     * @param encoding null if the values are spikes
     */
    public static SpikingSamples of(Dataset data, int firstNumber, int[] columns, int ticks, Encoding encoding) {
        return new SpikingSamples(null, data, firstNumber, columns.clone(), ticks, encoding);
    }

    /** How many. */
    public int count() {
        return drawn != null ? drawn.length : data.count();
    }

    /** How they are encoded; null for spikes. */
    public Encoding encoding() {
        return encoding;
    }

    public boolean hasLabels() {
        return data != null && data.hasLabels();
    }

    /** The class of a sample; only if {@link #hasLabels}. */
    public int label(int sample) {
        return data.label(sample);
    }

    /** The number of a sample in its file. */
    public int number(int sample) {
        return firstNumber + sample;
    }

    /** Codes of a sample, {@code [ticks][values]}; one tick unless they are encoded by delta. Spikes where they are not encoded. */
    public int[][] codes(int sample) {
        float[] values = data.sample(sample);
        int width = values.length / ticks;
        int[][] codes = new int[ticks][columns.length];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < columns.length; i++) {
                float value = values[t * width + columns[i]];
                codes[t][i] = encoding == null ? (int) value : encoding.code(value);
            }
        }
        return codes;
    }

    /** Spikes of a sample, {@code [ticks][inputs]}. */
    public int[][] spikes(int sample) {
        if (drawn != null) {
            return drawn[sample];
        }
        int[][] codes = codes(sample);
        return encoder == null ? codes : encoder.encode(codes, number(sample));
    }

    /** Values beyond the codes; 0 where they are not encoded. */
    public long clipped() {
        if (encoding == null) {
            return 0;
        }
        return IntStream.range(0, count()).parallel().mapToLong(this::clipped).sum();
    }

    private long clipped(int sample) {
        float[] values = data.sample(sample);
        int width = values.length / ticks;
        long clipped = 0;
        for (int t = 0; t < ticks; t++) {
            for (int column : columns) {
                clipped += encoding.clips(values[t * width + column]) ? 1 : 0;
            }
        }
        return clipped;
    }
}
