// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Quant;
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
    /** Operators of which at least one case is not refused. */
    private static final Set<String> EXPECTED =
            Set.of(("Abs Acos Add Asin Atan AveragePool BatchNormalization Celu Ceil"
                            + " Clip Concat Conv ConvTranspose Cos DepthToSpace Div Elu Erf Exp Expand Floor Gather Gemm"
                            + " GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish InstanceNormalization LRN"
                            + " LayerNormalization LeakyRelu Log LogSoftmax MatMul Max MaxPool Min Mul PRelu Pad Pow"
                            + " Reciprocal ReduceL1 ReduceL2 ReduceMax ReduceMean ReduceMin ReduceSum"
                            + " ReduceSumSquare Relu Resize Round Selu Shrink Sigmoid Sign Sin Slice Softmax Softplus Softsign"
                            + " SpaceToDepth Sqrt Sub Tan Tanh ThresholdedRelu Tile Transpose Upsample")
                    .split(" "));

    private final Map<String, Integer> ran = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final List<String> crashed = new ArrayList<>();
    private int unread;
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyCaseRunsRightOrIsRefused() throws IOException {
        assumeTrue(Files.isDirectory(ROOT), "skipped: package libonnx-testdata is not installed");
        for (String folder : new String[] {"node", "pytorch-converted", "pytorch-operator"}) {
            for (Path path : cases(ROOT.resolve(folder))) {
                check(path);
            }
        }
        int total = ran.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "%d cases right, %d refused, %d wrong, %d crashed; %d have no tensor as input or output%n",
                total, refused.size(), wrong.size(), crashed.size(), unread);
        if (Boolean.getBoolean("cases.refused")) {
            refused.forEach((name, sentence) -> System.out.println(name + ": " + sentence));
        }
        assertEquals(List.of(), crashed);
        assertEquals(List.of(), wrong);
        assertTrue(ran.keySet().containsAll(EXPECTED), "missing " + missing());
        assertTrue(total >= 780, "ran " + total + ": " + ran);
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>(EXPECTED);
        missing.removeAll(ran.keySet());
        return missing;
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
            refused.put(path.getFileName().toString(), e.getMessage());
            return;
        }
        String name = path.getFileName().toString();
        try {
            run(name, path.resolve("test_data_set_0"), model);
        } catch (InputException e) {
            refused.put(name, e.getMessage());
        } catch (RuntimeException e) {
            crashed.add(name + ": " + e + " at " + e.getStackTrace()[0]);
        }
    }

    private void run(String name, Path data, OnnxModel model) throws IOException {
        Map<String, OnnxTensor> constants = new LinkedHashMap<>(model.initializers());
        for (int i = 1; i < model.inputs().size(); i++) {
            String input = model.inputs().get(i).name();
            constants.put(input, OnnxReader.readTensor(data.resolve("input_" + i + ".pb")));
        }
        OnnxTensor x;
        OnnxTensor y;
        try {
            x = OnnxReader.readTensor(data.resolve("input_0.pb"));
            y = OnnxReader.readTensor(data.resolve("output_0.pb"));
        } catch (InputException e) {
            unread++;
            return;
        }
        if (x.type() == ElementType.FLOAT64 && Arrays.stream(x.values()).anyMatch(v -> Math.abs(v) > Float.MAX_VALUE)) {
            return; // results are float
        }
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
        if ((long) x.values().length / size * outputs != y.values().length) {
            wrong.add(name + ": expected " + y.values().length + " values, observed "
                    + (long) x.values().length / size * outputs);
            return;
        }
        Quant codes = y.type().isFloat() ? null : network.last().outputQuant();
        for (int i = 0; i < x.values().length / size; i++) {
            double[] actual = results(network, executor.run(Arrays.copyOfRange(values, i * size, (i + 1) * size)));
            for (int k = 0; k < outputs; k++) {
                double stored = y.values()[i * outputs + k];
                double expected = codes == null ? stored : codes.toReal((int) stored, 0);
                boolean same = actual[k] == expected || Double.isNaN(actual[k]) && Double.isNaN(expected);
                if (!same && !(Math.abs(actual[k] - expected) <= 1e-4 * Math.max(1, Math.abs(expected)))) {
                    wrong.add(name + " sample " + i + " element " + k + ": expected " + expected + " observed "
                            + actual[k]);
                    return;
                }
            }
        }
    }

    private static double[] results(Network network, float[] results) {
        double[] scores = new double[results.length];
        Arrays.setAll(scores, i -> results[i]);
        return OutputFunction.apply(network, scores);
    }
}
