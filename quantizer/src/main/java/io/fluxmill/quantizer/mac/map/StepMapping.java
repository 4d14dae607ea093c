// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;

/** The parts of a program that do not depend on the hardware: values, windows, and the steps that run in the driver. */
public final class StepMapping {
    private StepMapping() {}

    public static MacProgram.Value value(QuantizedNetwork.Tensor tensor) {
        Network.Shape shape = tensor.shape();
        return new MacProgram.Value(tensor.name(), shape.channels(), shape.height(), shape.width(), tensor.format());
    }

    /**
     * The window of a layer's geometry for one of its groups.
     *
     * @param output shape of the layer's result
     * @param group 0 to geometry.groups - 1
     */
    public static MacProgram.Window window(Network.Geometry geometry, Network.Shape output, int group) {
        return window(geometry, output, group * geometry.channels(), geometry.channels());
    }

    private static MacProgram.Window window(
            Network.Geometry geometry, Network.Shape output, int firstChannel, int channels) {
        return new MacProgram.Window(
                firstChannel,
                channels,
                geometry.kernelHeight(),
                geometry.kernelWidth(),
                geometry.strideY(),
                geometry.strideX(),
                geometry.padTop(),
                geometry.padLeft(),
                geometry.dilationY(),
                geometry.dilationX(),
                output.height(),
                output.width());
    }

    /**
     * Pooling over codes; both values have one format and scale.
     *
     * @param padCode code of real zero
     */
    public static MacProgram.PoolStep pool(Network.PoolLayer pool, int input, int output, int padCode) {
        MacProgram.PoolKind kind =
                pool.kind() == Network.PoolKind.MAX ? MacProgram.PoolKind.MAX : MacProgram.PoolKind.AVERAGE;
        MacProgram.Window window = window(pool.geometry(), pool.outputShape(), 0, 1);
        return new MacProgram.PoolStep(pool.name(), input, output, kind, window, pool.countIncludePad(), padCode);
    }
}
