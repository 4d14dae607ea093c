// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.graph;

import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.Rescale;
import java.util.List;

/**
 * A network in codes: what the bit-exact reference executes and what is mapped onto the hardware. Immutable.
 *
 * @param tensors every tensor with its format and scale; tensor 0 is the input
 */
public record QuantizedNetwork(String name, List<Tensor> tensors, List<Layer> layers, int output) {

    /**
     * A tensor: real = scale * (value(code) - zeroPoint). zeroPoint is 0 except for integer tensors whose trained range is
     * unsigned and was shifted into the signed format.
     */
    public record Tensor(String name, Network.Shape shape, NumberFormat format, double scale, int zeroPoint) {}

    /** A layer; reads tensors, writes one. */
    public sealed interface Layer permits Matrix, Pool, Add {
        String name();

        int output();
    }

    /**
     * Dense or convolution.
     *
     * @param weights codes {@code [outChannels][depth]} in the format of the input tensor
     * @param padCode code that a window position outside the input reads (the code of real zero)
     * @param accumulatorMin proved smallest accumulator, in quire units, over all inputs of the format
     * @param accumulatorMax proved largest
     */
    public record Matrix(
            String name,
            int input,
            int output,
            Network.Geometry geometry,
            short[] weights,
            int padCode,
            Rescale.Layer rescale,
            List<Rescale.Channel> channels,
            java.math.BigInteger accumulatorMin,
            java.math.BigInteger accumulatorMax)
            implements Layer {}

    /** Pooling over codes; input and output tensor have the same format, scale and zero point. */
    public record Pool(
            String name, int input, int output, Network.PoolKind kind, Network.Geometry geometry, boolean countIncludePad)
            implements Layer {}

    /** Element-wise sum in codes, see {@link io.fluxmill.program.Program.AddStep}. */
    public record Add(
            String name, int left, int right, int output, double leftScale, double rightScale, int clipLow, int clipHigh)
            implements Layer {}
}
