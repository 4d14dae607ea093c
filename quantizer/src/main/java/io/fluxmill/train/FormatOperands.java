// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.PositFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Operands rounded to one format as the quantiser after training will round them: weights to the nearest value with a scale
 * for each output channel, activations as the hardware does with one scale for each tensor; both scales have the smallest
 * mean square error. An activation without negative values may have the format's lowest value as zero point, if that has the
 * smaller error (not in posits, whose lowest value has no neighbours near it).
 */
final class FormatOperands implements TrainableNetwork.Operands {
    private final NDManager manager;
    private final NumberFormat format;
    private final FakeQuantizer weightQuantizer;
    private final MseScale weightScale;
    private final NDArray[] weightScales;
    private final FakeQuantizer plain;
    private final MseScale plainScale;
    private final FakeQuantizer shifted;
    private final MseScale shiftedScale;
    private final float[] activationScales;
    private final boolean[] usesZeroPoint;

    /** @param manager owns the tables and scales */
    FormatOperands(NDManager manager, NumberFormat format, int matrixLayers) {
        this.manager = manager;
        this.format = format;
        QuantizationGrid nearest = QuantizationGrid.nearest(format);
        weightQuantizer = new FakeQuantizer(manager, nearest);
        weightScale = new MseScale(format, nearest);
        weightScales = new NDArray[matrixLayers];
        QuantizationGrid hardware = QuantizationGrid.hardware(format);
        plain = new FakeQuantizer(manager, hardware);
        plainScale = new MseScale(format, hardware);
        boolean shifts = !(format instanceof PositFormat);
        QuantizationGrid unsigned = QuantizationGrid.shifted(format, hardware.min());
        shifted = shifts ? new FakeQuantizer(manager, unsigned) : null;
        shiftedScale = shifts ? new MseScale(format, unsigned) : null;
        activationScales = new float[matrixLayers];
        usesZeroPoint = new boolean[matrixLayers];
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
        MseScale.Found found = plainScale.of(values, 0, values.length);
        usesZeroPoint[layer] = false;
        if (shifted != null && isUnsigned(values)) {
            MseScale.Found other = shiftedScale.of(values, 0, values.length);
            usesZeroPoint[layer] = other.squareError() < found.squareError();
            found = usesZeroPoint[layer] ? other : found;
        }
        activationScales[layer] = (float) found.scale();
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
        FakeQuantizer quantizer = usesZeroPoint[layer] ? shifted : plain;
        return quantizer.quantize(activation, activationScales[layer]);
    }

    /** Whether the tensor that a matrix layer reads has the format's lowest value as zero point. */
    boolean usesZeroPoint(int layer) {
        return usesZeroPoint[layer];
    }

    /** The scale of the tensor that a matrix layer reads. */
    float activationScale(int layer) {
        return activationScales[layer];
    }
}
