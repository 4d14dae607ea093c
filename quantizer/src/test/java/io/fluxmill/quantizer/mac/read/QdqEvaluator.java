// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Attribute;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The operators of {@link QdqGraphsTest} in float32, from the formulas of the <a href="https://onnx.ai/onnx/operators/">ONNX specification</a>, opsets 10
 * to 25. Of the package's own code only the file format is used.
 */
final class QdqEvaluator {
    private final OnnxModel model;
    private boolean inDoubt;

    QdqEvaluator(byte[] bytes) {
        model = OnnxReader.read("model.onnx", bytes);
    }

    /** Row-major; codes as the floats of their values, with their type. */
    private record Tensor(ElementType type, int[] dims, float[] values) {
        static Tensor real(int[] dims, float[] values) {
            return new Tensor(ElementType.FLOAT32, dims, values);
        }
    }

    private interface Place {
        /** The place of element {@code i} of a tensor in another one. */
        int of(int i);
    }

    /** Whether a value of the last run lay so near to the border of two codes that another order of float's sums may give the other one. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** The first output, for a batch of one. */
    float[] run(float[] x) {
        inDoubt = false;
        Map<String, Tensor> tensors = new HashMap<>();
        model.initializers().forEach((name, t) -> tensors.put(name, constant(t)));
        tensors.put("x", Tensor.real(model.inputs().get(0).dims(), x));
        for (Node node : model.nodes()) {
            Tensor[] in = node.inputs().stream().map(tensors::get).toArray(Tensor[]::new);
            tensors.put(node.outputs().get(0), apply(node, in));
        }
        return tensors.get(model.outputs().get(0).name()).values();
    }

    private static Tensor constant(OnnxTensor tensor) {
        return new Tensor(
                tensor.type(), tensor.dims(), floats(tensor.values().length, i -> (float) tensor.values()[i]));
    }

    private interface Element {
        float at(int index);
    }

