// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.InputStep;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.ArrayList;
import java.util.List;

/** A network trained with quantisation as a float network: its weights unchanged, its activation ranges as clips. */
final class TrainedQuantization {
    private TrainedQuantization() {}

    /**
     * The same network without quantisers. A quantiser's range stays as bounds of the activation before it, because the
     * network relies on the saturation.
     *
     * @throws InputException if a tensor is quantised to -1 and +1 or divided, which no bound replaces
     */
    static Network asBounds(Network network) {
        List<Layer> layers =
                network.layers().stream().map(TrainedQuantization::asBounds).toList();
        return new Network(network.name(), network.inputShape(), inputSteps(network), null, layers, network.ending());
    }

    private static List<InputStep> inputSteps(Network network) {
        Quant quant = network.inputQuant();
        if (quant == null) {
            return network.inputSteps();
        }
        requireBounds("input", quant);
        List<InputStep> steps = new ArrayList<>(network.inputSteps());
        steps.add(InputStep.clip(quant.toReal(quant.low(), 0), quant.toReal(quant.high(), 0)));
        return steps;
    }

    /** Signs and divisions cannot be bounds. */
    private static void requireBounds(String tensor, Quant quant) {
        if (quant != null && (quant.bipolar() || quant.shift() != null)) {
            throw new InputException(
                    "the " + tensor + " must keep its trained quantisation, because it is a "
                            + (quant.bipolar() ? "sign" : "division"),
                    "use the format trained");
        }
    }

    private static Layer asBounds(Layer layer) {
        if (layer instanceof MatrixLayer m) {
            return new MatrixLayer(
                    m.name(),
                    m.input(),
                    m.output(),
                    m.inputShape(),
                    m.outputShape(),
                    m.geometry(),
                    m.weights(),
                    m.gain(),
                    m.bias(),
                    bounded(m.name(), m.activation(), m.outputQuant()),
                    null,
                    null);
        }
        if (layer instanceof PoolLayer p) {
            requireBounds("result of layer " + p.name(), p.outputQuant());
            return new PoolLayer(
                    p.name(),
                    p.input(),
                    p.output(),
                    p.inputShape(),
                    p.outputShape(),
                    p.kind(),
                    p.geometry(),
                    p.countIncludePad(),
                    null);
        }
        if (layer instanceof AddLayer a) {
            return new AddLayer(
                    a.name(),
                    a.left(),
                    a.right(),
                    a.output(),
                    a.outputShape(),
                    bounded(a.name(), a.activation(), a.outputQuant()),
                    null);
        }
        requireBounds("result of layer " + layer.name(), layer.outputQuant());
        return layer.withQuant(null);
    }

    private static Activation bounded(String layer, Activation activation, Quant quant) {
        if (quant == null) {
            return activation;
        }
        requireBounds("result of layer " + layer, quant);
        return new Activation(
                activation.slope(),
                Math.max(activation.low(), quant.toReal(quant.low(), 0)),
                Math.min(activation.high(), quant.toReal(quant.high(), 0)));
    }
}
