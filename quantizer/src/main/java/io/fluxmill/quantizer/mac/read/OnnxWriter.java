// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.file.OutputFile;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.InputStep;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.lower.QuantLowering;
import io.fluxmill.quantizer.mac.lower.QuantRange;
import io.fluxmill.quantizer.onnx.OnnxGraphWriter;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a network as ONNX, opset 13: Gemm, Conv, MaxPool, AveragePool, Add, Relu, LeakyRelu, Clip, Flatten, Softmax; trained
 * quantisations as QONNX Quant and BipolarQuant nodes. {@link NetworkReader} reads it back as the same network, except that the
 * gain of float weights is folded into them and biases and gains are rounded to float.
 */
public final class OnnxWriter {
    private static final int[] SCALAR = {};
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final OnnxGraphWriter graph = new OnnxGraphWriter();

    /** Shape of each tensor in the graph, without the batch. */
    private final Map<String, int[]> dims = new HashMap<>();

    private OnnxWriter() {}

    /**
     * Writes the file, whole or not at all.
     *
     * @throws io.fluxmill.core.config.InputException if it is a folder, or its folder does not exist
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void write(Network network, Path path) {
        OutputFile.of("model", path).write(toBytes(network));
    }

    /**
     * The bytes of the file.
     *
     * @throws IllegalArgumentException when a quantisation has a range that no bit width gives
     */
    public static byte[] toBytes(Network network) {
        return new OnnxWriter().model(network);
    }

    private byte[] model(Network network) {
        Shape in = network.inputShape();
        graph.input("input", graphDims(in));
        String current = input(network, "input");
        Map<String, String> written = new HashMap<>(Map.of("input", current));
        dims.put(current, graphDims(in));
        for (Layer layer : network.layers()) {
            boolean last = layer == network.last() && network.ending() == Ending.NONE;
            written.put(layer.output(), layer(layer, written, last ? "output" : layer.output() + ".out"));
        }
        String end = written.get(network.last().output());
        boolean softmax = network.ending() == Ending.SOFTMAX;
        if (softmax) {
            graph.node("", "Softmax", "softmax", "output", flat(end)).integer("axis", 1);
        } else if (network.ending() == Ending.LOG_SOFTMAX) {
            throw new IllegalArgumentException("a LogSoftmax cannot be written");
        } else if (network.ending() == Ending.SIGMOID) {
            graph.node("", "Sigmoid", "sigmoid", "output", end);
        }
        graph.output("output", softmax ? flatDims(dims.get(end)) : dims.get(end));
        return graph.toBytes(network.name());
    }

    private static int[] graphDims(Shape shape) {
        return shape.height() * shape.width() == 1
                ? new int[] {shape.channels()}
                : new int[] {shape.channels(), shape.height(), shape.width()};
    }

    private static int[] flatDims(int[] dims) {
        return new int[] {OnnxTensor.elements(dims)};
    }

    private String input(Network network, String name) {
        String x = name;
        for (int i = 0; i < network.inputSteps().size(); i++) {
            InputStep step = network.inputSteps().get(i);
            x = inputOperator(x, "Mul", "scale" + i, step.factor(), 1);
            x = inputOperator(x, "Div", "divisor" + i, step.divisor(), 1);
            x = inputOperator(x, "Add", "offset" + i, step.addend(), 0);
            if (step.low() > Float.NEGATIVE_INFINITY || step.high() < Float.POSITIVE_INFINITY) {
                x = clip(x, "fluxmill.input" + i, step.low(), step.high());
            }
        }
        return network.inputQuant() == null
                ? x
                : quant(x, "input_quant", "fluxmill.input.quantised", network.inputQuant(), SCALAR);
    }

    /** The operator with a constant, unless the constant changes nothing. */
    private String inputOperator(String x, String operator, String what, float constant, float neutral) {
        if (constant == neutral) {
            return x;
        }
        String name = "fluxmill.input." + what;
        graph.node("", operator, "input_" + what, name + ".out", x, graph.constant(name, SCALAR, constant));
        return name + ".out";
    }

    private String layer(Layer layer, Map<String, String> written, String output) {
        if (layer instanceof MatrixLayer m) {
            return finish(matrix(m, written.get(m.input())), m.name(), output, m.activation(), m.outputQuant());
        }
        if (layer instanceof PoolLayer p) {
            return finish(pool(p, written.get(p.input())), p.name(), output, Activation.NONE, p.outputQuant());
        }
        if (!(layer instanceof AddLayer a)) {
            throw new IllegalArgumentException("layer " + layer.name() + " cannot be written");
        }
        return finish(
                add(a, written.get(a.left()), written.get(a.right())),
                a.name(),
                output,
                a.activation(),
                a.outputQuant());
    }

