// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.train.TrainLayer.Conv;
import io.fluxmill.quantizer.mac.train.TrainLayer.Dense;
import io.fluxmill.quantizer.mac.train.TrainLayer.MaxPool;
import java.util.ArrayList;
import java.util.List;

/** The layers of a network with the shapes between them. */
final class Topology {
    /**
     * A convolution or a dense layer.
     *
     * @param weightShape {@code [outChannels][inChannels][kernel][kernel]} or {@code [outChannels][depth]}
     */
    record Matrix(int channels, int depth, long... weightShape) {}

    private final List<TrainLayer> layers;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Matrix> matrices = new ArrayList<>();
    private long macs;

    /** @throws InputException if a window does not fit its input, or the last layer is not dense with one output per class */
    Topology(Shape input, List<TrainLayer> layers, int classes) {
        this.layers = List.copyOf(layers);
        shapes.add(input);
        int convolutions = 0;
        int pools = 0;
        int denses = 0;
        for (TrainLayer layer : layers) {
            Shape before = shapes.get(shapes.size() - 1);
            if (layer instanceof Conv conv) {
                names.add("conv" + ++convolutions);
                addConv(before, conv);
            } else if (layer instanceof MaxPool pool) {
                names.add("pool" + ++pools);
                addPool(before, pool);
            } else if (layer instanceof Dense dense) {
                names.add("dense" + ++denses);
                addDense(before, dense);
            }
        }
        requireClasses(classes);
    }

    private void addConv(Shape before, Conv conv) {
        int height = positions(before.height() + 2 * conv.pad(), conv.kernel(), conv.stride());
        int width = positions(before.width() + 2 * conv.pad(), conv.kernel(), conv.stride());
        shapes.add(new Shape(conv.channels(), height, width));
        int depth = before.channels() * conv.kernel() * conv.kernel();
        matrices.add(
                new Matrix(conv.channels(), depth, conv.channels(), before.channels(), conv.kernel(), conv.kernel()));
        macs += (long) depth * conv.channels() * height * width;
    }

    private void addPool(Shape before, MaxPool pool) {
        shapes.add(new Shape(
                before.channels(),
                positions(before.height(), pool.kernel(), pool.stride()),
                positions(before.width(), pool.kernel(), pool.stride())));
    }

    private void addDense(Shape before, Dense dense) {
        shapes.add(new Shape(dense.channels(), 1, 1));
        matrices.add(new Matrix(dense.channels(), before.elements(), dense.channels(), before.elements()));
        macs += (long) before.elements() * dense.channels();
    }

    private int positions(int size, int kernel, int stride) {
        if (kernel > size) {
            throw new InputException(
                    "the window of layer " + names.get(names.size() - 1) + " must not be larger than its input: kernel="
                            + kernel + ", input=" + size,
                    "use a smaller kernel or stride, or more padding");
        }
        return (size - kernel) / stride + 1;
    }

    private void requireClasses(int classes) {
        boolean dense = !layers.isEmpty() && layers.get(layers.size() - 1) instanceof Dense;
        int outputs = shapes.get(shapes.size() - 1).elements();
        if (!dense || outputs != classes) {
            throw new InputException(
                    "the last layer must be dense with one output for each of the " + classes + " classes",
                    "end the list of layers with dense: " + classes);
        }
    }

    List<TrainLayer> layers() {
        return layers;
    }

    String name(int layer) {
        return names.get(layer);
    }

    Shape shapeBefore(int layer) {
        return shapes.get(layer);
    }

    Shape shapeAfter(int layer) {
        return shapes.get(layer + 1);
    }

    /** The layers with weights, in order. */
    List<Matrix> matrices() {
        return List.copyOf(matrices);
    }

    /** Multiply-accumulates for one image, padding included. */
    long macs() {
        return macs;
    }
}
