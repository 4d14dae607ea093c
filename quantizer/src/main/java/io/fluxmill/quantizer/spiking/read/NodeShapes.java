// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.graph.ConvolutionMap;
import io.fluxmill.quantizer.spiking.graph.DenseMap;
import io.fluxmill.quantizer.spiking.graph.LinearMap;
import io.fluxmill.quantizer.spiking.graph.PoolMap;
import io.fluxmill.quantizer.spiking.graph.ScaleMap;
import io.fluxmill.quantizer.spiking.graph.Window;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import java.util.Arrays;

/** The linear nodes of NIR as maps, for the shape that comes in. */
final class NodeShapes {
    /** Most values of a node; the engine has fewer neurons, and arrays of this size still fit a computer. */
    private static final int MOST_VALUES = 1 << 20;

    private NodeShapes() {}

    /**
     * A node's map, its bias and the shape of its result.
     *
     * @param map null if values stay as they are
     * @param bias null for none
     */
    record Lowered(LinearMap map, double[] bias, int[] shape) {}

    /** The map of a linear node: Affine, Linear, Scale, Conv1d, Conv2d, SumPool2d, AvgPool2d or Flatten. */
    static Lowered lower(NirNode node, int[] in) {
        return switch (node.type()) {
            case "Affine", "Linear" -> dense(node, in);
            case "Scale" -> new Lowered(new ScaleMap(values(node, "scale", in)), null, in);
            case "Conv1d" -> convolution(node, in, 1);
            case "Conv2d" -> convolution(node, in, 2);
            case "SumPool2d" -> pool(node, in, false);
            case "AvgPool2d" -> pool(node, in, true);
            case "Flatten" -> new Lowered(null, null, flatten(node, in));
            default -> throw new IllegalStateException(node.type());
        };
    }

    /**
     * A parameter for each value of a shape; one number stands for all.
     *
     * @throws InputException if there are neither one nor as many
     */
    static double[] values(NirNode node, String parameter, int[] shape) {
        NirArray array = node.parameter(parameter);
        if (array.isText() || array.values().length == elements(shape)) {
            return array.doubles(array.shape());
        }
        require(node, array.values().length == 1, parameter + " of shape " + Arrays.toString(array.shape()), shape);
        double[] all = new double[elements(shape)];
        Arrays.fill(all, array.values()[0]);
        return all;
    }