    /** The tensor as [batch,features]. */
    private String flat(String tensor) {
        if (dims.get(tensor).length == 1) {
            return tensor;
        }
        String output = tensor + ".flat";
        if (dims.containsKey(output)) {
            return output;
        }
        graph.node("", "Flatten", output, output, tensor).integer("axis", 1);
        dims.put(output, flatDims(dims.get(tensor)));
        return output;
    }

    /** The tensor as [batch,channels,height,width], when it is read as a map. */
    private String map(String tensor) {
        String output = tensor + ".map";
        if (dims.get(tensor).length == 3) {
            return tensor;
        }
        if (dims.containsKey(output)) {
            return output;
        }
        int channels = dims.get(tensor)[0];
        String shape = graph.integers(output + ".shape", 0, channels, 1, 1);
        graph.node("", "Reshape", output, output, tensor, shape);
        dims.put(output, new int[] {channels, 1, 1});
        return output;
    }

    private String matrix(MatrixLayer m, String input) {
        boolean dense = m.geometry().equals(Geometry.dense(m.inputShape())) && graphDims(m.outputShape()).length == 1;
        boolean folded = m.weightQuant() == null || Arrays.stream(m.gain()).allMatch(g -> g == 1);
        String x = dense ? flat(input) : map(input);
        String weights = weights(m, dense);
        String[] inputs = folded ? new String[] {x, weights, bias(m, SCALAR)} : new String[] {x, weights};
        String output = m.name() + ".sum";
        if (dense) {
            graph.node("", "Gemm", m.name(), output, inputs).integer("transB", 1);
        } else {
            window(graph.node("", "Conv", m.name(), output, inputs), m.geometry(), m.inputShape(), m.outputShape())
                    .integers(
                            "dilations", m.geometry().dilationY(), m.geometry().dilationX())
                    .integer("group", m.geometry().groups());
        }
        int[] channelDims = dense ? new int[0] : new int[] {1, 1};
        dims.put(output, dense ? graphDims(m.outputShape()) : mapDims(m.outputShape()));
        return folded ? output : gain(m, output, channelDims);
    }

    private static int[] mapDims(Shape shape) {
        return new int[] {shape.channels(), shape.height(), shape.width()};
    }

    private String weights(MatrixLayer m, boolean dense) {
        double[] values = new double[m.weights().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = m.weights()[i] * (m.weightQuant() == null ? m.gain()[i / m.depth()] : 1);
        }
        Geometry g = m.geometry();
        int[] shape = dense
                ? new int[] {m.outChannels(), m.depth()}
                : new int[] {m.outChannels(), g.channels(), g.kernelHeight(), g.kernelWidth()};
        String weights = graph.constant(m.name() + ".weight", shape, values);
        if (m.weightQuant() == null) {
            return weights;
        }
        int[] scaleDims = IntStream.range(0, shape.length)
                .map(i -> i == 0 ? m.outChannels() : 1)
                .toArray();
        return quant(weights, m.name() + "_weight_quant", weights + ".quantised", m.weightQuant(), scaleDims);
    }

    /** @param trailing sizes after the channels */
    private String bias(MatrixLayer m, int[] trailing) {
        return graph.constant(m.name() + ".bias", channelDims(m, trailing), m.bias());
    }

    private static int[] channelDims(MatrixLayer m, int[] trailing) {
        return IntStream.concat(IntStream.of(m.outChannels()), Arrays.stream(trailing))
                .toArray();
    }

    /** Gain and bias after quantised weights, as Mul and Add. */
    private String gain(MatrixLayer m, String sum, int[] trailing) {
        String gain = graph.constant(m.name() + ".gain", channelDims(m, trailing), m.gain());
        graph.node("", "Mul", m.name() + "_gain", m.name() + ".scaled", sum, gain);
        graph.node("", "Add", m.name() + "_bias", m.name() + ".shifted", m.name() + ".scaled", bias(m, trailing));
        dims.put(m.name() + ".shifted", dims.get(sum));
        return m.name() + ".shifted";
    }

