// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan.Trained;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.GraphOracle.Outcome;
import io.fluxmill.quantizer.mac.read.QonnxGenerator.Generated;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random QONNX graphs: what is accepted must be what {@link GraphOracle} computes, in real arithmetic and in integers.
 *
 * <p>By hand: {@code -Dqonnx.graphs=2000}, {@code -Dqonnx.seed=}first seed, {@code -Dqonnx.only=}one seed,
 * {@code -Dqonnx.dump=}folder for accepted graphs.
 */
class QonnxRandomGraphsTest {
    private static final int GRAPHS = Integer.getInteger("qonnx.graphs", 500);
    private static final long SEED = Long.getLong("qonnx.seed", 1);
    private static final Long ONLY = Long.getLong("qonnx.only");
    private static final String DUMP = System.getProperty("qonnx.dump");
    private static final List<NumberFormat> FORMATS =
            List.of(NumberFormats.of("INT2"), NumberFormats.INT4, NumberFormats.INT8, NumberFormats.INT16);

    private static final String[][] ENGINES = {
        {"INT8"}, {"INT16"}, {"INT4", "INT8"}, {"INT8", "INT16"}, {"INT3", "INT5", "INT6"}, {"INT2", "INT9", "INT12"}
    };

    /** Features that may be refused whenever they occur. */
    private static final Set<String> MAY_BE_REFUSED = Set.of();

    private final GraphReport report = new GraphReport();

    @Test
    void acceptedGraphsAreComputedAsQonnxDoes() {
        long first = ONLY == null ? SEED : ONLY;
        int graphs = ONLY == null ? GRAPHS : 1;
        for (long seed = first; seed < first + graphs; seed++) {
            graph(seed, QonnxGenerator.generate(seed));
        }
        System.out.println(report);
        assertEquals(0, report.wrong(), report::wrongText);
        assertEquals(graphs, report.count("graphs"));
        if (ONLY == null) {
            enough();
        }
    }

    /** A mode that the executor does not know is an error there. */
    @Test
    void unknownRoundingModesAreRefused() {
        int refused = 0;
        for (String mode : new String[] {"ROUND_TO_ZERO", "NEAREST", "", "UP "}) {
            for (boolean weights : new boolean[] {false, true}) {
                TestModel m = new TestModel(12, 1, 2);
                m.scalar("s", 0.5).scalar("z", 0).scalar("b", 4).random("w", 1, -1, 1, 2, 2);
                m.nodeOf("qonnx.custom_op.general", "Quant", "q", weights ? "w" : "x", "s", "z", "b")
                        .set("signed", 1)
                        .set("rounding_mode", mode);
                m.node("MatMul", "y", weights ? "x" : "q", weights ? "q" : "w");
                assertThrows(InputException.class, m::network, "mode \"" + mode + "\" weights " + weights);
                refused++;
            }
        }
        assertEquals(8, refused);
    }

    private void enough() {
        assertTrue(report.count("samples compared") > 5L * GRAPHS, "samples compared");
        assertTrue(report.count("codes of the oracle compared") > 50L * GRAPHS, "codes compared");
        assertTrue(report.count("integer samples compared") > GRAPHS, "integer samples compared");
        assertTrue(report.count("graphs accepted") >= 0.4 * GRAPHS, "at least 40 % must be accepted");
        if (GRAPHS < 500 || SEED != 1) {
            return;
        }
        Set<String> never = GraphFeatures.qonnx();
        never.removeIf(feature -> report.accepted(feature) > 0 || MAY_BE_REFUSED.contains(feature));
        assertEquals(Set.of(), never, "features that no accepted graph has");
    }

    private void graph(long seed, Generated generated) {
        report.count("graphs", 1);
        GraphOracle oracle = new GraphOracle(generated.graph());
        List<Outcome> outcomes = generated.samples().stream().map(oracle::run).toList();
        boolean accepted = false;
        try {
            accepted = compared(seed, generated, outcomes);
        } catch (InputException e) {
            report.refused("lowering", e.getMessage(), seed);
        } catch (RuntimeException e) {
            report.wrong("seed " + seed + ": " + e + " at " + GraphReport.place(e) + "\n" + generated.graph());
        }
        report.features(generated.features(), accepted);
        report.count("graphs accepted", accepted ? 1 : 0);
        if (accepted && DUMP != null) {
            CaseFiles.write(
                    Path.of(DUMP, String.format("%04d", seed)),
                    generated.graph(),
                    generated.samples(),
                    outcomes.stream().map(Outcome::output).toList(),
                    "trained");
        }
    }