    static int elements(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /**
     * The shape of a node's values.
     *
     * @throws InputException if they are too many
     */
    static int[] shape(NirNode node, int... shape) {
        if (Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b) > MOST_VALUES) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") has values of shape " + Arrays.toString(shape)
                            + ", which are more than " + MOST_VALUES,
                    "use a smaller network");
        }
        return shape;
    }

    private static void require(NirNode node, boolean holds, String what, int[] in) {
        if (!holds) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") gets values of shape " + Arrays.toString(in)
                            + ", which do not fit its " + what,
                    "export the network again, or correct its edges");
        }
    }

    private static Lowered dense(NirNode node, int[] in) {
        NirArray weight = node.parameter("weight");
        require(node, weight.shape().length == 2, "weight, which must have two dimensions", in);
        int outputs = weight.shape()[0];
        int inputs = weight.shape()[1];
        require(node, elements(in) == inputs, "weight of shape " + Arrays.toString(weight.shape()), in);
        double[] bias = node.type().equals("Affine") ? node.parameter("bias").doubles(new int[] {outputs}) : null;
        return new Lowered(new DenseMap(inputs, outputs, weight.values()), bias, new int[] {outputs});
    }

    private static Lowered convolution(NirNode node, int[] in, int dimensions) {
        NirArray weight = node.parameter("weight");
        int groups = (int) node.parameter("groups").number();
        require(
                node,
                weight.shape().length == dimensions + 2,
                "weight, which must have " + (dimensions + 2) + " dimensions",
                in);
        require(
                node,
                in.length == dimensions + 1,
                "input, which must have channels and " + dimensions + " dimension" + (dimensions > 1 ? "s" : ""),
                in);
        int outChannels = weight.shape()[0];
        int inChannels = weight.shape()[1] * groups;
        require(
                node,
                in[0] == inChannels && outChannels % groups == 0,
                "weight of shape " + Arrays.toString(weight.shape()) + " with groups=" + groups,
                in);
        int[] extents =
                node.optional("input_shape").map(NirArray::integers).orElse(Arrays.copyOfRange(in, 1, in.length));
        require(
                node,
                Arrays.equals(extents, Arrays.copyOfRange(in, 1, in.length)),
                "input_shape " + Arrays.toString(extents),
                in);
        Window[] windows = new Window[2];
        for (int d = 0; d < 2; d++) {
            int axis = d - (2 - dimensions);
            windows[d] = axis < 0
                    ? new Window(1, 1, 1, 1, 0, 0)
                    : window(
                            node,
                            in[1 + axis],
                            weight.shape()[2 + axis],
                            at(node, "stride", axis),
                            at(node, "dilation", axis),
                            axis);
            require(node, windows[d].outputs() > 0, "kernel, which is larger", in);
        }
        ConvolutionMap map =
                new ConvolutionMap(inChannels, outChannels, groups, windows[0], windows[1], weight.values());
        int[] shape = dimensions == 1
                ? shape(node, outChannels, windows[1].outputs())
                : shape(node, outChannels, windows[0].outputs(), windows[1].outputs());
        double[] bias = null;
        if (node.optional("bias").isPresent()) {
            double[] ofChannel = node.parameter("bias").doubles(new int[] {outChannels});
            bias = new double[elements(shape)];
            for (int i = 0; i < bias.length; i++) {
                bias[i] = ofChannel[i / (bias.length / outChannels)];
            }
        }
        return new Lowered(map, bias, shape);
    }

    private static Window window(NirNode node, int input, int kernel, int stride, int dilation, int axis) {
        NirArray padding = node.parameter("padding");
        if (padding.text() == null) {
            int pad = at(node, "padding", axis);
            return new Window(input, kernel, stride, dilation, pad, pad);
        }
        if (padding.text().equals("valid")) {
            return new Window(input, kernel, stride, dilation, 0, 0);
        }
        if (stride != 1) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") has padding \"same\" and a stride of " + stride
                            + ", which do not go together",
                    "export it with padding in numbers");
        }
        int total = dilation * (kernel - 1);
        return new Window(input, kernel, 1, dilation, total / 2, total - total / 2);
    }

    private static int at(NirNode node, String parameter, int axis) {
        int[] values = node.parameter(parameter).integers();
        return values[values.length == 1 ? 0 : axis];
    }

    private static Lowered pool(NirNode node, int[] in, boolean average) {
        require(node, in.length == 3, "window, which needs channels and two dimensions", in);
        Window[] windows = new Window[2];
        for (int axis = 0; axis < 2; axis++) {
            int pad = at(node, "padding", axis);
            windows[axis] =
                    new Window(in[1 + axis], at(node, "kernel_size", axis), at(node, "stride", axis), 1, pad, pad);
            require(node, windows[axis].outputs() > 0, "kernel_size, which is larger", in);
        }
        double factor = average ? 1.0 / (windows[0].kernel() * windows[1].kernel()) : 1;
        int[] shape = shape(node, in[0], windows[0].outputs(), windows[1].outputs());
        return new Lowered(new PoolMap(in[0], windows[0], windows[1], factor), null, shape);
    }

    private static int[] flatten(NirNode node, int[] in) {
        int start = (int)
                node.optional("start_dim").map(NirArray::number).orElse(1.0).doubleValue();
        int end = (int)
                node.optional("end_dim").map(NirArray::number).orElse(-1.0).doubleValue();
        int first = start < 0 ? start + in.length : start;
        int last = end < 0 ? end + in.length : end;
        require(
                node,
                first >= 0 && first <= last && last < in.length,
                "start_dim " + start + " and end_dim " + end,
                in);
        int[] shape = new int[in.length - (last - first)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i < first
                    ? in[i]
                    : i == first ? elements(Arrays.copyOfRange(in, first, last + 1)) : in[i + last - first];
        }
        return shape;
    }
}