    private static OnnxGraphWriter.NodeWriter window(OnnxGraphWriter.NodeWriter node, Geometry g, Shape in, Shape out) {
        int bottom = end(g.kernelHeight(), g.strideY(), g.dilationY(), g.padTop(), in.height(), out.height());
        int right = end(g.kernelWidth(), g.strideX(), g.dilationX(), g.padLeft(), in.width(), out.width());
        return node.integers("kernel_shape", g.kernelHeight(), g.kernelWidth())
                .integers("strides", g.strideY(), g.strideX())
                .integers("pads", g.padTop(), g.padLeft(), bottom, right);
    }

    /** Padding that the last window position needs after the input. */
    private static int end(int kernel, int stride, int dilation, int begin, int size, int positions) {
        return Math.max(0, (positions - 1) * stride + (kernel - 1) * dilation + 1 - size - begin);
    }

    private String pool(PoolLayer p, String input) {
        String output = p.name() + ".pool";
        boolean max = p.kind() == PoolKind.MAX;
        OnnxGraphWriter.NodeWriter node = graph.node("", max ? "MaxPool" : "AveragePool", p.name(), output, map(input));
        window(node, p.geometry(), p.inputShape(), p.outputShape());
        if (max) {
            node.integers("dilations", p.geometry().dilationY(), p.geometry().dilationX());
        } else {
            node.integer("count_include_pad", p.countIncludePad() ? 1 : 0);
        }
        dims.put(output, mapDims(p.outputShape()));
        return output;
    }

    private String add(AddLayer a, String left, String right) {
        String output = a.name() + ".sum";
        boolean vectors = dims.get(left).length == 1 && dims.get(right).length == 1;
        graph.node("", "Add", a.name(), output, vectors ? left : map(left), vectors ? right : map(right));
        dims.put(output, vectors ? dims.get(left) : mapDims(a.outputShape()));
        return output;
    }

    /** Activation and quantisation, then the tensor gets its name. */
    private String finish(String tensor, String layer, String output, Activation f, Quant quant) {
        int[] shape = dims.get(tensor);
        String x = tensor;
        if (f.slope() == 0 && f.high() == INFINITY && f.low() <= 0) {
            graph.node("", "Relu", layer + "_relu", layer + ".relu", x);
            x = layer + ".relu";
        } else if (f.slope() != 0 && f.slope() != 1) {
            graph.node("", "LeakyRelu", layer + "_leaky", layer + ".leaky", x).real("alpha", f.slope());
            x = layer + ".leaky";
        }
        double low = f.slope() == 0 ? Math.max(0, f.low()) : f.low();
        if (f.high() != INFINITY || low > (f.slope() == 0 ? 0 : -INFINITY)) {
            x = clip(x, layer, low, f.high());
        }
        x = quant == null ? x : quant(x, layer + "_quant", layer + ".quantised", quant, SCALAR);
        graph.node("", "Identity", layer + "_out", output, x);
        dims.put(output, shape);
        return output;
    }

    private String clip(String x, String layer, double low, double high) {
        String min = low == -INFINITY ? "" : graph.constant(layer + ".min", SCALAR, low);
        String max = high == INFINITY ? "" : graph.constant(layer + ".max", SCALAR, high);
        graph.node("", "Clip", layer + "_clip", layer + ".clipped", x, min, max);
        return layer + ".clipped";
    }

    private String quant(String x, String name, String output, Quant quant, int[] scaleDims) {
        String scale = graph.constant(name + ".scale", quant.scale().length == 1 ? SCALAR : scaleDims, quant.scale());
        if (quant.rule() == Quant.Rule.SIGN_ABOVE || quant.shift() != null || quant.format() != null) {
            throw new IllegalArgumentException("a quantisation must be a Quant or BipolarQuant node to be written");
        }
        if (quant.bipolar()) {
            graph.node(OnnxGraphWriter.QONNX, "BipolarQuant", name, output, x, scale);
            return output;
        }
        QuantRange range = QuantRange.of(quant);
        String zeroPoint = graph.constant(name + ".zero_point", SCALAR, quant.zeroPoint());
        String bits = graph.constant(name + ".bits", SCALAR, range.bits());
        graph.node(OnnxGraphWriter.QONNX, "Quant", name, output, x, scale, zeroPoint, bits)
                .integer("signed", range.signed() ? 1 : 0)
                .integer("narrow", range.narrow() ? 1 : 0)
                .string("rounding_mode", QuantLowering.modeOf(quant.rule()));
        return output;
    }
}
