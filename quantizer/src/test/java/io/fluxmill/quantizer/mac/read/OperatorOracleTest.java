// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.ProtoWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every supported operator and attribute: lowered and executed here, executed by ONNX Runtime there, on random inputs. */
class OperatorOracleTest {
    private static final long[] SEEDS = {1, 2, 3};

    /** Builds the model, then compares both executions. */
    private static void agree(int opset, int[] inputDims, Consumer<TestModel> build) {
        TestModel model = new TestModel(opset, inputDims);
        build.accept(model);
        for (long seed : SEEDS) {
            float[] input = model.randomInput(seed);
            float[] expected = model.onnxRuntime(input);
            float[] actual = model.fluxmill(input);
            assertEquals(expected.length, actual.length, "elements");
            for (int i = 0; i < expected.length; i++) {
                float tolerance = 1e-5f * Math.max(1, Math.abs(expected[i]));
                assertEquals(expected[i], actual[i], tolerance, "seed " + seed + " element " + i);
            }
        }
    }

    private static int[] dims(int... dims) {
        return dims;
    }

    @Test
    void gemmWithAllAttributes() {
        agree(13, dims(2, 5), m -> {
            m.random("w", 1, -1, 1, 5, 3).random("b", 2, -1, 1, 3);
            m.node("Gemm", "y", "x", "w", "b");
        });
        agree(13, dims(2, 5), m -> {
            m.random("w", 1, -1, 1, 3, 5).random("b", 2, -1, 1, 1, 3);
            m.node("Gemm", "y", "x", "w", "b")
                    .set("transB", 1)
                    .set("alpha", 0.5)
                    .set("beta", -2.0);
        });
        agree(13, dims(2, 5), m -> {
            m.random("w", 1, -1, 1, 5, 3).scalar("b", 0.75);
            m.node("Gemm", "y", "x", "w", "b");
        });
        agree(13, dims(1, 5), m -> {
            m.random("w", 1, -1, 1, 5, 3);
            m.node("Gemm", "y", "x", "w").set("alpha", -1.5);
        });
    }

    @Test
    void matMulWithBiasOnEitherSide() {
        agree(13, dims(3, 4), m -> {
            m.random("w", 1, -1, 1, 4, 6).random("b", 2, -1, 1, 6);
            m.node("MatMul", "s", "x", "w");
            m.node("Add", "y", "b", "s");
        });
        agree(13, dims(3, 4), m -> {
            m.random("w", 1, -1, 1, 4, 6).random("b", 2, -1, 1, 6);
            m.node("MatMul", "s", "x", "w");
            m.node("Sub", "y", "b", "s");
        });
    }

    @Test
    void convolutionInTwoDimensions() {
        agree(13, dims(2, 3, 7, 6), m -> {
            m.random("w", 1, -1, 1, 4, 3, 3, 2).random("b", 2, -1, 1, 4);
            m.node("Conv", "y", "x", "w", "b")
                    .ints("kernel_shape", 3, 2)
                    .ints("pads", 1, 0, 2, 1)
                    .ints("strides", 2, 1);
        });
        agree(13, dims(1, 4, 9, 9), m -> {
            m.random("w", 1, -1, 1, 6, 2, 3, 3);
            m.node("Conv", "y", "x", "w").ints("dilations", 2, 3).set("group", 2);
        });
        agree(13, dims(1, 4, 5, 5), m -> {
            m.random("w", 1, -1, 1, 8, 1, 3, 3);
            m.node("Conv", "y", "x", "w").set("group", 4).ints("pads", 1, 1, 1, 1);
        });
    }

    @Test
    void convolutionWithEveryAutoPad() {
        for (String mode : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"}) {
            for (int stride = 1; stride <= 3; stride++) {
                int s = stride;
                agree(13, dims(1, 2, 8, 7), m -> {
                    m.random("w", 1, -1, 1, 3, 2, 4, 3);
                    m.node("Conv", "y", "x", "w").set("auto_pad", mode).ints("strides", s, s);
                });
            }
        }
    }

    @Test
    void convolutionInOneDimension() {
        agree(13, dims(2, 3, 11), m -> {
            m.random("w", 1, -1, 1, 5, 3, 3).random("b", 2, -1, 1, 5);
            m.node("Conv", "y", "x", "w", "b")
                    .ints("pads", 2, 1)
                    .ints("strides", 2)
                    .ints("dilations", 2);
        });
        agree(13, dims(1, 4, 10), m -> {
            m.random("w", 1, -1, 1, 4, 1, 4);
            m.node("Conv", "y", "x", "w").set("group", 4).set("auto_pad", "SAME_LOWER");
        });
    }

