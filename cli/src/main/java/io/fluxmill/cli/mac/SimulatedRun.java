// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.mac.MacVerification.DriverRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import io.fluxmill.cli.mac.MacVerification.Mismatch;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.cli.mac.program.MappedNetwork.Layer;
import io.fluxmill.cli.mac.program.MappedNetwork.Outcome;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.core.program.mac.ProgramValues.Written;
import io.fluxmill.driver.mac.Counters;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.transport.CountingTransport.Traffic;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batches of samples as they came out of the RTL, compared with the reference in every value of the program.
 *
 * @param parts in the order of their samples
 */
record SimulatedRun(MappedNetwork program, List<Part> parts, double seconds) {

    /**
     * Some samples.
     *
     * @param first number of the first sample
     * @param mismatches words that differ, by number of the value
     */
    record Part(int first, Outcome outcome, long[] mismatches, Optional<Mismatch> difference) {
        /** @param expected codes by number of the value, {@code [samples][elements]} */
        static Part compare(int first, Outcome outcome, short[][] expected) {
            RunResult result = outcome.result();
            long[] mismatches = new long[expected.length];
            for (int value = 0; value < expected.length; value++) {
                mismatches[value] =
                        result.values()[value] == null ? 0 : differences(result.values()[value], expected[value]);
            }
            Optional<RunResult.Difference> different =
                    result.compared(expected) == 0 ? Optional.empty() : result.firstDifference(expected);
            Optional<Mismatch> difference = different.map(d ->
                    new Mismatch(d.step(), first + d.sample(), d.channel(), d.y(), d.x(), d.expected(), d.found()));
            return new Part(first, outcome, mismatches, difference);
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
        return parts.stream()
                .mapToInt(part -> part.outcome().result().samples())
                .sum();
    }

    /** Codes of the result, {@code [samples][elements]}. */
    short[] output() {
        ProgramValues outline = program.outline();
        short[] all = new short[samples() * outline.elements(outline.output())];
        int at = 0;
        for (Part part : parts) {
            short[] output = part.outcome().result().output();
            System.arraycopy(output, 0, all, at, output.length);
            at += output.length;
        }
        return all;
    }

    /** Words that were compared: every value that a step writes. */
    long words() {
        return program.outline().written().stream()
                .map(Written::value)
                .distinct()
                .mapToLong(this::words)
                .sum();
    }

    private long words(int value) {
        return (long) samples() * program.outline().elements(value);
    }

    long mismatches() {
        return program.outline().written().stream()
                .map(Written::value)
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

    /** What the engine did, in the order of its program. */
    List<LayerRun> layers(Manifest manifest) {
        List<LayerRun> layers = new ArrayList<>();
        for (Layer layer : program.layers()) {
            Counters counters = counters(layer);
            long units = manifest.parameter("rows") * manifest.parameter("columns") * layer.lanes();
            layers.add(new LayerRun(
                    layer.name(),
                    layer.format(),
                    counters.macs(),
                    counters.cycles(),
                    counters.cycles() * units,
                    counters.stallIn(),
                    counters.stallOut(),
                    isCompared(layer) ? words(layer.value()) : 0,
                    isCompared(layer) ? mismatches(layer.value()) : 0,
                    layer.matrix() == null ? null : AccumulatorRange.of(layer.matrix())));
        }
        return layers;
    }

    private boolean isCompared(Layer layer) {
        return layer.matrix() != null
                && program.outline().written().stream().anyMatch(written -> written.value() == layer.value());
    }

    /** The steps that the driver computes, in execution order. */
    List<DriverRun> driver() {
        return program.driver().stream()
                .map(step -> new DriverRun(step.name(), step.kind(), words(step.value()), mismatches(step.value())))
                .toList();
    }

    /** What went over the link. */
    Traffic traffic() {
        return parts.stream().map(part -> part.outcome().traffic()).reduce(Traffic.NONE, Traffic::plus);
    }

    /** Cycles that no engine of this size needs fewer than, for all samples. */
    double leastCycles() {
        return parts.stream()
                .mapToDouble(part -> program.leastCycles(part.outcome().result().samples()))
                .sum();
    }

    private Counters counters(Layer layer) {
        Counters sum = new Counters(0, 0, 0, 0);
        for (Part part : parts) {
            for (int step : layer.steps()) {
                sum = sum.plus(part.outcome().result().layers().get(step).hardware());
            }
        }
        return sum;
    }
}
