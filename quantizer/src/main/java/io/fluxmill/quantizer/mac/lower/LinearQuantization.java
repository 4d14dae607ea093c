// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.Quant.Rule;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The integer operators of ONNX: QuantizeLinear, DequantizeLinear and those that compute on codes, which are seen as the operator on real values
 * between the two.
 *
 * <pre>
 * code = saturate(rint(x / scale) + zeroPoint)        x / scale in float
 * real = (code - zeroPoint) * scale
 * </pre>
 *
 * Source: <a href="https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html">ONNX QuantizeLinear</a>.
 */
public final class LinearQuantization {
    private static final double[] ONE = {1};
    private static final double[] ZERO = {0};

    /** Operators on codes of onnxruntime, with the operator on real values and the number of its operands. */
    public static final Map<String, String> MICROSOFT = new TreeMap<>(Map.of(
            "QLinearAdd", "Add",
            "QLinearMul", "Mul",
            "QLinearSigmoid", "Sigmoid",
            "QLinearLeakyRelu", "LeakyRelu",
            "QLinearAveragePool", "AveragePool",
            "QLinearGlobalAveragePool", "GlobalAveragePool",
            "QLinearConcat", "Concat",
            "QLinearSoftmax", "Softmax"));

    private LinearQuantization() {}

    /** One scale and zero point, and the codes of an element type. */
    private static Quant quant(NodeScope node, double scale, double zeroPoint, ElementType type) {
        if (!isCode(type)) {
            throw noCodes(node, ElementType.nameOf(type.onnxCode));
        }
        int[] range = range(type);
        return quant(node, scale, zeroPoint, range[0], range[1]);
    }

    private static Quant quant(NodeScope node, double scale, double zeroPoint, int low, int high) {
        node.require(
                scale > 0 && Float.isFinite((float) scale) && (float) scale > 0,
                "must have a positive finite scale, not " + scale,
                "quantise the model again; a scale collapsed");
        return new Quant(new double[] {(float) scale}, (float) zeroPoint, low, high, Rule.HALF_EVEN_STEPS, null);
    }

    /** Whether a quantiser may give this type: whole numbers of 2 to 16 bits. */
    public static boolean isCode(ElementType type) {
        return !type.isFloat() && type != ElementType.BOOL && type.bits() <= 16;
    }

    /** The lowest and the highest code. */
    public static int[] range(ElementType type) {
        int low = type.isSigned() ? -(1 << type.bits() - 1) : 0;
        return new int[] {low, low + (1 << type.bits()) - 1};
    }

    private static InputException noCodes(NodeScope node, String type) {
        return node.refuse(
                "quantises to the element type " + type + ", which is not supported",
                "quantise to int8, uint8, int16, uint16, int4, uint4, int2 or uint2");
    }

    /** What a QuantizeLinear gives: the type of its zero point, else the declared one, else uint8. */
    private static ElementType codeType(NodeScope node, OnnxTensor zero) {
        int code = node.integer("output_dtype", 0);
        ElementType declared = ElementType.ofOnnxCode(code);
        if (code != 0 && declared == null) {
            throw noCodes(node, ElementType.nameOf(code));
        }
        node.require(
                code == 0 || zero == null || zero.type() == declared,
                "must have a zero point of its output_dtype " + ElementType.nameOf(code),
                "export the model again, without output_dtype or with a zero point of that type");
        return zero != null ? zero.type() : code == 0 ? ElementType.UINT8 : declared;
    }

    /**
     * Quotients and products are those of float; the type of the scale decides, unless an attribute does.
     *
     * @param attribute precision of the quotient, or type of the product
     */
    private static void requireFloat(NodeScope node, String attribute, int scale) {
        int given = node.integer(attribute, 0);
        ElementType type = node.constant(scale).type();
        node.require(
                (given == 0 ? type.onnxCode : given) == ElementType.FLOAT32.onnxCode,
                "computes in " + ElementType.nameOf(given == 0 ? type.onnxCode : given) + ", which is not supported",
                "store its scale as float32, and leave out its attribute " + attribute);
    }