    @Test
    void maxPoolWithAllAttributes() {
        agree(13, dims(2, 3, 7, 8), m -> m.node("MaxPool", "y", "x")
                .ints("kernel_shape", 3, 2)
                .ints("strides", 2, 3)
                .ints("pads", 1, 0, 1, 1));
        agree(13, dims(1, 2, 9, 9), m -> m.node("MaxPool", "y", "x")
                .ints("kernel_shape", 3, 3)
                .ints("dilations", 2, 2)
                .ints("strides", 2, 2));
        agree(13, dims(1, 2, 8, 8), m -> m.node("MaxPool", "y", "x")
                .ints("kernel_shape", 3, 3)
                .ints("strides", 2, 2)
                .set("ceil_mode", 1));
        agree(13, dims(1, 2, 9), m -> m.node("MaxPool", "y", "x")
                .ints("kernel_shape", 3)
                .ints("strides", 2));
        agree(13, dims(1, 2, 8, 8), m -> m.node("MaxPool", "y", "x")
                .ints("kernel_shape", 3, 3)
                .ints("strides", 2, 2)
                .set("auto_pad", "SAME_UPPER"));
    }

    @Test
    void averagePoolWithAllAttributes() {
        for (int include = 0; include <= 1; include++) {
            long count = include;
            agree(13, dims(2, 3, 7, 8), m -> m.node("AveragePool", "y", "x")
                    .ints("kernel_shape", 3, 2)
                    .ints("strides", 2, 3)
                    .ints("pads", 1, 0, 1, 1)
                    .set("count_include_pad", count));
        }
        agree(13, dims(1, 2, 8, 8), m -> m.node("AveragePool", "y", "x")
                .ints("kernel_shape", 3, 3)
                .ints("strides", 2, 2)
                .set("ceil_mode", 1));
        agree(13, dims(1, 2, 9), m -> m.node("AveragePool", "y", "x").ints("kernel_shape", 4));
        agree(13, dims(1, 5, 4, 6), m -> m.node("GlobalAveragePool", "y", "x"));
        agree(13, dims(1, 5, 7), m -> m.node("GlobalAveragePool", "y", "x"));
    }

    @Test
    void activationsAloneAndInSequence() {
        agree(13, dims(2, 6), m -> m.node("Relu", "y", "x"));
        agree(13, dims(2, 6), m -> m.node("LeakyRelu", "y", "x"));
        agree(13, dims(2, 6), m -> m.node("LeakyRelu", "y", "x").set("alpha", 0.3));
        agree(13, dims(2, 6), m -> {
            m.scalar("lo", -0.5).scalar("hi", 1);
            m.node("Clip", "y", "x", "lo", "hi");
        });
        agree(7, dims(2, 6), m -> m.node("Clip", "y", "x").set("min", 0.0).set("max", 1.0));
        agree(13, dims(2, 6), m -> {
            m.scalar("hi", 0.25);
            m.node("Clip", "y", "x", "", "hi");
        });
    }

    /** All triples of activations after a Gemm: folded into one where that is exact, else in a layer of its own. */
    @Test
    void everyTripleOfActivations() {
        String[] kinds = {"relu", "leaky", "relu6", "clip", "above", "below", "scale"};
        int triples = 0;
        for (String first : kinds) {
            for (String second : kinds) {
                for (String third : kinds) {
                    agree(13, dims(8, 6), m -> {
                        m.random("w", 1, -1, 1, 6, 8);
                        m.node("MatMul", "s", "x", "w");
                        activation(m, first, "a", "s");
                        activation(m, second, "b", "a");
                        activation(m, third, "y", "b");
                    });
                    triples++;
                }
            }
        }
        assertEquals(343, triples);
    }

    private static void activation(TestModel m, String kind, String output, String input) {
        switch (kind) {
            case "relu" -> m.node("Relu", output, input);
            case "leaky" -> m.node("LeakyRelu", output, input).set("alpha", 0.25);
            case "relu6" -> clip(m, output, input, 0, 1.5);
            case "clip" -> clip(m, output, input, -0.75, 0.5);
            case "above" -> clip(m, output, input, 0.25, 9);
            case "below" -> clip(m, output, input, -2, -0.25);
            default -> {
                m.scalar(output + "_by", 1.5);
                m.node("Mul", output, input, output + "_by");
            }
        }
    }

