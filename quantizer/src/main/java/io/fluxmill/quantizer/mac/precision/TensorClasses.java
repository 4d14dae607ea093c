// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a network and which of them share one format and scale: pooling works on codes, so the tensors that it reads and writes are one
 * class. Tensor 0 is the input; tensor {@code i + 1} is written by layer i.
 */
final class TensorClasses {
    private final List<String> names = new ArrayList<>();
    private final List<Network.Shape> shapes = new ArrayList<>();
    private final Map<String, Integer> indexOf = new HashMap<>();
    private final List<Quant> quants = new ArrayList<>();
    private final int[] classOf;
    private final List<List<MatrixLayer>> consumers = new ArrayList<>();

    TensorClasses(Network network) {
        addTensor("input", network.inputShape(), network.inputQuant());
        for (Layer layer : network.layers()) {
            addTensor(layer.output(), layer.outputShape(), layer.outputQuant());
        }
        classOf = new int[names.size()];
        Arrays.setAll(classOf, i -> i);
        for (Layer layer : network.layers()) {
            if (layer instanceof PoolLayer pool) {
                join(pool);
            }
        }
        names.forEach(name -> consumers.add(new ArrayList<>()));
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

    /** The class of a pool's output becomes that of its input; its trained quantisation must agree. */
    private void join(PoolLayer pool) {
        int representative = classOf(pool.input());
        classOf[index(pool.output())] = representative;
        Quant before = quants.get(representative);
        Quant after = pool.outputQuant();
        if (before == null) {
            quants.set(representative, after);
        } else if (after != null && !before.isSame(after)) {
            throw new InputException(
                    "the trained quantisation after pooling layer " + pool.name()
                            + " must be the one before it, because pooling works on codes",
                    "quantise before the pooling only, or name a number format to quantise anew");
        }
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
        return consumers(tensorClass).stream()
                .anyMatch(layer -> layer.geometry().reachesOutside(layer.inputShape(), layer.outputShape()));
    }

    /** The matrix layers that read a member of a class. */
    List<MatrixLayer> consumers(int tensorClass) {
        return consumers.get(tensorClass);
    }
}
