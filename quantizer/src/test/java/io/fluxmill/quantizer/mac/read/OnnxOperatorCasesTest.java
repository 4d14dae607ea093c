// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The ONNX project's own operator cases (Debian package libonnx-testdata): every case made of supported operators is either
 * refused with a sentence, or gives the stored output. Inputs after the first are given to the graph as constants.
 */
class OnnxOperatorCasesTest {
    private static final Path ROOT = Path.of("/usr/share/libonnx-testdata/data");
    private static final Set<String> OPERATORS = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "Relu",
            "LeakyRelu",
            "BatchNormalization",
            "Flatten",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Clip",
            "Identity",
            "Dropout",
            "Constant",
            "Softmax",
            "Shape");

    /** Operators that change no value; a graph of them alone has no layer. */
    private static final Set<String> EMPTY = Set.of(
            "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Identity", "Dropout", "Constant", "Shape");

    /** Operators of which at least one case is not refused. */
    private static final Set<String> EXPECTED = Set.of(
            "AveragePool",
            "BatchNormalization",
            "Clip",
            "Conv",
            "Gemm",
            "GlobalAveragePool",
            "LeakyRelu",
            "MatMul",
            "MaxPool",
            "Relu");

    private final Map<String, Integer> ran = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyCaseRunsRightOrIsRefused() throws IOException {
        assumeTrue(Files.isDirectory(ROOT), "skipped: package libonnx-testdata is not installed");
        for (String folder : new String[] {"node", "pytorch-converted", "pytorch-operator"}) {
            for (Path path : cases(ROOT.resolve(folder))) {
                check(path);
            }
        }
        assertEquals(List.of(), wrong);
        int total = ran.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(total >= 90, "ran " + total + ": " + ran + ", refused " + refused);
        assertTrue(ran.keySet().containsAll(EXPECTED), "ran " + ran + ", refused " + refused);
        assertEquals(
                ROOT
                        + "/node/test_add_bcast/model.onnx: node \"Add_0\" (Add) must have one constant or one per channel for a"
                        + " tensor of shape [3, 4, 5], not shape [5]",
                refused.get("test_add_bcast"));
        assertEquals(
                ROOT
                        + "/node/test_gemm_transposeA/model.onnx: node \"Gemm_0\" (Gemm) has transA=1, which mixes samples of"
                        + " the batch",
                refused.get("test_gemm_transposeA"));
    }

    private static List<Path> cases(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    private void check(Path path) throws IOException {
        OnnxModel model;
        try {
            model = OnnxReader.read(path.resolve("model.onnx"));
        } catch (InputException e) {
            return;
        }
        List<String> operators = model.nodes().stream().map(Node::operator).toList();
        if (!OPERATORS.containsAll(operators) || EMPTY.containsAll(operators)) {
            return;
        }
        String name = path.getFileName().toString();
        try {
            run(name, path.resolve("test_data_set_0"), model);
        } catch (InputException e) {
            refused.put(name, e.getMessage());
            assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
        }
    }

    private void run(String name, Path data, OnnxModel model) throws IOException {
        Map<String, OnnxTensor> constants = new LinkedHashMap<>(model.initializers());
        for (int i = 1; i < model.inputs().size(); i++) {
            String input = model.inputs().get(i).name();
            constants.put(input, OnnxReader.readTensor(data.resolve("input_" + i + ".pb")));
        }
        OnnxTensor x = OnnxReader.readTensor(data.resolve("input_0.pb"));
        if (x.type() == ElementType.FLOAT64) {
            return; // values up to 1e300: results are float
        }
        OnnxTensor y = OnnxReader.readTensor(data.resolve("output_0.pb"));
        List<ValueInfo> input = List.of(new ValueInfo(model.inputs().get(0).name(), x.type().onnxCode, x.dims()));
        List<ValueInfo> output = model.outputs().subList(0, 1);
        OnnxModel bound = new OnnxModel(model.file(), model.opset(), model.nodes(), constants, input, output);
        Network network = GraphLowering.lower(bound, name);
        compare(name, network, x, y);
        new TreeSet<>(model.nodes().stream().map(Node::operator).toList())
                .forEach(operator -> ran.merge(operator, 1, Integer::sum));
    }

    private void compare(String name, Network network, OnnxTensor x, OnnxTensor y) {
        FloatExecutor executor = new FloatExecutor(network);
        int size = network.inputShape().elements();
        int outputs = network.last().outputShape().elements();
        float[] values = TestModel.floats(x.values());
        for (int i = 0; i < x.values().length / size; i++) {
            float[] actual = executor.run(Arrays.copyOfRange(values, i * size, (i + 1) * size));
            double[] expected = Arrays.copyOfRange(y.values(), i * outputs, (i + 1) * outputs);
            double[] scores = network.ending() == Network.Ending.SOFTMAX ? softmax(actual) : null;
            for (int k = 0; k < outputs; k++) {
                double value = scores == null ? actual[k] : scores[k];
                if (!(Math.abs(value - expected[k]) <= 1e-4 * Math.max(1, Math.abs(expected[k])))) {
                    wrong.add(name + " sample " + i + " element " + k + ": expected " + expected[k] + " observed "
                            + value);
                    return;
                }
            }
        }
        if ((long) x.values().length / size * outputs != y.values().length) {
            wrong.add(name + ": expected " + y.values().length + " values");
        }
    }

    private static double[] softmax(float[] scores) {
        double max = 0;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        double[] powers = new double[scores.length];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.exp(scores[i] - max);
        }
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(p -> p / sum).toArray();
    }
}