    private static void clip(TestModel m, String output, String input, double low, double high) {
        m.scalar(output + "_lo", low).scalar(output + "_hi", high);
        m.node("Clip", output, input, output + "_lo", output + "_hi");
    }

    @Test
    void batchNormalizationFoldedAndAlone() {
        agree(13, dims(2, 4, 5, 5), m -> {
            m.random("w", 1, -1, 1, 3, 4, 3, 3);
            m.node("Conv", "c", "x", "w");
            batchNormalization(m, 3, "c");
        });
        agree(13, dims(2, 4, 5, 5), m -> batchNormalization(m, 4, "x"));
        agree(13, dims(2, 4), m -> batchNormalization(m, 4, "x"));
        agree(13, dims(2, 4, 6), m -> {
            m.node("MaxPool", "p", "x").ints("kernel_shape", 2);
            batchNormalization(m, 4, "p");
        });
    }

    private static void batchNormalization(TestModel m, int channels, String input) {
        m.random("gamma", 11, 0.5, 2, channels).random("beta", 12, -1, 1, channels);
        m.random("mean", 13, -1, 1, channels).random("var", 14, 0.1, 2, channels);
        m.node("BatchNormalization", "y", input, "gamma", "beta", "mean", "var").set("epsilon", 1e-3);
    }

    @Test
    void arithmeticWithConstantsPerChannel() {
        for (String operator : new String[] {"Add", "Sub", "Mul", "Div"}) {
            agree(13, dims(2, 3, 4, 4), m -> {
                m.random("w", 1, -1, 1, 3, 3, 1, 1).random("c", 2, 0.5, 2, 3, 1, 1);
                m.node("Conv", "s", "x", "w");
                m.node(operator, "y", "s", "c");
            });
            agree(13, dims(2, 3), m -> {
                m.random("c", 2, 0.5, 2, 1, 3);
                m.node(operator, "y", "x", "c");
            });
            agree(13, dims(2, 3, 5), m -> {
                m.scalar("c", -1.25);
                m.node("Relu", "r", "x");
                m.node(operator, "y", "r", "c");
            });
        }
    }

    @Test
    void inputScaleAndOffsetAreTakenOutOfTheGraph() {
        agree(13, dims(2, 3, 4, 4), m -> {
            m.scalar("two", 2).scalar("one", 1).scalar("four", 4).random("w", 1, -1, 1, 2, 3, 3, 3);
            m.node("Mul", "a", "x", "two");
            m.node("Sub", "b", "one", "a");
            m.node("Div", "c", "b", "four");
            m.node("Conv", "y", "c", "w");
        });
    }

    @Test
    void residualBlock() {
        agree(13, dims(1, 3, 6, 6), m -> {
            m.random("w", 1, -1, 1, 3, 3, 3, 3).random("v", 2, -1, 1, 3, 3, 3, 3);
            m.node("Conv", "a", "x", "w").ints("pads", 1, 1, 1, 1);
            m.node("Relu", "b", "a");
            m.node("Conv", "c", "b", "v").ints("pads", 1, 1, 1, 1);
            m.node("Add", "d", "c", "b");
            m.node("Relu", "e", "d");
            m.node("Add", "y", "e", "e");
        });
    }

    /** The activation after the pool moves before it only when nothing else reads the convolution. */
    @Test
    void activationAfterMaxPool() {
        agree(13, dims(1, 2, 6, 6), m -> {
            m.random("w", 1, -1, 1, 3, 2, 3, 3);
            m.node("Conv", "c", "x", "w");
            m.node("MaxPool", "p", "c").ints("kernel_shape", 2, 2).ints("strides", 2, 2);
            m.node("Relu", "y", "p");
        });
        agree(13, dims(1, 3, 4, 4), m -> {
            m.random("w", 1, -1, 1, 3, 3, 1, 1);
            m.node("Conv", "c", "x", "w");
            m.node("MaxPool", "p", "c").ints("kernel_shape", 3, 3).ints("pads", 1, 1, 1, 1);
            m.node("Relu", "r", "p");
            m.node("Add", "y", "r", "c");
        });
        agree(13, dims(1, 3, 4, 4), m -> {
            m.random("w", 1, -1, 1, 3, 3, 1, 1);
            m.node("Conv", "c", "x", "w");
            m.node("AveragePool", "p", "c").ints("kernel_shape", 2, 2);
            m.node("Relu", "y", "p");
        });
    }