    static Value quantize(NodeScope node, NetworkBuilder builder) {
        node.ignore("saturate", "axis", "block_size");
        requireFloat(node, "precision", 1);
        OnnxTensor zero = node.optional(2) == null ? null : node.constant(2);
        return quantized(node, builder, node.feature(0), 1, 2, codeType(node, zero));
    }

    /** Codes of a computed tensor, whose parameters are inputs of the node. */
    private static Feature quantized(
            NodeScope node, NetworkBuilder builder, Feature x, int scale, int zeroPoint, ElementType absent) {
        Quant quant = parameters(node, scale, zeroPoint, absent);
        return builder.quantise(node, x, quant).withCodes(quant);
    }

    private static Quant parameters(NodeScope node, int scale, int zeroPoint, ElementType absent) {
        OnnxTensor zero = node.optional(zeroPoint) == null ? null : node.constant(zeroPoint);
        node.require(
                node.constant(scale).isUniform() && (zero == null || zero.isUniform()),
                "must have one scale and zero point for a computed tensor",
                "quantise activations with one scale for the tensor; weights may have one for each channel");
        return quant(
                node,
                node.constant(scale).values()[0],
                zero == null ? 0 : zero.values()[0],
                zero == null ? absent : zero.type());
    }

    /** Codes clipped to fewer, as QCDQ exports write a width that is no element type. */
    static Feature clip(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        Quant all = x.codes();
        int low = node.optional(1) == null ? all.low() : (int) Math.max(all.low(), node.scalar(1));
        int high = node.optional(2) == null ? all.high() : (int) Math.min(all.high(), node.scalar(2));
        node.require(low < high, "must leave several codes, not " + low + " to " + high, "export the model again");
        Quant fewer = new Quant(all.scale(), all.zeroPoint(), low, high, all.rule(), all.shift());
        return builder.quantise(node, x.withCodes(null), fewer).withCodes(fewer);
    }

    static Value dequantize(NodeScope node, NetworkBuilder builder) {
        node.ignore("axis", "block_size");
        requireFloat(node, "output_dtype", 1);
        return real(node, builder, node.feature(0), 1, 2);
    }

    /** The real values of codes, with parameters that are inputs of the node. */
    private static Feature real(NodeScope node, NetworkBuilder builder, Feature x, int scale, int zeroPoint) {
        node.require(
                x.codes() != null,
                "must read codes, not real values",
                "quantise its input with QuantizeLinear, or leave the node out");
        Quant own = x.codes();
        OnnxTensor zero = node.optional(zeroPoint) == null ? null : node.constant(zeroPoint);
        double s = (float) node.scalar(scale);
        double z = zero == null ? 0 : node.scalar(zeroPoint);
        Feature values = x.withCodes(null);
        if (own.scale(0) == s && own.zeroPoint() == z) {
            return values;
        }
        if (builder.isUnreadInput(x)) {
            // The network's input is codes: they are exact when encoded with the parameters of their first reader.
            Feature shifted = z == 0 ? values : builder.scale(node, values, ONE, new double[] {-z});
            Feature scaled = builder.scale(node, shifted, new double[] {s}, ZERO);
            return builder.quantise(node, scaled, quant(node, s, z, own.low(), own.high()));
        }
        // code = real / own + ownZero; the same codes mean (code - z) * s here.
        double factor = s / own.scale(0);
        return builder.scale(node, values, new double[] {factor}, new double[] {(own.zeroPoint() - z) * s});
    }

    /** The codes of a constant, or the real values of constant codes; null for another operator. */
    public static Constant constant(NodeScope node) {
        if (node.operator().equals("QuantizeLinear")) {
            return quantizedConstant(node);
        }
        if (!node.operator().equals("DequantizeLinear")) {
            return null;
        }
        requireFloat(node, "output_dtype", 1);
        return realConstant(node, node.constant(0), 1, 2, axis(node));
    }

    private static int axis(NodeScope node) {
        return node.integer("axis", 1);
    }

