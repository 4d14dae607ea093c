// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import io.fluxmill.cli.sfq.cells.CellFunction.Effect;
import io.fluxmill.hw.sfq.SpiceDeck;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.vary.OperatingPoint;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import io.fluxmill.simulator.ngspice.AnalogTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A circuit between JTLs in ngspice: pulses into it, one after the other, and the pulses that come out. */
final class CellBench {
    /** Distance of pulses that do not influence each other, quanta. */
    static final int SLOT = 500;

    private final Cell cell;
    private final CellFunction function;
    private final Netlist netlist;
    private final Path folder;

    /** @param folder for the decks */
    CellBench(Cell cell, Path folder) {
        this.cell = cell;
        this.folder = folder;
        function = new CellFunction(cell);
        String[] inputs = cell.inputs().toArray(String[]::new);
        String[] outputs = cell.outputs().toArray(String[]::new);
        List<String> nets = new ArrayList<>(cell.inputs());
        nets.addAll(cell.outputs());
        netlist = Netlist.builder("bench", new CellLibrary("bench", Map.of(cell.name(), cell)))
                .inputs(inputs)
                .outputs(outputs)
                .add("cell", cell.name(), nets.toArray(String[]::new))
                .build();
    }

    Cell cell() {
        return cell;
    }

    CellFunction function() {
        return function;
    }

    /** Pulses at distances of {@link #SLOT}, the first at {@link #SLOT}. */
    Response respond(List<Integer> inputs, OperatingPoint point) {
        long[] times = new long[inputs.size()];
        Arrays.setAll(times, i -> (i + 1L) * SLOT);
        return respond(inputs, times, point);
    }

    /** @param times of the pulses, quanta, not descending */
    Response respond(List<Integer> inputs, long[] times, OperatingPoint point) {
        Map<String, long[]> stimuli = new HashMap<>();
        for (int input = 0; input < cell.inputs().size(); input++) {
            int pin = input;
            stimuli.put(
                    cell.inputs().get(input),
                    IntStream.range(0, times.length)
                            .filter(i -> inputs.get(i) == pin)
                            .mapToLong(i -> times[i])
                            .toArray());
        }
        long end = times[times.length - 1] + SLOT;
        SpiceDeck deck = SpiceDeck.of(netlist, stimuli, end, point);
        Path file = folder.resolve("bench.cir");
        try {
            Files.writeString(file, deck.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(inputs, AnalogSimulator.run(file, deck.probes(), deck.originPs(), deck.endPs()));
    }

    /** A delay in ps. */
    interface Delay {
        /** From the input pulse to the output pulse, with the cell in the state before. */
        double ps(int state, int input, int output);
    }

    /** The result of a sequence of pulses. */
    final class Response {
        private final List<Integer> inputs;
        private final AnalogTrace trace;

        private Response(List<Integer> inputs, AnalogTrace trace) {
            this.inputs = inputs;
            this.trace = trace;
        }

        /** Times of the input pulses in ps as they came to the cell's pins; null if not every one came. */
        double[] arrivals() {
            double[] arrivals = new double[inputs.size()];
            int[] seen = new int[cell.inputs().size()];
            for (int i = 0; i < arrivals.length; i++) {
                double[] times = trace.of(cell.inputs().get(inputs.get(i)));
                int number = seen[inputs.get(i)]++;
                if (number >= times.length) {
                    return null;
                }
                arrivals[i] = times[number];
            }
            for (int pin = 0; pin < seen.length; pin++) {
                if (trace.of(cell.inputs().get(pin)).length != seen[pin]) {
                    return null;
                }
            }
            return arrivals;
        }

        /** Whether the cell did what its function says, each output pulse within a slot after its cause. */
        boolean works() {
            double half = 0.45 * SLOT / CellLibrary.QUANTA_PER_PS;
            return agrees((state, input, output) -> half, half);
        }

        /** Whether the pulses are those of the function, and every one comes at its delay within the tolerance, ps. */
        boolean agrees(Delay delay, double tolerancePs) {
            double[] arrivals = arrivals();
            if (arrivals == null) {
                return false;
            }
            for (int output = 0; output < cell.outputs().size(); output++) {
                List<Effect> effects = effects(output);
                double[] found = trace.of(cell.outputs().get(output));
                if (found.length != effects.size()) {
                    return false;
                }
                for (int i = 0; i < found.length; i++) {
                    Effect e = effects.get(i);
                    double expected = arrivals[e.cause()] + delay.ps(e.state(), inputs.get(e.cause()), output);
                    if (!(Math.abs(found[i] - expected) <= tolerancePs)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Number of pulses on an output. */
        int count(int output) {
            return trace.of(cell.outputs().get(output)).length;
        }

        /** Time of the last pulse on an output less that of the last input pulse, ps. */
        double lastDelay(int output) {
            double[] found = trace.of(cell.outputs().get(output));
            double[] arrivals = arrivals();
            if (found.length == 0 || arrivals == null) {
                throw new IllegalStateException("circuit " + cell.name() + " has no pulse on "
                        + cell.outputs().get(output) + " after " + inputs);
            }
            return found[found.length - 1] - arrivals[arrivals.length - 1];
        }

        private List<Effect> effects(int output) {
            return function.effects(inputs).stream()
                    .filter(e -> e.output() == output)
                    .toList();
        }
    }
}
