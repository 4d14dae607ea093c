// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.pulse.read.PulseMultiplier;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.pulse.train.PulseTopology.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The trained parameters as the engine's integers. */
final class PulseExport {
    private final PulseTrainConfig config;
    private final PulseTargets targets;
    private final PulseParameters parameters;
    private final IntegerArithmetic arithmetic;
    private final WeightGrid grid;

    PulseExport(
            PulseTrainConfig config,
            PulseTargets targets,
            PulseParameters parameters,
            IntegerArithmetic arithmetic,
            WeightGrid grid) {
        this.config = config;
        this.targets = targets;
        this.parameters = parameters;
        this.arithmetic = arithmetic;
        this.grid = grid;
    }

    PulseNetwork network() {
        List<Layer> layers = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        List<Matrix> matrices = parameters.matrices();
        double inputScale = 1 / targets.normalisation().top();
        for (int i = 0; i < matrices.size(); i++) {
            boolean last = i + 1 == matrices.size();
            double outputScale = last ? 1 : arithmetic.scale(i);
            layers.add(layer(i, inputScale, outputScale, last));
            if (last) {
                outputs.add(new Output("time", "samples", inputScale * grid.scale(i, 0), targets.timeOffset()));
                outputs.add(new Output(
                        "amplitude",
                        "elements",
                        inputScale * grid.scale(i, 1) * targets.elementsPerOutput(),
                        targets.amplitudeOffset()));
            }
            inputScale = outputScale;
        }
        return new PulseNetwork(
                config.name(),
                config.scenario().setup().window(),
                1,
                config.activationBits(),
                Rounding.NEAREST_AWAY,
                layers,
                outputs);
    }

    private Layer layer(int index, double inputScale, double outputScale, boolean last) {
        Matrix matrix = parameters.matrices().get(index);
        float[] biases = parameters.bias(index).toFloatArray();
        int channels = matrix.outputChannels();
        int[] bias = new int[channels];
        int[] multipliers = new int[channels];
        int[] shifts = new int[channels];
        for (int c = 0; c < channels; c++) {
            double product = inputScale * grid.scale(index, c);
            bias[c] = (int) Math.rint(biases[c] / product);
            if (!last) {
                PulseMultiplier scale = PulseMultiplier.of(product / outputScale);
                multipliers[c] = scale.multiplier();
                shifts[c] = scale.shift();
            }
        }
        return new Layer(
                matrix.name(),
                matrix.inputLength(),
                matrix.inputChannels(),
                matrix.kernel(),
                matrix.stride(),
                matrix.padLeft(),
                matrix.outputLength(),
                channels,
                !last,
                grid.codes(index),
                bias,
                multipliers,
                shifts);
    }
}
