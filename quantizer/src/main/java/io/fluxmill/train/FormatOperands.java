// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.format.IntegerFormat;
import io.fluxmill.format.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operands rounded to one format as the quantiser after training will round them: weights to the nearest value with a scale
 * for each output channel, activations as the hardware does with one scale for each tensor; both scales have the smallest
 * mean square error. An activation without negative values may have a negative zero point, so that it can use more than half
 * of the codes: the one with the smallest error.
 */
final class FormatOperands implements TrainableNetwork.Operands {
    private static final int LARGEST_POWER = 64;

    /** The grid of a zero point. */
    private record Candidate(int zeroPoint, FakeQuantizer quantizer, MseScale scale) {}

    private final NDManager manager;
    private final NumberFormat format;
    private final FakeQuantizer weightQuantizer;
    private final MseScale weightScale;
    private final NDArray[] weightScales;
    /** The first has no zero point. */
    private final List<Candidate> candidates = new ArrayList<>();

    private final Candidate[] chosen;
    private final float[] activationScales;

    /** @param manager owns the tables and scales */
    FormatOperands(NDManager manager, NumberFormat format, int matrixLayers) {
        this.manager = manager;
        this.format = format;
        QuantizationGrid nearest = QuantizationGrid.nearest(format);
        weightQuantizer = new FakeQuantizer(manager, nearest);
        weightScale = new MseScale(format, nearest, false);
        weightScales = new NDArray[matrixLayers];
        for (int zeroPoint : zeroPoints(format)) {
            QuantizationGrid grid = QuantizationGrid.shifted(format, zeroPoint);
            FakeQuantizer quantizer = new FakeQuantizer(manager, grid);
            candidates.add(new Candidate(zeroPoint, quantizer, new MseScale(format, grid, zeroPoint != 0)));
        }
        chosen = new Candidate[matrixLayers];
        activationScales = new float[matrixLayers];
    }

    /** 0, then the negative whole values that may stand for zero: the lowest, and powers of two unless it is an integer. */
    private static int[] zeroPoints(NumberFormat format) {
        if (!MseScale.isSearched(format)) {
            return new int[] {0};
        }
        int lowest = (int) QuantizationGrid.hardware(format).min();
        if (format instanceof IntegerFormat) {
            return new int[] {0, lowest};
        }
        IntStream powers = IntStream.iterate(1, z -> z < Math.min(-lowest, LARGEST_POWER), z -> 2 * z);
        return IntStream.concat(IntStream.of(0, lowest), powers.map(z -> -z))
                .filter(z -> format.toDouble(format.fromDouble(z)) == z)
                .toArray();
    }

    NumberFormat format() {
        return format;
    }

    /**
     * Finds the scales anew.
     *
     * @param activations samples of what each matrix layer reads, {@code [matrixLayers][samples]}
     */
    void refresh(TrainableNetwork network, List<float[]> activations) {
        for (int i = 0; i < weightScales.length; i++) {
            refreshWeights(i, network.weight(i));
            refreshActivation(i, activations.get(i));
        }
    }

    private void refreshWeights(int layer, NDArray weight) {
        float[] values = weight.toFloatArray();
        int channels = (int) weight.getShape().get(0);
        int depth = values.length / channels;
        float[] scales = new float[channels];
        for (int n = 0; n < channels; n++) {
            scales[n] =
                    (float) weightScale.of(values, n * depth, (n + 1) * depth).scale();
        }
        long[] shape = new long[weight.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = channels;
        if (weightScales[layer] != null) {
            weightScales[layer].close();
        }
        weightScales[layer] = manager.create(scales, new Shape(shape));
    }

    private void refreshActivation(int layer, float[] values) {
        List<Candidate> allowed = isUnsigned(values) ? candidates : candidates.subList(0, 1);
        double error = Double.POSITIVE_INFINITY;
        for (Candidate candidate : allowed) {
            MseScale.Found found = candidate.scale().of(values, 0, values.length);
            if (found.squareError() < error) {
                error = found.squareError();
                chosen[layer] = candidate;
                activationScales[layer] = (float) found.scale();
            }
        }
    }

    private static boolean isUnsigned(float[] values) {
        for (float value : values) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public NDArray weight(int layer, NDArray weight) {
        return weightQuantizer.quantize(weight, weightScales[layer]);
    }

    @Override
    public NDArray activation(int layer, NDArray activation) {
        return chosen[layer].quantizer().quantize(activation, activationScales[layer]);
    }

    /** The zero point of the tensor that a matrix layer reads. */
    int zeroPoint(int layer) {
        return chosen[layer].zeroPoint();
    }

    /** The scale of that tensor. */
    float activationScale(int layer) {
        return activationScales[layer];
    }
}