    private static float[] floats(int count, Element element) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = element.at(i);
        }
        return values;
    }

    private static int elements(int... dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    private static int integer(Node node, String name, int absent) {
        Attribute attribute = node.attributes().get(name);
        return attribute == null ? absent : (int) attribute.integer();
    }

    private Tensor apply(Node node, Tensor... in) {
        Tensor x = in[0];
        return switch (node.operator()) {
            case "QuantizeLinear" -> quantize(node, in);
            case "DequantizeLinear" -> dequantize(node, in);
            case "Clip" -> new Tensor(
                    x.type,
                    x.dims,
                    floats(x.values.length, i -> Math.min(Math.max(x.values[i], in[1].values[0]), in[2].values[0])));
            case "Relu" -> Tensor.real(x.dims, floats(x.values.length, i -> Math.max(x.values[i], 0)));
            case "Add" -> Tensor.real(
                    x.dims, floats(x.values.length, i -> x.values[i] + in[1].values[i % in[1].values.length]));
            case "Identity" -> x;
            case "Cast" -> x;
            case "Flatten" -> new Tensor(x.type, new int[] {1, x.values.length}, x.values);
            case "Reshape" -> new Tensor(x.type, new int[] {1, x.values.length}, x.values);
            case "MatMul" -> matrix(x, in[1], null);
            case "Gemm" -> matrix(x, in[1], in[2]);
            case "Conv" -> conv(x, in[1], in.length > 2 ? in[2] : null);
            case "GlobalAveragePool" -> pool(x, x.dims[2], x.dims[3], false);
            case "AveragePool" -> pool(x, 2, 2, false);
            case "MaxPool" -> pool(x, 2, 2, true);
            case "Transpose" -> transpose(x);
            default -> throw new AssertionError(node.operator());
        };
    }

    /** Which parameter an element has: the only one, that of its index along the axis, or that of its block. */
    private static Place place(Node node, int[] dims, int[] parameters) {
        if (elements(parameters) == 1) {
            return i -> 0;
        }
        int axis = Math.floorMod(integer(node, "axis", 1), dims.length);
        int block = integer(node, "block_size", 0);
        int inner = elements(Arrays.copyOfRange(dims, axis + 1, dims.length));
        if (block == 0) {
            return i -> i / inner % dims[axis];
        }
        return i -> (i / inner / dims[axis] * parameters[axis] + i / inner % dims[axis] / block) * inner + i % inner;
    }

    /** saturate(rint(x / scale) + zero point). */
    private Tensor quantize(Node node, Tensor... in) {
        Tensor x = in[0];
        Tensor scale = in[1];
        Tensor zero = in.length > 2 ? in[2] : null;
        int declared = integer(node, "output_dtype", 0);
        ElementType type =
                zero != null ? zero.type : declared == 0 ? ElementType.UINT8 : ElementType.ofOnnxCode(declared);
        int bits = Integer.parseInt(type.name().substring(type.name().indexOf("INT") + 3));
        float low = type.name().startsWith("U") ? 0 : -(1 << bits - 1);
        float high = low + (1 << bits) - 1;
        Place place = place(node, x.dims, scale.dims);
        return new Tensor(type, x.dims, floats(x.values.length, i -> {
            float steps = x.values[i] / scale.values[place.of(i)];
            float code = (float) Math.rint(steps) + (zero == null ? 0 : zero.values[place.of(i)]);
            double fromBorder = Math.abs(Math.abs(steps - Math.rint(steps)) - 0.5);
            inDoubt |= fromBorder < (Math.abs(steps) + 64) * 0x1p-19 && code >= low - 1 && code <= high + 1;
            return Math.min(Math.max(code, low), high);
        }));
    }

    /** (code - zero point) * scale. */
    private static Tensor dequantize(Node node, Tensor... in) {
        Tensor x = in[0];
        Place place = place(node, x.dims, in[1].dims);
        return Tensor.real(
                x.dims,
                floats(
                        x.values.length,
                        i -> (x.values[i] - (in.length < 3 ? 0 : in[2].values[place.of(i)]))
                                * in[1].values[place.of(i)]));
    }

    /** A row times [in][out]. */
    private static Tensor matrix(Tensor x, Tensor w, Tensor bias) {
        int out = w.dims[1];
        return Tensor.real(new int[] {1, out}, floats(out, o -> {
            float sum = 0;
            for (int i = 0; i < w.dims[0]; i++) {
                sum += x.values[i] * w.values[i * out + o];
            }
            return bias == null ? sum : sum + bias.values[o];
        }));
    }

    /** Stride one; padded to the same size, the odd element after the data. */
    private static Tensor conv(Tensor x, Tensor w, Tensor bias) {
        int channels = x.dims[1];
        int height = x.dims[2];
        int width = x.dims[3];
        int kernel = w.dims[2];
        int before = (kernel - 1) / 2;
        float[] y = floats(w.dims[0] * height * width, at -> {
            int o = at / (height * width);
            float sum = bias == null ? 0 : bias.values[o];
            for (int c = 0; c < channels; c++) {
                for (int k = 0; k < kernel * kernel; k++) {
                    int row = at / width % height + k / kernel - before;
                    int column = at % width + k % kernel - before;
                    if (row >= 0 && row < height && column >= 0 && column < width) {
                        sum += x.values[(c * height + row) * width + column]
                                * w.values[(o * channels + c) * kernel * kernel + k];
                    }
                }
            }
            return sum;
        });
        return Tensor.real(new int[] {1, w.dims[0], height, width}, y);
    }

    /** Windows side by side; what is left over at the end is dropped. */
    private static Tensor pool(Tensor x, int tall, int wide, boolean maximum) {
        int rows = x.dims[2] / tall;
        int columns = x.dims[3] / wide;
        IntUnaryOperator first = at ->
                (at / (rows * columns) * x.dims[2] + at / columns % rows * tall) * x.dims[3] + at % columns * wide;
        float[] y = floats(x.dims[1] * rows * columns, at -> {
            float most = Float.NEGATIVE_INFINITY;
            float sum = 0;
            for (int i = 0; i < tall * wide; i++) {
                float value = x.values[first.applyAsInt(at) + i / wide * x.dims[3] + i % wide];
                most = Math.max(most, value);
                sum += value;
            }
            return maximum ? most : sum / (tall * wide);
        });
        return Tensor.real(new int[] {1, x.dims[1], rows, columns}, y);
    }

    /** Height and width change places. */
    private static Tensor transpose(Tensor x) {
        int height = x.dims[2];
        int width = x.dims[3];
        float[] y = floats(x.values.length, i -> x.values[
                i / (height * width) * height * width + i % height * width + i / height % width]);
        return new Tensor(x.type, new int[] {1, x.dims[1], width, height}, y);
    }
}
