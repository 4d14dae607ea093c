// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.onnx.OnnxTensor;

/** The meaning of a tensor name while the graph is lowered. */
sealed interface Value {

    /**
     * A constant.
     *
     * @param quant the trained quantisation that the values already went through, or null
     * @param axis the axis of {@code tensor} along which {@code quant.scale()} varies, -1 when it has one value
     */
    record Constant(OnnxTensor tensor, Quant quant, int axis) implements Value {
        Constant(OnnxTensor tensor) {
            this(tensor, null, -1);
        }
    }

    /**
     * Something that depends on the input: a tensor of the network, seen under a shape.
     *
     * @param tensor name of the tensor in the network
     * @param shape shape of that tensor for one sample
     * @param dims shape in the graph, batch first; the values are the same in the same order
     * @param exclusive whether nothing but the one reader of this value sees the tensor, so that the reader may be folded
     *     into the layer that produces it
     */
    record Feature(String tensor, Shape shape, int[] dims, boolean exclusive) implements Value {

        /** Whether the graph sees the channels of the tensor as its axis 1. */
        boolean channelsVisible() {
            return shape.equals(shapeOf(dims));
        }

        /** Whether the graph sees a plain vector for each sample. */
        boolean isVector() {
            return dims[1] == shape.elements();
        }

        Feature withDims(int[] newDims) {
            return new Feature(tensor, shape, newDims, exclusive);
        }
    }

    /** The per-sample shape of dims of rank 2 to 4, batch first; a sequence has height 1; null for another rank. */
    static Shape shapeOf(int[] dims) {
        return switch (dims.length) {
            case 2 -> new Shape(dims[1], 1, 1);
            case 3 -> new Shape(dims[1], 1, dims[2]);
            case 4 -> new Shape(dims[1], dims[2], dims[3]);
            default -> null;
        };
    }
}
