// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import java.util.Arrays;

/** The population of a neuron node. */
final class Neurons {
    private final NirNode node;
    private final NeuronKind kind;

    Neurons(NirNode node, NeuronKind kind) {
        this.node = node;
        this.kind = kind;
    }

    /** @param in shape of what comes in; that of the neurons if all parameters are scalars */
    Population population(int[] in) {
        int[] shape = node.parameters().values().stream()
                .filter(p -> p.values().length > 1)
                .map(NirArray::shape)
                .findFirst()
                .orElse(in);
        if (NodeShapes.elements(shape) != NodeShapes.elements(in)) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") has neurons of shape " + Arrays.toString(shape)
                            + ", but gets values of shape " + Arrays.toString(in),
                    "export the network again, or correct its edges");
        }
        boolean hasMembrane = kind.hasMembrane();
        return new Population(
                node.name(),
                kind,
                shape,
                kind.hasSynapse() ? values("tau_syn", shape) : null,
                kind.isLeaky() ? values(kind.hasSynapse() ? "tau_mem" : "tau", shape) : null,
                hasMembrane ? values("r", shape) : null,
                kind.isLeaky() ? values("v_leak", shape) : null,
                kind.hasSynapse() ? optional("w_in", 1, shape) : null,
                kind == NeuronKind.THRESHOLD
                        ? values("threshold", shape)
                        : kind.fires() ? values("v_threshold", shape) : null,
                hasMembrane && kind.fires() ? optional("v_reset", 0, shape) : null);
    }

    private double[] optional(String parameter, double otherwise, int[] shape) {
        if (node.optional(parameter).isPresent()) {
            return values(parameter, shape);
        }
        double[] all = new double[NodeShapes.elements(shape)];
        Arrays.fill(all, otherwise);
        return all;
    }

    private double[] values(String parameter, int[] shape) {
        return NodeShapes.values(node, parameter, shape);
    }
}