    private static Constant quantizedConstant(NodeScope node) {
        node.ignore("saturate");
        requireFloat(node, "precision", 1);
        OnnxTensor x = node.constant(0);
        OnnxTensor zero = node.optional(2) == null ? null : node.constant(2);
        ElementType type = codeType(node, zero);
        Parameters scales = new Parameters(node, x, 1, axis(node));
        Parameters zeros = zero == null ? null : new Parameters(node, x, 2, axis(node));
        double[] codes = new double[x.values().length];
        for (int i = 0; i < codes.length; i++) {
            Quant quant = quant(node, scales.of(i), zeros == null ? 0 : zeros.of(i), type);
            codes[i] = quant.toCode(x.values()[i], 0);
        }
        return new Constant(new OnnxTensor(node.output(), type, x.dims(), codes));
    }

    /** Real values of codes; with more than one axis they keep their quantisation, with zero points of 0. */
    private static Constant realConstant(NodeScope node, OnnxTensor codes, int scale, int zeroPoint, int axis) {
        Parameters scales = new Parameters(node, codes, scale, axis);
        Parameters zeros = node.optional(zeroPoint) == null ? null : new Parameters(node, codes, zeroPoint, axis);
        double[] values = new double[codes.values().length];
        double low = 0;
        double high = 0;
        for (int i = 0; i < values.length; i++) {
            double steps = codes.values()[i] - (zeros == null ? 0 : zeros.of(i));
            low = Math.min(low, steps);
            high = Math.max(high, steps);
            values[i] = steps * (float) scales.of(i);
            node.require(
                    scales.of(i) > 0 && Double.isFinite(values[i]),
                    "must have positive finite scales, not " + scales.of(i),
                    "quantise the model again; a scale collapsed");
        }
        OnnxTensor real = new OnnxTensor(node.output(), ElementType.FLOAT32, codes.dims(), values);
        if (codes.rank() < 2 || scales.blocks || Math.max(-low, high) > 0x7FFF) {
            return new Constant(real);
        }
        double[] perAxis = Arrays.stream(scales.values).map(s -> (float) s).toArray();
        Quant quant = new Quant(perAxis, 0, (int) low, (int) high, Rule.HALF_EVEN_STEPS, null);
        return new Constant(real, quant, scales.axis);
    }

    /** Parameters of a constant: one, one for each index of an axis, or one for each block of an axis. */
    private static final class Parameters {
        private final double[] values;
        private final int axis;
        private final int[] places;
        private final boolean blocks;

        Parameters(NodeScope node, OnnxTensor x, int input, int givenAxis) {
            OnnxTensor tensor = node.constant(input);
            values = tensor.values();
            int block = node.integer("block_size", 0);
            blocks = block != 0 && values.length > 1;
            if (values.length == 1) {
                axis = -1;
                places = null;
                return;
            }
            axis = ConstantFolder.axis(node, givenAxis, x.rank());
            if (block == 0) {
                node.require(
                        values.length == x.dims()[axis],
                        "must have one scale and zero point or one for each index of axis " + axis + ", not "
                                + values.length,
                        "quantise the model again");
                int[] line = new int[x.rank()];
                Arrays.fill(line, 1);
                line[axis] = values.length;
                places = Indices.broadcast(line, x.dims());
                return;
            }
            node.require(
                    tensor.rank() == x.rank() && tensor.dims()[axis] == (x.dims()[axis] + block - 1) / block,
                    "must have one scale for each block of " + block + " along axis " + axis,
                    "quantise the model again");
            int[] widened = Indices.alongAxis(tensor.dims(), axis, x.dims()[axis], i -> i / block);
            node.require(
                    widened.length == x.values().length,
                    "must have scales of its own shape along all other axes",
                    "quantise the model again");
            places = widened;
        }

        double of(int element) {
            return values[places == null ? 0 : places[element]];
        }
    }

    /** x, scale, zero point, w, scale, zero point, scale and zero point of the result, bias. */
    static Value conv(NodeScope node, NetworkBuilder builder) {
        Feature x = real(node, builder, node.feature(0), 1, 2);
        Constant weights = realConstant(node, node.constant(3), 4, 5, 0);
        Constant bias = null;
        if (node.optional(8) != null) {
            OnnxTensor given = node.constant(8);
            double[] scales = node.constant(4).values();
            double input = (float) node.scalar(1);
            double[] values = new double[given.values().length];
            for (int n = 0; n < values.length; n++) {
                values[n] = given.values()[n] * input * (float) scales[scales.length == 1 ? 0 : n];
            }
            bias = new Constant(new OnnxTensor("", ElementType.FLOAT32, given.dims(), values));
        }
        Feature y = MatrixLowering.conv(node.as("Conv", x, weights, bias), builder);
        return quantized(node, builder, y, 6, 7, ElementType.UINT8);
    }

