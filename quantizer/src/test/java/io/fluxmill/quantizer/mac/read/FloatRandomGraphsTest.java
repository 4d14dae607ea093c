// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.FloatGenerator.Generated;
import io.fluxmill.quantizer.mac.read.GraphOracle.Outcome;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random float graphs: what is accepted must be what ONNX Runtime computes.
 *
 * <p>By hand: {@code -Dfloat.graphs=2000}, {@code -Dfloat.seed=}first seed, {@code -Dfloat.only=}one seed,
 * {@code -Dfloat.dump=}folder for accepted graphs.
 */
class FloatRandomGraphsTest {
    private static final int GRAPHS = Integer.getInteger("float.graphs", 500);
    private static final long SEED = Long.getLong("float.seed", 1);
    private static final Long ONLY = Long.getLong("float.only");
    private static final String DUMP = System.getProperty("float.dump");
    private static final double TOLERANCE = 1e-4;

    /** Features that may be refused whenever they occur. */
    private static final Set<String> MAY_BE_REFUSED = Set.of();

    private final GraphReport report = new GraphReport();

    @Test
    void acceptedGraphsAreComputedAsOnnxRuntimeDoes() {
        long first = ONLY == null ? SEED : ONLY;
        int graphs = ONLY == null ? GRAPHS : 1;
        for (long seed = first; seed < first + graphs; seed++) {
            graph(seed, FloatGenerator.generate(seed));
        }
        System.out.println(report);
        assertEquals(0, report.wrong(), report::wrongText);
        assertEquals(graphs, report.count("graphs"));
        if (ONLY == null) {
            enough();
        }
    }

    private void enough() {
        assertTrue(report.count("graphs accepted") >= 0.6 * GRAPHS, "at least 60 % must be accepted");
        assertEquals(4 * report.count("graphs accepted"), report.count("samples compared"));
        if (GRAPHS < 500 || SEED != 1) {
            return;
        }
        Set<String> never = GraphFeatures.floats();
        never.removeIf(feature -> report.accepted(feature) > 0 || MAY_BE_REFUSED.contains(feature));
        assertEquals(Set.of(), never, "features that no accepted graph has");
    }

    private void graph(long seed, Generated generated) {
        report.count("graphs", 1);
        TestGraph graph = generated.graph();
        byte[] bytes = graph.toBytes();
        List<double[]> expected = new ArrayList<>();
        try (OnnxRuntimeSession session = OnnxRuntimeSession.asWritten(bytes, "x")) {
            for (float[] sample : generated.samples()) {
                expected.add(doubles(session.run(sample, graph.inputDims())));
            }
        } catch (AssertionError e) {
            report.wrong("seed " + seed + ": the generator's fault: " + e.getMessage() + "\n" + graph);
            return;
        }
        GraphOracle oracle = new GraphOracle(graph);
        List<Outcome> outcomes = generated.samples().stream().map(oracle::run).toList();
        double tolerance = tolerance(expected, outcomes);
        requireOracle(seed, generated, expected, outcomes, tolerance);
        boolean accepted = false;
        try {
            accepted = compared(seed, generated, bytes, expected, tolerance);
        } catch (InputException e) {
            report.refused("lowering", e.getMessage(), seed);
        } catch (RuntimeException e) {
            report.wrong("seed " + seed + ": " + e + " at " + GraphReport.place(e) + "\n" + graph);
        }
        report.features(generated.features(), accepted);
        report.count("graphs accepted", accepted ? 1 : 0);
        if (accepted && DUMP != null) {
            CaseFiles.write(Path.of(DUMP, String.format("%04d", seed)), graph, generated.samples(), expected, "INT16");
        }
    }

    /** Relative to the largest magnitude, to 1 for probabilities; and what float32 cannot do better, many times over. */
    private static double tolerance(List<double[]> expected, List<Outcome> outcomes) {
        boolean probabilities = outcomes.get(0).output() != outcomes.get(0).scores();
        double largest = expected.stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        double spread = outcomes.stream().mapToDouble(Outcome::spread).max().orElse(0);
        return TOLERANCE * (probabilities ? 1 : largest) + 20 * spread;
    }

    /** The oracle of the QONNX graphs, which executes the same operators, must agree as well. */
    private void requireOracle(
            long seed, Generated generated, List<double[]> expected, List<Outcome> outcomes, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            if (!near(expected.get(i), outcomes.get(i).output(), tolerance)) {
                report.wrong("the oracle itself, "
                        + text(
                                seed,
                                generated,
                                i,
                                expected.get(i),
                                outcomes.get(i).output()));
                return;
            }
            report.count("samples of the oracle itself", 1);
        }
    }

    private static boolean near(double[] expected, double[] actual, double tolerance) {
        boolean near = actual.length == expected.length;
        for (int k = 0; near && k < actual.length; k++) {
            near = Math.abs(actual[k] - expected[k]) <= tolerance;
        }
        return near;
    }

    private boolean compared(long seed, Generated generated, byte[] bytes, List<double[]> expected, double tolerance) {
        Network network = GraphLowering.lower(OnnxReader.read("m.onnx", bytes), "m");
        FloatExecutor executor = new FloatExecutor(network);
        for (int i = 0; i < expected.size(); i++) {
            double[] actual = OutputFunction.apply(
                    network, doubles(executor.run(generated.samples().get(i))));
            report.count("samples compared", 1);
            report.count("values compared", actual.length);
            if (!near(expected.get(i), actual, tolerance)) {
                report.wrong(text(seed, generated, i, expected.get(i), actual));
                return true;
            }
        }
        return true;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static String text(long seed, Generated generated, int sample, double[] expected, double[] actual) {
        return String.join(
                "\n",
                "seed " + seed + " (-Dfloat.only=" + seed + "), sample " + sample + ", features "
                        + generated.features(),
                "expected " + Arrays.toString(expected),
                "observed " + Arrays.toString(actual),
                "sample   " + Arrays.toString(generated.samples().get(sample)),
                generated.graph().toString());
    }
}
