// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What cannot be lowered exactly is refused with one sentence that names file, node and operator, and a way out. */
class RefusalTest {
    private static final int[] VECTOR = {1, 4};
    private static final int[] MAP = {1, 2, 6, 6};

    private static void refuses(int[] inputDims, Consumer<TestModel> build, String fact, String remedy) {
        TestModel model = new TestModel(13, inputDims);
        build.accept(model);
        InputException e = assertThrows(InputException.class, model::network);
        assertEquals("model.onnx: " + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void unsupportedOperator() {
        refuses(
                VECTOR,
                m -> m.node("Det", "y", "x"),
                "node \"y_node\" (Det) is not supported",
                "replace it, or end before this node with model-output and leave the rest to the host; docs/operators.md"
                        + " lists what is supported");
    }

    @Test
    void operatorsThatAreRefusedWithAReason() {
        refuses(
                VECTOR,
                m -> m.node("DynamicQuantizeLinear", "y", "x"),
                "node \"y_node\" (DynamicQuantizeLinear) finds its scale anew for each sample; quantise the model statically",
                "replace it, or end before this node with model-output and leave the rest to the host; docs/operators.md"
                        + " lists what is supported");
    }

    @Test
    void unsupportedDomain() {
        InputException e = assertThrows(InputException.class, () -> {
            TestModel model = new TestModel(13, VECTOR);
            model.nodeOf("com.example", "Relu", "y", "x");
            model.network();
        });
        assertEquals(
                "model.onnx: node \"y_node\" (Relu) is from the domain com.example, which is not supported",
                e.getMessage());
    }

    @Test
    void unsupportedAttribute() {
        refuses(
                VECTOR,
                m -> m.node("Relu", "y", "x").set("steepness", 2),
                "node \"y_node\" (Relu) has the attribute steepness, which is not supported",
                "export the model without it, or with an older opset");
    }

    @Test
    void weightsThatAreComputed() {
        refuses(
                new int[] {1, 4},
                m -> {
                    m.node("Relu", "r", "x");
                    m.node("MatMul", "y", "x", "r");
                },
                "node \"y_node\" (MatMul) must multiply [..,M,K] by [..,K,N], not [1, 4] by [1, 4]",
                "reshape its inputs to matrices");
        refuses(
                MAP,
                m -> {
                    m.node("Relu", "r", "x");
                    m.node("Conv", "y", "x", "r");
                },
                "node \"y_node\" (Conv) must have a constant as input 1, not a computed tensor",
                "Fluxmill maps layers with trained constants; rewrite the model so that this input is an initializer");
    }

    @Test
    void matrixOfAnotherSize() {
        refuses(
                VECTOR,
                m -> {
                    m.random("w", 1, -1, 1, 3, 5);
                    m.node("Gemm", "y", "x", "w").set("transB", 1);
                },
                "node \"y_node\" (Gemm) must multiply [..,K] by a K x N matrix, not [1, 4] by [3, 5] transposed",
                "flatten the input to [batch,features] before it");
    }

    @Test
    void weightsThatDiverged() {
        refuses(
                VECTOR,
                m -> {
                    m.constant("w", new int[] {4, 1}, 1, 2, Double.NaN, 4);
                    m.node("MatMul", "y", "x", "w");
                },
                "node \"y_node\" (MatMul) must have finite weights: weight[2]=NaN",
                "train the model again; it diverged");
        refuses(
                VECTOR,
                m -> {
                    m.scalar("c", 0);
                    m.node("Div", "y", "x", "c");
                },
                "node \"y_node\" (Div) must scale and shift by finite numbers",
                "train the model again: its constants hold infinity or NaN, or divide by zero");
    }

    @Test
    void windows() {
        refuses(
                MAP,
                m -> {
                    m.random("w", 1, -1, 1, 3, 2, 7, 7);
                    m.node("Conv", "y", "x", "w");
                },
                "node \"y_node\" (Conv) must have windows that fit its input [2,6,6]: kernel_shape=[7, 7], ceil_mode=0",
                "use a smaller kernel, less dilation or more padding");
        refuses(
                MAP,
                m -> {
                    m.random("w", 1, -1, 1, 3, 3, 3, 3);
                    m.node("Conv", "y", "x", "w");
                },
                "node \"y_node\" (Conv) must have 3 input channels for weights [3, 3, 3, 3] and group=1, not 2",
                "export the model again");
        refuses(
                MAP,
                m -> m.node("AveragePool", "y", "x")
                        .ints("kernel_shape", 3, 3)
                        .ints("strides", 2, 2)
                        .set("ceil_mode", 1)
                        .set("count_include_pad", 1),
                "node \"y_node\" (AveragePool) has windows that reach beyond the padding, with ceil_mode=1 and"
                        + " count_include_pad=1",
                "export with ceil_mode=0 or count_include_pad=0");
        refuses(
                MAP,
                m -> m.node("MaxPool", "y", "x").ints("kernel_shape", 2, 2).ints("pads", 2, 0, 0, 0),
                "node \"y_node\" (MaxPool) has windows that lie in the padding alone",
                "use less padding, or ceil_mode=0");
    }

    @Test
    void shapesThatDoNotFit() {
        refuses(
                MAP,
                m -> {
                    m.int64s("s", 1, 3, 25).random("w", 1, -1, 1, 2, 2, 1, 1);
                    m.node("Conv", "c", "x", "w");
                    m.node("Reshape", "y", "c", "s");
                },
                "node \"y_node\" (Reshape) reshapes [1, 2, 6, 6] to [1, 3, 25], which has another number of elements",
                "export the model again for this input shape");
        refuses(
                MAP,
                m -> {
                    m.random("c", 1, -1, 1, 5);
                    m.node("Add", "y", "x", "c");
                },
                "node \"y_node\" (Add) must have shapes that broadcast, not [1, 2, 6, 6] and [5]",
                "export the model again");
        refuses(
                MAP,
                m -> {
                    m.node("Relu", "r", "x");
                    m.node("Concat", "y", "r", "x").set("axis", 4);
                },
                "node \"y_node\" (Concat) must have an axis below 4, not 4",
                "export the model again");
    }

    /** A graph that was exported for several samples, and mixes them in one node while another needs them apart. */
    @Test
    void samplesThatAreMixed() {
        refuses(
                new int[] {3, 2, 6, 6},
                m -> {
                    m.random("w", 1, -1, 1, 2, 2, 1, 1);
                    m.node("Conv", "c", "x", "w");
                    m.node("ReduceMean", "y", "c").ints("axes", 0);
                },
                "node \"y_node\" (ReduceMean) mixes the 3 samples of the batch that the graph was exported for",
                "export the model with a batch of one");
    }

    @Test
    void secondOutputsAndUnknownTensors() {
        refuses(
                VECTOR,
                m -> m.node("Relu", "y", "nowhere"),
                "node \"y_node\" (Relu) reads the tensor \"nowhere\", which no node before it computes",
                "only the first output of a node can be used, and no node can need its own output; export the model again"
                        + " for inference");
    }

    @Test
    void inputsAndOutputs() {
        refuses(
                VECTOR,
                m -> m.node("Identity", "y", "x"),
                "output \"y\" must be computed from the input by at least one layer",
                "export a trained network");
    }

    private static void quant(TestModel m, double scale, double zeroPoint, double bits) {
        m.scalar("s", scale).scalar("z", zeroPoint).scalar("b", bits);
    }

    @Test
    void quantisers() {
        refuses(
                VECTOR,
                m -> {
                    quant(m, 1, 0, 4);
                    m.node("Relu", "r", "x");
                    m.nodeOf("onnx.brevitas", "Quant", "y", "r", "s", "z", "b").set("rounding_mode", "ROUND_TO_ZERO");
                },
                "node \"y_node\" (Quant) must have a rounding_mode of CEIL, DOWN, FLOOR, HALF_DOWN, HALF_EVEN, HALF_UP, ROUND,"
                        + " UP, not ROUND_TO_ZERO",
                "train and export with one of these");
        refuses(
                VECTOR,
                m -> {
                    quant(m, 1, 0, 2.5);
                    m.nodeOf("onnx.brevitas", "Quant", "y", "x", "s", "z", "b");
                },
                "node \"y_node\" (Quant) must have a whole number of 1 to 32 bits, not 2.5",
                "round the bit width, or leave the Quant node out");
        refuses(
                VECTOR,
                m -> {
                    quant(m, 0, 0, 4);
                    m.nodeOf("onnx.brevitas", "Quant", "y", "x", "s", "z", "b");
                },
                "node \"y_node\" (Quant) must have finite scales other than 0 and finite zero points, not 0.0 and 0.0",
                "train again; a scale collapsed");
        refuses(
                VECTOR,
                m -> {
                    quant(m, 1, 0, 4);
                    m.constant("ss", new int[] {4}, 1, 2, 3, 4);
                    m.nodeOf("onnx.brevitas", "Quant", "y", "x", "ss", "z", "b");
                },
                "node \"y_node\" (Quant) must have one scale for an activation, not shape [4]",
                "train with one scale and zero point per tensor for activations; weights may have one per output channel");
        refuses(
                VECTOR,
                m -> {
                    quant(m, 1, 0, 4);
                    m.constant("ss", new int[] {4, 1}, 1, 2, 3, 4).random("w", 1, -1, 1, 4, 3);
                    m.nodeOf("onnx.brevitas", "Quant", "q", "w", "ss", "z", "b");
                    m.node("MatMul", "y", "x", "q");
                },
                "node \"y_node\" (MatMul) must have weights with one scale or one per output channel, not per axis 0",
                "train with per-tensor or per-output-channel scales");
        refuses(
                VECTOR,
                m -> {
                    quant(m, 1, 0, 4);
                    m.random("w", 1, -1, 1, 4, 3);
                    m.nodeOf("onnx.brevitas", "Quant", "q", "w", "s", "z", "b");
                    m.node("Mul", "v", "q", "s");
                    m.node("MatMul", "y", "x", "v");
                },
                "node \"v_node\" (Mul) changes weights after their trained quantisation",
                "apply it before the Quant node, or let the Quant node feed its layer directly");
    }

    private static TestModel quantiser(String attribute, long value) {
        TestModel model = new TestModel(25, VECTOR);
        model.scalar("s", 0.5);
        model.node("QuantizeLinear", "q", "x", "s").set(attribute, value);
        model.node("DequantizeLinear", "d", "q", "s");
        model.random("w", 1, -1, 1, 4, 2);
        model.node("MatMul", "y", "d", "w");
        return model;
    }

    /** What opsets 21 to 25 added to the quantisers and is not computed; each remedy is tried. */
    @Test
    void quantisersOfLaterOpsets() {
        Map<String, TestModel> models = new TreeMap<>();
        models.put(
                "node \"q_node\" (QuantizeLinear) quantises to the element type float8e4m3fn, which is not supported",
                quantiser("output_dtype", 17));
        models.put(
                "node \"q_node\" (QuantizeLinear) quantises to the element type float4e2m1, which is not supported",
                quantiser("output_dtype", 23));
        models.put(
                "node \"q_node\" (QuantizeLinear) quantises to the element type int32, which is not supported",
                quantiser("output_dtype", 6));
        models.put(
                "node \"q_node\" (QuantizeLinear) computes in float16, which is not supported",
                quantiser("precision", 10));
        TestModel product = new TestModel(25, VECTOR);
        product.scalar("s", 0.5);
        product.node("QuantizeLinear", "q", "x", "s");
        product.node("DequantizeLinear", "y", "q", "s").set("output_dtype", 16);
        models.put("node \"y_node\" (DequantizeLinear) computes in bfloat16, which is not supported", product);
        TestModel half = new TestModel(25, VECTOR);
        half.initializer(TestModel.tensor("s", ElementType.FLOAT16, new int[0], new byte[] {0, 0x38}));
        half.node("QuantizeLinear", "q", "x", "s").set("precision", 1);
        half.node("DequantizeLinear", "y", "q", "s");
        models.put("node \"y_node\" (DequantizeLinear) computes in float16, which is not supported", half);
        TestModel microscaled = new TestModel(25, VECTOR);
        microscaled.initializer(TestModel.tensor("s", 24, new int[0], new byte[] {127}));
        microscaled.node("QuantizeLinear", "y", "x", "s");
        models.put("tensor \"s\" has the element type float8e8m0, which is not supported", microscaled);
        TestModel otherZero = new TestModel(25, VECTOR);
        otherZero.scalar("s", 0.5);
        otherZero.initializer(TestModel.tensor("z", ElementType.INT8, new int[0], new byte[1]));
        otherZero.node("QuantizeLinear", "q", "x", "s", "z").set("output_dtype", 2);
        otherZero.node("DequantizeLinear", "y", "q", "s", "z");
        models.put("node \"q_node\" (QuantizeLinear) must have a zero point of its output_dtype uint8", otherZero);
        models.forEach((fact, model) -> {
            InputException e = assertThrows(InputException.class, model::network, fact);
            assertEquals("model.onnx: " + fact, e.getMessage());
        });
        for (ElementType type : List.of(
                ElementType.INT8,
                ElementType.UINT8,
                ElementType.INT16,
                ElementType.UINT16,
                ElementType.INT4,
                ElementType.UINT4,
                ElementType.INT2,
                ElementType.UINT2)) {
            assertNotNull(quantiser("output_dtype", type.onnxCode).network());
        }
        assertNotNull(quantiser("precision", 1).network());
    }
}