    /** a, scale, zero point, b, scale, zero point, scale and zero point of the result. */
    static Value matMul(NodeScope node, NetworkBuilder builder) {
        Feature a = real(node, builder, node.feature(0), 1, 2);
        Constant b = realConstant(node, node.constant(3), 4, 5, node.constant(3).rank() - 1);
        Feature y = MatrixLowering.matMul(node.as("MatMul", a, b), builder);
        return quantized(node, builder, y, 6, 7, ElementType.UINT8);
    }

    static Value convInteger(NodeScope node, NetworkBuilder builder) {
        return integer(node, builder, "Conv", 0);
    }

    static Value matMulInteger(NodeScope node, NetworkBuilder builder) {
        return integer(node, builder, "MatMul", node.constant(1).rank() - 1);
    }

    /** x, w, zero point of x, zero point of w: whole sums. */
    private static Value integer(NodeScope node, NetworkBuilder builder, String operator, int axis) {
        Feature x = node.feature(0);
        node.require(
                x.codes() != null,
                "must read codes, not real values",
                "quantise its input with QuantizeLinear; scales that are found anew for each sample are not supported");
        double zero = node.optional(2) == null ? 0 : node.scalar(2);
        Quant codes = x.codes();
        Feature values = x.withCodes(null);
        if (zero != codes.zeroPoint()) {
            double shift = (codes.zeroPoint() - zero) * codes.scale(0);
            values = builder.scale(node, values, ONE, new double[] {shift});
        }
        OnnxTensor w = node.constant(1);
        Parameters zeros = node.optional(3) == null ? null : new Parameters(node, w, 3, axis);
        double[] steps = new double[w.values().length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = w.values()[i] - (zeros == null ? 0 : zeros.of(i));
        }
        Quant quant = new Quant(ONE.clone(), 0, -255, 255, Rule.HALF_EVEN_STEPS, null);
        Constant weights = new Constant(new OnnxTensor("", ElementType.FLOAT32, w.dims(), steps), quant, -1);
        NodeScope real = node.as(operator, values, weights);
        Feature y = operator.equals("Conv") ? MatrixLowering.conv(real, builder) : MatrixLowering.matMul(real, builder);
        return builder.scale(node, y, new double[] {1 / codes.scale(0)}, ZERO);
    }

    /** Operators of onnxruntime: operands with their parameters, then those of the result. */
    static Value microsoft(NodeScope node, NetworkBuilder builder) {
        String operator = MICROSOFT.get(node.operator());
        if (operator.equals("Concat")) {
            Value[] parts = new Value[(node.inputCount() - 2) / 3];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = real(node, builder, node.feature(2 + 3 * i), 3 + 3 * i, 4 + 3 * i);
            }
            return quantized(
                    node, builder, ViewLowering.concat(node.as(operator, parts), builder), 0, 1, ElementType.UINT8);
        }
        boolean two = operator.equals("Add") || operator.equals("Mul");
        Value left = operand(node, builder, 0);
        Value right = two ? operand(node, builder, 3) : null;
        NodeScope real = two ? node.as(operator, left, right) : node.as(operator, left);
        node.ignore("opset");
        if (node.isLast() && operator.equals("Softmax")) {
            real.setLast();
        }
        Feature y = (Feature) Operators.of(operator).lower(real, builder).get(0);
        if (builder.hasEnding()) {
            return y;
        }
        return quantized(node, builder, y, two ? 6 : 3, two ? 7 : 4, ElementType.UINT8);
    }

    private static Value operand(NodeScope node, NetworkBuilder builder, int first) {
        return node.input(first) instanceof Constant constant
                ? realConstant(node, constant.tensor(), first + 1, first + 2, 0)
                : real(node, builder, node.feature(first), first + 1, first + 2);
    }
}
