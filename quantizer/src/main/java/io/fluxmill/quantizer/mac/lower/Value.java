// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;

/** The meaning of a tensor name while the graph is lowered. */
public sealed interface Value {

    /**
     * A constant.
     *
     * @param quant the trained quantisation that the values already went through, or null
     * @param axis the axis of {@code tensor} along which {@code quant.scale()} varies, -1 when it has one value
     */
    public record Constant(OnnxTensor tensor, Quant quant, int axis) implements Value {
        public Constant(OnnxTensor tensor) {
            this(tensor, null, -1);
        }
    }

    /**
     * Something that depends on the input: elements of a tensor of the network, seen under a shape and in an order. So a Transpose or a Slice costs
     * nothing until a layer needs the elements in a place of their own, see {@link NetworkBuilder#plain}.
     *
     * @param tensor name of the tensor in the network
     * @param shape shape of that tensor for one sample
     * @param dims shape in the graph, batch (of one) first where there is one
     * @param codes where the graph sees whole codes, what they stand for: the tensor has the real values; null where it sees these
     * @param order for each element in the graph, row-major, its place in the tensor; null where it is the same
     * @param exclusive whether nothing but the one reader of this value sees the tensor, so that the reader may be folded
     *     into the layer that produces it
     */
    public record Feature(String tensor, Shape shape, int[] dims, int[] order, Quant codes, boolean exclusive)
            implements Value {
        public Feature(String tensor, Shape shape, int[] dims, boolean exclusive) {
            this(tensor, shape, dims, null, null, exclusive);
        }

        public Feature(String tensor, Shape shape, int[] dims, int[] order, boolean exclusive) {
            this(tensor, shape, dims, order, null, exclusive);
        }

        /** The same values, of which the graph sees codes, or with null the values. */
        public Feature withCodes(Quant quant) {
            return new Feature(tensor, shape, dims, order, quant, exclusive);
        }

        /** Whether the graph sees the tensor as it is, its channels as axis 1. */
        boolean isPlain() {
            return order == null && shape.equals(shapeOf(dims));
        }

        /** Number of elements in the graph. */
        int elements() {
            return order == null ? shape.elements() : order.length;
        }

        /** Where an element of the graph lies in the tensor. */
        int at(int element) {
            return order == null ? element : order[element];
        }

        /** Whether the graph sees every element of the tensor once. */
        boolean isWhole() {
            if (order == null) {
                return true;
            }
            boolean[] seen = new boolean[shape.elements()];
            for (int place : order) {
                if (seen[place]) {
                    return false;
                }
                seen[place] = true;
            }
            return order.length == seen.length;
        }

        /** The same elements under another shape. */
        Feature withDims(int[] newDims) {
            return new Feature(tensor, shape, newDims, order, codes, exclusive);
        }

        /** The same for a node that reads it more than once. */
        Feature shared() {
            return new Feature(tensor, shape, dims, order, codes, false);
        }

        /** The same elements repeated to a larger shape. */
        Feature broadcast(int[] to) {
            return Arrays.equals(dims, to) ? this : pick(to, Indices.broadcast(dims, to));
        }

        /** Some elements, or all in another order. */
        public Feature pick(int[] newDims, int[] elements) {
            int[] picked = new int[elements.length];
            boolean same = elements.length == shape.elements();
            for (int i = 0; i < picked.length; i++) {
                picked[i] = at(elements[i]);
                same &= picked[i] == i;
            }
            return new Feature(tensor, shape, newDims, same ? null : picked, codes, exclusive);
        }

        @Override
        public String toString() {
            return Arrays.toString(dims);
        }
    }

    /** The per-sample shape of dims of rank 2 to 4, batch first, or of a vector without batch; a sequence has height 1; null for another rank. */
    static Shape shapeOf(int[] dims) {
        return switch (dims.length) {
            case 1 -> new Shape(dims[0], 1, 1);
            case 2 -> dims[0] == 1 ? new Shape(dims[1], 1, 1) : null;
            case 3 -> dims[0] == 1 ? new Shape(dims[1], 1, dims[2]) : null;
            case 4 -> dims[0] == 1 ? new Shape(dims[1], dims[2], dims[3]) : null;
            default -> null;
        };
    }
}
