// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Attributes that are stored as FLOAT where the operator has INT, and the other way round. ONNX Runtime refuses most of them;
 * the rule here: a value that the right type holds exactly counts, any other is refused. The expected outputs are those of the
 * model with the attribute in its right type.
 */
class AttributeTypesTest {
    /** Adds the nodes of a model; the attribute in question is set by {@code setter}. */
    private interface Build {
        void build(TestModel model, Setter setter);
    }

    private interface Setter {
        void set(TestModel.TestNode node, String attribute);
    }

    /**
     * @param value a whole number: exact in either type
     * @param real whether the operator has FLOAT, so that INT is the wrong type
     */
    private record Case(String name, int opset, int[] inputDims, double value, boolean real, Build build) {
        TestModel model(boolean right) {
            boolean asFloat = real == right;
            return model((node, attribute) -> {
                if (asFloat) {
                    node.set(attribute, value);
                } else {
                    node.set(attribute, (long) value);
                }
            });
        }

        TestModel model(Setter setter) {
            TestModel model = new TestModel(opset, inputDims);
            build.build(model, setter);
            return model;
        }
    }

    private static final int[] VECTOR = {1, 6};
    private static final int[] MAP = {1, 2, 5, 5};

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (double value : new double[] {0, 1, 2, -3}) {
            cases.add(new Case("Gemm alpha", 13, VECTOR, value, true, (m, s) -> s.set(gemm(m), "alpha")));
            cases.add(new Case("Gemm beta", 13, VECTOR, value, true, (m, s) -> s.set(gemm(m), "beta")));
            cases.add(new Case("LeakyRelu alpha", 13, VECTOR, value, true, (m, s) -> {
                gemm(m, "g");
                s.set(m.node("LeakyRelu", "y", "g"), "alpha");
            }));
            cases.add(new Case("Clip max", 9, VECTOR, value, true, (m, s) -> {
                gemm(m, "g");
                TestModel.TestNode clip = m.node("Clip", "y", "g").set("min", -4.0);
                s.set(clip, "max");
            }));
            cases.add(new Case("Clip min", 9, VECTOR, value, true, (m, s) -> {
                gemm(m, "g");
                TestModel.TestNode clip = m.node("Clip", "y", "g").set("max", 5.0);
                s.set(clip, "min");
            }));
        }
        for (double value : new double[] {0, 1, 3}) {
            cases.add(new Case("BatchNormalization epsilon", 13, MAP, value, true, (m, s) -> {
                conv(m, "c", 2, 2);
                m.random("gamma", 3, 0.5, 2, 2).random("beta", 4, -1, 1, 2);
                m.random("mean", 5, -1, 1, 2).random("var", 6, 0.1, 2, 2);
                s.set(m.node("BatchNormalization", "y", "c", "gamma", "beta", "mean", "var"), "epsilon");
            }));
        }
        cases.add(new Case("Gemm transB 0", 13, VECTOR, 0, false, (m, s) -> s.set(gemm(m), "transB")));
        cases.add(new Case("Gemm transB 1", 13, VECTOR, 1, false, (m, s) -> s.set(gemm(m), "transB")));
        cases.add(new Case("Gemm transA 0", 13, VECTOR, 0, false, (m, s) -> s.set(gemm(m), "transA")));
        cases.add(new Case("Conv group 2", 13, MAP, 2, false, (m, s) -> s.set(conv(m, "y", 4, 1), "group")));
        cases.add(new Case("Conv group 1", 13, MAP, 1, false, (m, s) -> s.set(conv(m, "y", 4, 2), "group")));
        for (int flag = 0; flag <= 1; flag++) {
            cases.add(new Case(
                    "MaxPool ceil_mode", 13, MAP, flag, false, (m, s) -> s.set(pool(m, "MaxPool"), "ceil_mode")));
            cases.add(new Case(
                    "AveragePool ceil_mode",
                    13,
                    MAP,
                    flag,
                    false,
                    (m, s) -> s.set(pool(m, "AveragePool"), "ceil_mode")));
            cases.add(new Case("AveragePool count_include_pad", 13, MAP, flag, false, (m, s) -> {
                TestModel.TestNode pool = pool(m, "AveragePool").ints("pads", 1, 1, 1, 1);
                s.set(pool, "count_include_pad");
            }));
        }
        cases.add(new Case("Flatten axis 1", 13, MAP, 1, false, (m, s) -> {
            s.set(m.node("Flatten", "f", "x"), "axis");
            m.random("w", 1, -1, 1, 50, 3);
            m.node("MatMul", "y", "f", "w");
        }));
        cases.add(new Case("Softmax axis 1", 13, VECTOR, 1, false, (m, s) -> {
            gemm(m, "g");
            s.set(m.node("Softmax", "y", "g"), "axis");
        }));
        cases.add(new Case("Cast to 1", 13, VECTOR, 1, false, (m, s) -> {
            gemm(m, "g");
            s.set(m.node("Cast", "y", "g"), "to");
        }));
        return cases;
    }

    private static TestModel.TestNode gemm(TestModel m) {
        return gemm(m, "y");
    }

    private static TestModel.TestNode gemm(TestModel m, String output) {
        m.random("w", 1, -1, 1, 6, 6).random("b", 2, -1, 1, 6);
        return m.node("Gemm", output, "x", "w", "b");
    }

    private static TestModel.TestNode conv(TestModel m, String output, int out, int in) {
        m.random("w", 1, -1, 1, out, in, 3, 3);
        return m.node("Conv", output, "x", "w");
    }

    private static TestModel.TestNode pool(TestModel m, String operator) {
        m.random("w", 1, -1, 1, 2, 2, 1, 1);
        m.node("Conv", "c", "x", "w");
        return m.node(operator, "y", "c").ints("kernel_shape", 2, 2).ints("strides", 2, 2);
    }

    private static double[] outputs(TestModel model, float[] input) {
        float[] scores = model.fluxmill(input);
        double[] doubles = new double[scores.length];
        Arrays.setAll(doubles, i -> scores[i]);
        return OutputFunction.apply(model.network(), doubles);
    }

    @TestFactory
    List<DynamicTest> exactValuesCountInEitherType() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case one : cases()) {
            String wrongType = one.real ? "INT" : "FLOAT";
            tests.add(DynamicTest.dynamicTest(one.name + " = " + one.value + " as " + wrongType, () -> {
                for (long seed = 1; seed <= 3; seed++) {
                    float[] input = one.model(true).randomInput(seed);
                    float[] expected = one.model(true).onnxRuntime(input);
                    double[] actual = outputs(one.model(false), input);
                    assertEquals(expected.length, actual.length);
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "seed " + seed);
                    }
                }
            }));
        }
        assertEquals(37, tests.size());
        return tests;
    }

    /** 0.5 is no whole number, nor are infinity, NaN and 2^40, which no INT attribute of these operators can mean. */
    @Test
    void otherValuesAreRefused() {
        int refused = 0;
        for (Case one : cases()) {
            for (double value : new double[] {0.5, 1.25, Double.NaN, Double.POSITIVE_INFINITY, Math.pow(2, 40)}) {
                if (!one.real) {
                    TestModel model = one.model((node, attribute) -> node.set(attribute, value));
                    assertThrows(InputException.class, model::network, one.name + " = " + value);
                    refused++;
                }
            }
        }
        assertEquals(14 * 5, refused);
    }

    /** 2^53 + 1 is no float, nor a double. */
    @Test
    void wholeNumbersThatAreNoFloatAreRefused() {
        int refused = 0;
        for (Case one : cases()) {
            if (one.real) {
                TestModel model = one.model((node, attribute) -> node.set(attribute, (1L << 53) + 1));
                assertThrows(InputException.class, model::network, one.name);
                refused++;
            }
        }
        assertEquals(23, refused);
    }

    /** Lists: a right answer or a refusal, never another answer. */
    @Test
    void listsOfTheWrongTypeAreConvertedOrRefused() {
        int cases = 0;
        for (String attribute : new String[] {"strides", "pads", "dilations", "kernel_shape"}) {
            int[] values = attribute.equals("pads") ? new int[] {1, 0, 2, 1} : new int[] {2, 2};
            if (attribute.equals("kernel_shape")) {
                values = new int[] {3, 3};
            }
            TestModel right = new TestModel(13, MAP);
            conv(right, "y", 2, 2).ints(attribute, values);
            float[] input = right.randomInput(1);
            float[] expected = right.onnxRuntime(input);
            for (double more : new double[] {0, 0.5}) {
                TestModel wrong = new TestModel(13, MAP);
                conv(wrong, "y", 2, 2)
                        .floats(
                                attribute,
                                Arrays.stream(values).mapToDouble(v -> v + more).toArray());
                if (more > 0) {
                    assertThrows(InputException.class, wrong::network, attribute);
                } else {
                    convertedOrRefused(wrong, input, expected, attribute);
                }
                cases++;
            }
        }
        assertEquals(8, cases);
    }

    private static void convertedOrRefused(TestModel model, float[] input, float[] expected, String attribute) {
        try {
            double[] actual = outputs(model, input);
            assertEquals(expected.length, actual.length, attribute);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])), attribute);
            }
        } catch (InputException refused) {
            assertTrue(refused.getMessage().contains(attribute), refused.getMessage());
        }
    }
}
