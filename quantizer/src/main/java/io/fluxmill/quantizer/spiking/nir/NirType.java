// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static io.fluxmill.quantizer.spiking.nir.NirParameter.axes;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.bias;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.integer;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.neurons;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.optional;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.padding;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.positive;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.sizes;
import static io.fluxmill.quantizer.spiking.nir.NirParameter.weight;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The types of nodes with their parameters. Times are in seconds, all else has no unit. z = [v &gt; v_threshold] is 1 if the neuron fires and else 0; then v
 * becomes v_reset, 0 if it is absent. An element-wise parameter is a scalar or has the shape of the neurons.
 *
 * <p>Source: <a href="https://github.com/neuromorphs/NIR/tree/main/nir/ir">nir/ir</a>.
 */
public enum NirType {
    /** Where signals of the shape {@code shape} come in. */
    Input(sizes("shape")),
    /** Where signals of the shape {@code shape} go out. */
    Output(sizes("shape")),
    /** y = W x + b; weight [.., outputs, inputs], bias [.., outputs]. */
    Affine(weight(2, true), bias()),
    /** y = W x; weight [.., outputs, inputs]. */
    Linear(weight(2, true)),
    /** y = scale x, element-wise. */
    Scale(neurons("scale")),
    /** input_shape: length; weight [outputs, inputs / groups, length]; bias [outputs]. */
    Conv1d(
            optional(axes("input_shape", 1, 1)),
            weight(3, false),
            axes("stride", 1, 1),
            padding("padding", 1),
            axes("dilation", 1, 1),
            axes("groups", 1, 1),
            bias()),
    /** input_shape [height, width]; weight [outputs, inputs / groups, height, width]; bias [outputs]. */
    Conv2d(
            optional(axes("input_shape", 2, 1)),
            weight(4, false),
            axes("stride", 2, 1),
            padding("padding", 2),
            axes("dilation", 2, 1),
            axes("groups", 1, 1),
            bias()),
    /** Sum of each window; all [height, width]. */
    SumPool2d(axes("kernel_size", 2, 1), axes("stride", 2, 1), axes("padding", 2, 0)),
    /** Mean of each window; all [height, width]. */
    AvgPool2d(axes("kernel_size", 2, 1), axes("stride", 2, 1), axes("padding", 2, 0)),
    /** Dimensions from start_dim (1 if absent) to end_dim (−1, the last one, if absent) become one; input_type: shape of the input. */
    Flatten(optional(integer("start_dim")), optional(integer("end_dim")), optional(sizes("input_type"))),
    /** y(t) = x(t − delay). */
    Delay(neurons("delay").atLeastZero()),
    /** z = [x &gt; threshold]. */
    Threshold(neurons("threshold")),
    /** dv/dt = r I. */
    I(neurons("r")),
    /** dv/dt = r I; z. */
    IF(neurons("r"), neurons("v_threshold"), optional(neurons("v_reset"))),
    /** tau dv/dt = (v_leak − v) + r I. */
    LI(positive("tau"), neurons("r"), neurons("v_leak")),
    /** tau dv/dt = (v_leak − v) + r I; z. */
    LIF(positive("tau"), neurons("r"), neurons("v_leak"), neurons("v_threshold"), optional(neurons("v_reset"))),
    /** tau_syn dI/dt = −I + w_in S; tau_mem dv/dt = (v_leak − v) + r I; w_in is 1 if absent. */
    CubaLI(positive("tau_syn"), positive("tau_mem"), neurons("r"), neurons("v_leak"), optional(neurons("w_in"))),
    /** tau_syn dI/dt = −I + w_in S; tau_mem dv/dt = (v_leak − v) + r I; z; w_in is 1 if absent. */
    CubaLIF(
            positive("tau_syn"),
            positive("tau_mem"),
            neurons("r"),
            neurons("v_leak"),
            neurons("v_threshold"),
            optional(neurons("v_reset")),
            optional(neurons("w_in"))),
    /** A graph in the graph. */
    NIRGraph();

    private final List<NirParameter> parameters;

    NirType(NirParameter... parameters) {
        this.parameters = List.of(parameters);
    }

    List<NirParameter> parameters() {
        return parameters;
    }

    static Optional<NirType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** The parameter of this name, or null. */
    NirParameter parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
