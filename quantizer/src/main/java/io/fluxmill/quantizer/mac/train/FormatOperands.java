// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Operands rounded to one format as the quantiser after training will round them: weights to the nearest value with a scale
 * for each output channel, activations as the hardware does with one scale and zero point for each tensor.
 */
final class FormatOperands implements TrainableNetwork.Operands {
    private final NDManager manager;
    private final NumberFormat format;
    private final FakeQuantizer weightQuantizer;
    private final MseScale weightScale;
    private final NDArray[] weightScales;
    private final ActivationScale activationScale;
    /** One for each grid of {@link ActivationScale}. */
    private final List<FakeQuantizer> activationQuantizers;

    private final ActivationScale.Choice[] activationChoices;

    /** @param manager owns the tables and scales */
    FormatOperands(NDManager manager, NumberFormat format, int matrixLayers) {
        this.manager = manager;
        this.format = format;
        QuantizationGrid nearest = QuantizationGrid.nearest(format);
        weightQuantizer = new FakeQuantizer(manager, nearest);
        weightScale = new MseScale(format, nearest, false);
        weightScales = new NDArray[matrixLayers];
        activationScale = new ActivationScale(format);
        activationQuantizers = activationScale.grids().stream()
                .map(grid -> new FakeQuantizer(manager, grid))
                .toList();
        activationChoices = new ActivationScale.Choice[matrixLayers];
    }

    NumberFormat format() {
        return format;
    }

    /**
     * Finds new scales.
     *
     * @param activations samples of what each matrix layer reads, {@code [matrixLayers][samples]}
     */
    void refresh(TrainableNetwork network, List<float[]> activations) {
        for (int i = 0; i < weightScales.length; i++) {
            refreshWeights(i, network.weight(i));
            activationChoices[i] = activationScale.of(activations.get(i));
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

    @Override
    public NDArray weight(int layer, NDArray weight) {
        return weightQuantizer.quantize(weight, weightScales[layer]);
    }

    @Override
    public NDArray activation(int layer, NDArray activation) {
        ActivationScale.Choice choice = activationChoices[layer];
        return activationQuantizers.get(choice.grid()).quantize(activation, (float) choice.scale());
    }
}
