// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import io.fluxmill.simulator.ngspice.AnalogTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A netlist in ngspice, compared with the event-driven reference on the input pulses that came. */
final class AnalogBench {
    /** How far a pulse may be from the reference's, for each cell on its way, ps. */
    static final double TOLERANCE_PS = 0.3;

    private final Netlist netlist;
    private final Path directory;
    private final Map<String, Integer> depths = new HashMap<>();
    /** Pulses compared so far, and the greatest difference for a cell passed. */
    long pulses;

    double worstPs;

    AnalogBench(Netlist netlist, Path directory) {
        this.netlist = netlist;
        this.directory = directory;
        netlist.inputs().forEach(net -> depths.put(net, 0));
        for (Instance instance : netlist.instances()) { // in the order of the pulses
            int depth =
                    1 + instance.inputs().stream().mapToInt(depths::get).max().orElseThrow();
            instance.outputs().forEach(net -> depths.put(net, depth));
        }
    }

    /** The pulses in ngspice. */
    AnalogTrace run(Map<String, long[]> stimuli, long end) throws IOException {
        SpiceDeck deck = SpiceDeck.of(netlist, stimuli, end);
        Path file = directory.resolve(netlist.name() + ".cir");
        Files.writeString(file, deck.text());
        return AnalogSimulator.run(file, deck.probes(), deck.originPs(), deck.endPs());
    }

    /** Demands the same pulses on every net, no later or earlier than the tolerance, and no violation in the reference. */
    void check(Map<String, long[]> stimuli, long end) throws IOException {
        AnalogTrace analog = run(stimuli, end);
        SfqTrace expected = reference(analog, end);
        assertEquals(
                0, expected.violations().size(), () -> expected.violations().toString());
        for (String net : netlist.nets()) {
            double[] found = analog.of(net);
            long[] wanted = expected.of(net);
            String what = netlist.name() + " " + net + ": " + Arrays.toString(found) + " instead of "
                    + Arrays.toString(wanted) + " quanta";
            assertEquals(wanted.length, found.length, what);
            for (int i = 0; i < found.length; i++) {
                double difference = Math.abs(found[i] - (double) wanted[i] / CellLibrary.QUANTA_PER_PS);
                int cells = Math.max(1, depths.get(net));
                assertTrue(difference <= TOLERANCE_PS * cells, what);
                worstPs = Math.max(worstPs, difference / cells);
            }
            pulses += found.length;
        }
    }

    /** The reference on the input pulses that came. */
    SfqTrace reference(AnalogTrace analog, long end) {
        Map<String, long[]> came = new HashMap<>();
        netlist.inputs().forEach(net -> came.put(net, analog.quanta(net, 0.1)));
        return new SfqSimulator(netlist).run(came, end);
    }
}
