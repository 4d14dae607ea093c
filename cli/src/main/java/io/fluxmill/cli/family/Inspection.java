// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.InputException;
import java.util.List;
import java.util.Locale;

/**
 * What a model file is made of, and what becomes of it. A family builds one from the nodes of a graph and the layers that it was lowered to;
 * {@code cli.inspect} shows it.
 *
 * @param file as the user named it
 * @param format such as {@code ONNX, opset 13}
 * @param inputs of the graph
 * @param outputs of the graph
 * @param nodes in the order of the file; empty if the format has only layers
 * @param layers after lowering, in execution order; empty if the model is refused
 * @param host what is left to the host, in words
 * @param trained the trained quantisation, in words; empty if there is none
 * @param refusal why the model is refused; null if it is accepted
 * @param refusals the sentences of all nodes that are refused
 * @param cuts places at which a refused model can end so that it is accepted
 */
public record Inspection(
        String file,
        String format,
        List<Tensor> inputs,
        List<Tensor> outputs,
        List<Node> nodes,
        List<Layer> layers,
        List<String> host,
        List<String> trained,
        InputException refusal,
        List<String> refusals,
        List<Cut> cuts) {
    /** Takes copies. */
    public Inspection {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        layers = List.copyOf(layers);
        host = List.copyOf(host);
        trained = List.copyOf(trained);
        refusals = List.copyOf(refusals);
        cuts = List.copyOf(cuts);
    }

    /** Where something is computed. */
    public enum Place {
        ENGINE,
        DRIVER,
        /** Part of a layer, or no value moves. */
        FOLDED,
        /** When the model is read. */
        CONSTANT,
        /** After the network's last layer. */
        HOST,
        REFUSED,
        /** Not known, because it reads what a refused node computes. */
        UNREACHED,
        /** No output needs it. */
        UNUSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param shape such as {@code [1,3,32,32]}, with ? for an open size */
    public record Tensor(String name, String type, String shape) {}

    /**
     * A node of the graph.
     *
     * @param shape of its first output, empty if it is not known
     * @param parameters elements of its constants, without indices
     * @param producers indices of the nodes that it reads
     * @param details attributes and constants, such as {@code strides=[2,2]}
     */
    public record Node(
            String name,
            String operator,
            Place place,
            String shape,
            long parameters,
            List<Integer> producers,
            List<String> details) {
        /** Takes copies. */
        public Node {
            producers = List.copyOf(producers);
            details = List.copyOf(details);
        }
    }

    /**
     * A layer or a step of the driver.
     *
     * @param kind such as {@code conv 3x3}
     * @param shape of its result for one sample
     * @param parameters weights and biases
     * @param macs multiply-accumulates for one sample, padding included
     * @param trained bits of its trained quantisation, empty if there is none
     */
    public record Layer(
            String name, String kind, String shape, long parameters, long macs, Place place, String trained) {}

    /** @param until value of {@code --until} and {@code model-output} */
    public record Cut(String until, int layers, long parameters, long macs) {}

    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Multiply-accumulates for one sample. */
    public long macs() {
        return layers.stream().mapToLong(Layer::macs).sum();
    }

    /** Those on the engine. */
    public long engineMacs() {
        return layers.stream()
                .filter(layer -> layer.place() == Place.ENGINE)
                .mapToLong(Layer::macs)
                .sum();
    }
}
