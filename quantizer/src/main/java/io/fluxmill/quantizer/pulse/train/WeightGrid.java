// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.quantizer.pulse.train.PulseTopology.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * Brings weights onto the grid of int8 a few at a time, while the others continue to learn and compensate for the rounding (incremental
 * quantisation, Zhou et al., arXiv 1702.03044). Those that happen to be closest to a point of the grid are fixed first, so hardly any is moved
 * far. The layer with the most weights comes last.
 *
 * <p>The grid of an output channel is a 127th of its largest weight at the beginning. Biases stay free: they have 32 bits.
 */
final class WeightGrid {
    static final int MAX_WEIGHT = 127;

    /** Share of the phase after which the largest layer is on the grid, and the others. */
    private static final double LARGEST_DONE = 0.85;

    private static final double OTHERS_DONE = 0.5;

    private final PulseParameters parameters;
    private final List<Matrix> matrices;
    private final float[] values;
    /** Of each parameter; 0 for biases. */
    private final float[] scales;

    private final float[] fixed;
    private final boolean[] isFixed;
    private final int largest;

    /** @param parameters as they are now; their values are changed by {@link #hold} */
    WeightGrid(PulseParameters parameters) {
        this.parameters = parameters;
        matrices = parameters.matrices();
        values = parameters.values();
        scales = new float[values.length];
        fixed = new float[values.length];
        isFixed = new boolean[values.length];
        int biggest = 0;
        int at = 0;
        for (int layer = 0; layer < matrices.size(); layer++) {
            Matrix matrix = matrices.get(layer);
            biggest = weights(matrix) > weights(matrices.get(biggest)) ? layer : biggest;
            for (int c = 0; c < matrix.outputChannels(); c++) {
                float scale = Float.MIN_NORMAL;
                for (int i = 0; i < matrix.depth(); i++) {
                    scale = Math.max(scale, Math.abs(values[at + i]) / MAX_WEIGHT);
                }
                Arrays.fill(scales, at, at + matrix.depth(), scale);
                at += matrix.depth();
            }
            at += matrix.outputChannels();
        }
        largest = biggest;
    }

    private static int weights(Matrix matrix) {
        return matrix.outputChannels() * matrix.depth();
    }

    /** Fixes as many weights as are due. @param progress of the phase, 0 to 1 */
    void advance(double progress) {
        int at = 0;
        for (int layer = 0; layer < matrices.size(); layer++) {
            int count = weights(matrices.get(layer));
            double share = progress / (layer == largest ? LARGEST_DONE : OTHERS_DONE);
            fix(at, count, (int) Math.ceil(Math.min(1, share) * count));
            at += count + matrices.get(layer).outputChannels();
        }
    }

    private void fix(int from, int count, int due) {
        int done = 0;
        float[] distances = new float[count];
        for (int i = 0; i < count; i++) {
            boolean is = isFixed[from + i];
            done += is ? 1 : 0;
            distances[i] = is ? -1 : distance(from + i);
        }
        if (done >= due) {
            return;
        }
        float[] sorted = distances.clone();
        Arrays.sort(sorted);
        float limit = sorted[due - 1];
        for (int i = 0; i < count; i++) {
            int at = from + i;
            if (!isFixed[at] && distances[i] <= limit) {
                isFixed[at] = true;
                fixed[at] = code(at) * scales[at];
            }
        }
    }

    private float distance(int at) {
        float steps = values[at] / scales[at];
        return Math.abs(steps - Math.round(steps));
    }

    /** The weight as an int8, −127 to 127. */
    private int code(int at) {
        return Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, Math.round(values[at] / scales[at])));
    }

    /** After a step of the optimiser: fixed weights keep their values, the others stay within the range. */
    void hold() {
        for (int i = 0; i < values.length; i++) {
            if (isFixed[i]) {
                values[i] = fixed[i];
            } else if (scales[i] > 0) {
                float limit = MAX_WEIGHT * scales[i];
                values[i] = Math.max(-limit, Math.min(limit, values[i]));
            }
        }
    }

    /** Scale of a layer's output channel. */
    double scale(int layer, int channel) {
        int at = parameters.offset(layer);
        return scales[at + channel * matrices.get(layer).depth()];
    }

    /** The weights of a layer, {@code [outputChannels][depth]}. */
    byte[] codes(int layer) {
        int at = parameters.offset(layer);
        byte[] codes = new byte[weights(matrices.get(layer))];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) code(at + i);
        }
        return codes;
    }
}
