// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Executes a {@link TestGraph} node by node, every sample in each {@link Arithmetic}. Float32 sums depend on their order, which
 * QONNX leaves to the runtime; a sample whose codes agree in all ways does not.
 */
final class GraphOracle {
    /** Operators whose results executors may round differently. */
    private static final Set<String> SUMS =
            Set.of("MatMul", "Gemm", "Conv", "AveragePool", "GlobalAveragePool", "BatchNormalization", "Add");

    private static final Set<String> OUTPUT_FUNCTIONS = Set.of("Softmax", "Sigmoid");

    /** Runs with noise; a code at a border is likely to change in one of them. */
    private static final int NOISES = 10;

    private final TestGraph graph;

    GraphOracle(TestGraph graph) {
        this.graph = graph;
    }

    /**
     * @param output in double where the codes agree
     * @param scores the tensor before a last Softmax or Sigmoid, else the output
     * @param codes how many codes the quantisers of computed tensors gave
     * @param ambiguous whether a code depends on the order of a sum, or is so close to another that float's rounding could change
     *     it; never where all results are exact in float
     * @param spread by how much a score differs between the ways
     */
    record Outcome(double[] output, double[] scores, int codes, boolean ambiguous, double spread) {}

    Outcome run(float[] sample) {
        Node last = graph.nodes().get(graph.nodes().size() - 1);
        boolean function = OUTPUT_FUNCTIONS.contains(last.operator());
        String scoresName = function ? last.inputs().get(0) : last.output();
        Run exact = new Run(Arithmetic.DOUBLE, sample);
        double[] scores = exact.tensors.get(scoresName).data();
        boolean ambiguous = false;
        double spread = 0;
        for (Arithmetic arithmetic : Arithmetic.OTHERS) {
            Run run = new Run(arithmetic, sample);
            ambiguous |= !run.codes.equals(exact.codes);
            double[] other = run.tensors.get(scoresName).data();
            for (int i = 0; i < scores.length; i++) {
                spread = Math.max(spread, Math.abs(scores[i] - other[i]));
            }
        }
        for (int i = 0; i < NOISES && !ambiguous; i++) {
            ambiguous = !new Run(Arithmetic.noisy(i), sample).codes.equals(exact.codes);
        }
        double[] output = exact.tensors.get(last.output()).data();
        return new Outcome(output, scores, exact.codes.size(), ambiguous, spread);
    }

    /** One node on given tensors; codes of a quantiser are added to {@code codes} unless that is null. */
    static Values apply(Node node, List<Values> inputs, Arithmetic arithmetic, List<Double> codes) {
        if (!QonnxOps.OPERATORS.contains(node.operator())) {
            return StandardOps.apply(node, inputs, arithmetic);
        }
        QonnxOps.Result result = QonnxOps.apply(node, inputs, arithmetic);
        if (codes != null) {
            // Adding 0 makes -0 and 0 equal.
            Arrays.stream(result.codes().data()).forEach(code -> codes.add(code + 0.0));
        }
        return result.values();
    }

    static Values constant(TestGraph.Constant constant) {
        return new Values(constant.dims(), constant.values());
    }

    private final class Run {
        final Map<String, Values> tensors = new HashMap<>();
        final List<Double> codes = new ArrayList<>();

        Run(Arithmetic arithmetic, float[] sample) {
            Set<String> constants = new HashSet<>(graph.constants().keySet());
            Set<String> sums = new HashSet<>();
            graph.constants().forEach((name, constant) -> tensors.put(name, constant(constant)));
            double[] x = new double[sample.length];
            Arrays.setAll(x, i -> sample[i]);
            tensors.put("x", new Values(graph.inputDims(), x));
            for (Node node : graph.nodes()) {
                List<Values> inputs = new ArrayList<>();
                node.inputs().forEach(name -> inputs.add(name.isEmpty() ? null : tensors.get(name)));
                boolean constant = constants.containsAll(node.inputs());
                boolean sum = SUMS.contains(node.operator()) || !Collections.disjoint(sums, node.inputs());
                boolean given = arithmetic == Arithmetic.REAL && !sum;
                Values result = GraphOracle.apply(
                        node, inputs, given ? Arithmetic.DOUBLE : arithmetic, constant ? null : codes);
                if (sum) {
                    sums.add(node.output());
                }
                if (constant) {
                    constants.add(node.output());
                }
                boolean biased = constant && arithmetic == Arithmetic.BIASED && result.isVector();
                tensors.put(node.output(), biased ? result.map(v -> (float) v) : result);
            }
        }
    }
}
