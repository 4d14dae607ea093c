// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.mac.MacVerification.DriverRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import io.fluxmill.cli.mac.MacVerification.Mismatch;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.mac.Counters;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Batches of samples as they came out of the RTL, compared with the reference in every value of the program.
 *
 * @param parts in the order of their samples
 */
record SimulatedRun(MacProgram program, List<Part> parts, double seconds) {

    /**
     * Some samples.
     *
     * @param first number of the first sample
     * @param mismatches words that differ, by number of the value
     */
    record Part(int first, RunResult result, long[] mismatches, Optional<Mismatch> difference) {
        /** @param expected codes by number of the value, {@code [samples][elements]} */
        static Part compare(int first, RunResult result, short[][] expected) {
            long[] mismatches = new long[expected.length];
            for (int value = 0; value < expected.length; value++) {
                mismatches[value] = differences(result.values()[value], expected[value]);
            }
            Optional<RunResult.Difference> different =
                    result.compared(expected) == 0 ? Optional.empty() : result.firstDifference(expected);
            Optional<Mismatch> difference = different.map(d ->
                    new Mismatch(d.step(), first + d.sample(), d.channel(), d.y(), d.x(), d.expected(), d.found()));
            return new Part(first, result, mismatches, difference);
        }

        private static long differences(short[] found, short[] expected) {
            long count = Math.abs(found.length - expected.length);
            for (int i = 0; i < Math.min(found.length, expected.length); i++) {
                count += found[i] == expected[i] ? 0 : 1;
            }
            return count;
        }
    }

    int samples() {
        return parts.stream().mapToInt(part -> part.result().samples()).sum();
    }

    /** Codes of the result, {@code [samples][elements]}. */
    short[] output() {
        short[] all =
                new short[samples() * program.values().get(program.output()).elements()];
        int at = 0;
        for (Part part : parts) {
            short[] output = part.result().output();
            System.arraycopy(output, 0, all, at, output.length);
            at += output.length;
        }
        return all;
    }

    /** Words that were compared: every value that a step writes. */
    long words() {
        return program.steps().stream()
                .map(MacProgram.Step::output)
                .distinct()
                .mapToLong(this::words)
                .sum();
    }

    private long words(int value) {
        return (long) samples() * program.values().get(value).elements();
    }

    long mismatches() {
        return program.steps().stream()
                .map(MacProgram.Step::output)
                .distinct()
                .mapToLong(this::mismatches)
                .sum();
    }

    private long mismatches(int value) {
        return parts.stream().mapToLong(part -> part.mismatches()[value]).sum();
    }

    /** The first difference of the first part that has one, or null. */
    Mismatch first() {
        return parts.stream()
                .flatMap(part -> part.difference().stream())
                .findFirst()
                .orElse(null);
    }

    /** The matrix layers; a grouped convolution is one layer of several steps. */
    List<LayerRun> layers(QuantizedNetwork network, Manifest manifest) {
        List<LayerRun> layers = new ArrayList<>();
        for (Matrix matrix : network.matrices()) {
            Counters counters = counters(matrix.output());
            FormatPair operand = matrix.rescale().operands();
            long units = manifest.parameter("rows") * manifest.parameter("columns") * operand.lanes();
            layers.add(new LayerRun(
                    matrix.name(),
                    operand.name(),
                    counters.macs(),
                    counters.cycles(),
                    counters.cycles() * units,
                    counters.stallIn(),
                    counters.stallOut(),
                    words(matrix.output()),
                    mismatches(matrix.output()),
                    AccumulatorRange.of(matrix)));
        }
        return layers;
    }

    /** The steps that the driver computes, in execution order. */
    List<DriverRun> driver() {
        return program.steps().stream()
                .filter(MacProgram.HostStep.class::isInstance)
                .map(step -> new DriverRun(step.name(), kind(step), words(step.output()), mismatches(step.output())))
                .toList();
    }

    /** AddStep is add, QuantizedAddStep quantized add. */
    private static String kind(MacProgram.Step step) {
        return step.getClass()
                .getSimpleName()
                .replaceFirst("Step$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private Counters counters(int value) {
        Counters sum = new Counters(0, 0, 0, 0);
        for (Part part : parts) {
            for (int step = 0; step < program.steps().size(); step++) {
                if (program.steps().get(step).output() == value) {
                    Counters more = part.result().layers().get(step).hardware();
                    sum = new Counters(
                            sum.cycles() + more.cycles(),
                            sum.macs() + more.macs(),
                            sum.stallIn() + more.stallIn(),
                            sum.stallOut() + more.stallOut());
                }
            }
        }
        return sum;
    }
}