    private boolean compared(long seed, Generated generated, List<Outcome> outcomes) {
        Network network =
                GraphLowering.lower(OnnxReader.read("m.onnx", generated.graph().toBytes()), "m");
        FloatExecutor executor = new FloatExecutor(network);
        boolean ends = generated.lastTrained()
                && outcomes.get(0).output() == outcomes.get(0).scores();
        double largest =
                outcomes.stream().mapToDouble(o -> largest(o.output())).max().orElse(0);
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            float[] actual = executor.run(generated.samples().get(i));
            double[] output = OutputFunction.apply(network, doubles(actual));
            if (outcome.ambiguous()) {
                report.count("samples ambiguous", 1);
                continue;
            }
            report.count("samples compared", 1);
            report.count("codes of the oracle compared", outcome.codes());
            double absolute =
                    outcome.output() == outcome.scores() ? 1e-5 * largest : 1e-5 + 1e-6 * largest(outcome.scores());
            if (!near(outcome.output(), output, ends ? 1e-6 : 0, ends ? 1e-30 : absolute + 4 * outcome.spread())) {
                report.wrong(text(seed, "float", generated, i, outcome.output(), output));
                return true;
            }
        }
        try {
            integers(seed, network, generated, outcomes);
        } catch (InputException e) {
            report.count("graphs refused in integers", 1);
            report.refused("integers", e.getMessage(), seed);
        }
        return true;
    }

    /** Formats of an engine; the first are the most frequent. */
    private static List<NumberFormat> formats(SplittableRandom random) {
        if (random.nextInt(10) < 6) {
            return FORMATS;
        }
        String[] choice = ENGINES[random.nextInt(ENGINES.length)];
        return Arrays.stream(choice).map(NumberFormats::of).toList();
    }

    private void integers(long seed, Network network, Generated generated, List<Outcome> outcomes) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] samples = generated.samples().toArray(float[][]::new);
        List<NumberFormat> formats = formats(random);
        List<NumberFormat> results = new ArrayList<>(formats);
        if (!results.contains(NumberFormats.INT16)) {
            results.add(NumberFormats.INT16);
        }
        NumberFormat format = random.nextInt(5) == 0 ? formats.get(formats.size() - 1) : null;
        QuantizationPlan plan =
                QuantizationPlan.uniform(formats, results, format).withRescaleBits(seed % 2 == 0 ? 16 : 31);
        Calibration calibration = Calibration.calibrate(network, samples);
        compare(seed, "integer", Quantizer.quantize(network, plan, calibration), generated, outcomes);
        report.inIntegers(generated.features());
        report.count("graphs accepted in integers", 1);
        QuantizationPlan nearest = plan.withTrained(Trained.NEAREST);
        compare(seed, "nearest", Quantizer.quantize(network, nearest, calibration), generated, outcomes);
    }

    /** What is accepted as exact is exact, and no less so where the nearest codes would do. */
    private void compare(
            long seed, String path, QuantizedNetwork quantized, Generated generated, List<Outcome> outcomes) {
        double[][] actual =
                new ReferenceExecutor(quantized).logits(generated.samples().toArray(float[][]::new));
        QuantizedNetwork.Tensor result = quantized.tensors().get(quantized.output());
        double largest =
                outcomes.stream().mapToDouble(o -> largest(o.scores())).max().orElse(0);
        boolean[] coarse = coarse(outcomes);
        boolean allCoarse = IntStream.range(0, coarse.length).allMatch(k -> coarse[k]);
        int plane = result.shape().height() * result.shape().width();
        for (int i = 0; i < actual.length; i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.ambiguous()) {
                continue;
            }
            boolean right = outcome.scores().length == actual[i].length;
            for (int k = 0; right && k < actual[i].length; k++) {
                double expected = outcome.scores()[k];
                double step = Math.abs(result.scale() * result.channelScale()[k / plane]);
                double tolerance = generated.lastTrained()
                        ? 1e-6 * Math.abs(expected) + 1e-30
                        : untrained(step, expected, largest, coarse[k]) + 4 * outcome.spread();
                boolean biasOnly = (generated.dead() && coarse[k] || allCoarse) && !generated.lastTrained();
                right = biasOnly || Math.abs(expected - actual[i][k]) <= tolerance;
            }
            if (right) {
                report.count(path + " samples compared" + (generated.inputTrained() ? "" : ", untrained input"), 1);
            } else if (generated.inputTrained()) {
                report.wrong(text(
                        seed,
                        path + ", step " + result.scale() + " of "
                                + result.format().name() + ", errors in steps "
                                + errorsInSteps(outcome.scores(), actual[i], result.scale()),
                        generated,
                        i,
                        outcome.scores(),
                        actual[i]));
                return;
            } else {
                report.count(path + " samples not equal, untrained input", 1);
            }
        }
    }

    /**
     * Half a step, and what a multiplier of 16 bits and a bias in a fraction of an accumulator unit add. A result that hardly
     * ever changes may be smaller than such a unit.
     */
    private static double untrained(double step, double expected, double largest, boolean coarse) {
        double half = 0.6 * step + Math.abs(expected) * Math.pow(2, -16);
        return half + (coarse ? 0.05 : 1e-7) * largest;
    }

    /** Which scores have at most two values over all samples. */
    private static boolean[] coarse(List<Outcome> outcomes) {
        boolean[] coarse = new boolean[outcomes.get(0).scores().length];
        for (int k = 0; k < coarse.length; k++) {
            int element = k;
            coarse[k] = outcomes.stream()
                            .mapToDouble(o -> o.scores()[element])
                            .distinct()
                            .count()
                    <= 2;
        }
        return coarse;
    }

    private static String errorsInSteps(double[] expected, double[] actual, double step) {
        double[] errors = new double[Math.min(expected.length, actual.length)];
        Arrays.setAll(errors, k -> Math.round((actual[k] - expected[k]) / step * 100) / 100.0);
        return Arrays.toString(errors);
    }

    private static boolean near(double[] expected, double[] actual, double relative, double absolute) {
        boolean near = expected.length == actual.length;
        for (int i = 0; near && i < expected.length; i++) {
            near = Math.abs(expected[i] - actual[i]) <= relative * Math.abs(expected[i]) + absolute;
        }
        return near;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static String text(
            long seed, String path, Generated generated, int sample, double[] expected, double[] actual) {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + seed + " (-Dqonnx.only=" + seed + "), " + path + ", sample " + sample + ", features "
                + generated.features());
        lines.add("expected " + Arrays.toString(expected));
        lines.add("observed " + Arrays.toString(actual));
        lines.add("sample   " + Arrays.toString(generated.samples().get(sample)));
        lines.add(generated.graph().toString());
        return String.join("\n", lines);
    }
}