    @Test
    void flattenKeepsTheOrderOfChannelsRowsAndColumns() {
        agree(13, dims(2, 3, 4, 5), m -> {
            m.random("w", 1, -1, 1, 60, 7).random("k", 2, -1, 1, 3, 3, 1, 1);
            m.node("Conv", "c", "x", "k");
            m.node("Flatten", "f", "c");
            m.node("Relu", "r", "f");
            m.node("MatMul", "y", "r", "w");
        });
    }

    /** Relu through a flattened view must not change what the other reader of the convolution sees. */
    @Test
    void aViewOfASharedTensorIsNotFolded() {
        agree(13, dims(1, 2, 3, 3), m -> {
            m.random("k", 1, -1, 1, 2, 2, 1, 1);
            m.node("Conv", "c", "x", "k");
            m.node("Flatten", "f", "c");
            m.node("Relu", "r", "f");
            m.node("Flatten", "g", "c");
            m.node("Add", "y", "r", "g");
        });
    }

    @Test
    void reshapesThatMoveNothing() {
        agree(13, dims(2, 12), m -> {
            m.int64s("map", 0, 3, 2, 2).int64s("flat", 0, -1).random("w", 1, -1, 1, 12, 4);
            m.node("Reshape", "a", "x", "map");
            m.node("MaxPool", "b", "a").ints("kernel_shape", 1, 1);
            m.node("Reshape", "c", "b", "flat");
            m.node("MatMul", "y", "c", "w");
        });
        agree(13, dims(2, 3, 4), m -> {
            m.int64s("axis", 2).random("w", 1, -1, 1, 2, 3, 1, 3);
            m.node("Unsqueeze", "a", "x", "axis");
            m.node("Conv", "b", "a", "w");
            m.node("Squeeze", "y", "b", "axis");
        });
        agree(11, dims(2, 4, 4, 1), m -> {
            m.random("w", 1, -1, 1, 2, 1, 3, 3);
            m.node("Transpose", "a", "x").ints("perm", 0, 3, 1, 2);
            m.node("Conv", "y", "a", "w");
        });
    }

    /** A shape computed from the input's shape, as PyTorch exports x.view(x.shape[0], -1). */
    @Test
    void shapeSubgraphsAreFolded() {
        agree(11, dims(2, 3, 2, 2), m -> {
            m.int64s("minus", -1)
                    .random("w", 1, -1, 1, 12, 4)
                    .scalar("sixteen", 16)
                    .scalar("half", 0.5);
            m.node("Constant", "zero").tensor("value", scalarInt64(0));
            m.node("Shape", "s", "x");
            m.node("Gather", "b", "s", "zero").set("axis", 0);
            m.node("Unsqueeze", "u", "b").ints("axes", 0);
            m.node("Concat", "t", "u", "minus").set("axis", 0);
            m.node("Reshape", "f", "x", "t");
            m.node("Pow", "four", "sixteen", "half");
            m.node("Sqrt", "two", "four");
            m.node("Cast", "c", "two").set("to", 1);
            m.node("Mul", "v", "w", "c");
            m.node("Dropout", "d", "f");
            m.node("Identity", "i", "d");
            m.node("MatMul", "y", "i", "v");
        });
    }

    private static ProtoWriter scalarInt64(int value) {
        return TestModel.tensor("", ElementType.INT64, new int[0], new byte[] {(byte) value, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void softmaxIsLeftOutAndNoted() {
        TestModel model = new TestModel(13, 1, 4);
        model.random("w", 1, -1, 1, 4, 3);
        model.node("MatMul", "s", "x", "w");
        model.node("Softmax", "y", "s").set("axis", 1);
        assertEquals(Network.Ending.SOFTMAX, model.network().ending());
        for (long seed : SEEDS) {
            float[] input = model.randomInput(seed);
            float[] scores = model.fluxmill(input);
            double sum = 0;
            for (float score : scores) {
                sum += Math.exp(score);
            }
            float[] expected = model.onnxRuntime(input);
            for (int i = 0; i < scores.length; i++) {
                assertEquals(expected[i], Math.exp(scores[i]) / sum, 1e-6, "seed " + seed + " element " + i);
            }
        }
    }
}
