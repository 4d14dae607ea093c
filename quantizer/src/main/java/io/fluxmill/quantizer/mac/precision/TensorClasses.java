// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The tensors of a network and which of them share one format and scale: pooling and moving work on codes, so the tensors that they read and write
 * are one class. Tensor 0 is the input; tensor {@code i + 1} is written by layer i.
 */
final class TensorClasses {
    private final List<String> names = new ArrayList<>();
    private final List<Network.Shape> shapes = new ArrayList<>();
    private final Map<String, Integer> indexOf = new HashMap<>();
    private final List<Quant> quants = new ArrayList<>();
    private final int[] classOf;

    /** Classes with elements that come from nowhere: padding. */
    private final Set<Integer> filled = new HashSet<>();

    private final List<List<MatrixLayer>> consumers = new ArrayList<>();

    TensorClasses(Network network) {
        addTensor("input", network.inputShape(), network.inputQuant());
        for (Layer layer : network.layers()) {
            addTensor(layer.output(), layer.outputShape(), layer.outputQuant());
        }
        classOf = new int[names.size()];
        Arrays.setAll(classOf, i -> i);
        for (Layer layer : network.layers()) {
            if (layer instanceof PoolLayer || layer instanceof MoveLayer) {
                join(layer);
            }
        }
        names.forEach(name -> consumers.add(new ArrayList<>()));
        for (Layer layer : network.layers()) {
            if (layer instanceof MoveLayer move && move.fills()) {
                filled.add(classOf(move.output()));
            }
        }
        for (Layer layer : network.layers()) {
            if (layer instanceof MatrixLayer matrix) {
                consumers.get(classOf(matrix.input())).add(matrix);
            }
        }
    }

    private void addTensor(String name, Network.Shape shape, Quant quant) {
        indexOf.put(name, names.size());
        names.add(name);
        shapes.add(shape);
        quants.add(quant);
    }

    /** All tensors of the layer become one class; their trained quantisations must agree. */
    private void join(Layer layer) {
        int joined = index(layer.output());
        for (String input : layer.inputs()) {
            Quant before = quants.get(classOf(input));
            Quant after = quants.get(joined);
            if (before != null && after != null && !before.isSame(after)) {
                throw new InputException(
                        "the trained quantisations before and after layer " + layer.name()
                                + " must be the same, because it works on codes",
                        "quantise before it only and all its inputs alike, or name a number format to quantise anew");
            }
            int from = Math.max(joined, classOf(input));
            int to = Math.min(joined, classOf(input));
            quants.set(to, before == null ? after : before);
            for (int i = 0; i < classOf.length; i++) {
                classOf[i] = classOf[i] == from ? to : classOf[i];
            }
            joined = to;
        }
    }

    /** The tensors of a class. */
    List<String> members(int tensorClass) {
        return IntStream.range(0, names.size())
                .filter(i -> classOf[i] == tensorClass)
                .mapToObj(names::get)
                .toList();
    }

    int count() {
        return names.size();
    }

    String name(int tensor) {
        return names.get(tensor);
    }

    Network.Shape shape(int tensor) {
        return shapes.get(tensor);
    }

    int index(String name) {
        return indexOf.get(name);
    }

    /** The class of a tensor: the index of its first member. */
    int classOf(int tensor) {
        return classOf[tensor];
    }

    int classOf(String tensor) {
        return classOf[index(tensor)];
    }

    /** The trained quantisation of a class, or null. */
    Quant quant(int tensorClass) {
        return quants.get(tensorClass);
    }

    /** Whether a layer reads real zeros around a member of a class, so that the class must have a code for zero. */
    boolean needsZero(int tensorClass) {
        return filled.contains(tensorClass)
                || consumers(tensorClass).stream()
                        .anyMatch(layer -> layer.geometry().reachesOutside(layer.inputShape(), layer.outputShape()));
    }

    /** The matrix layers that read a member of a class. */
    List<MatrixLayer> consumers(int tensorClass) {
        return consumers.get(tensorClass);
    }
}
