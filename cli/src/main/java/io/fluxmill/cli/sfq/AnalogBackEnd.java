// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.hw.sfq.SpiceDeck;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import io.fluxmill.simulator.ngspice.AnalogTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The SPICE deck in ngspice. There, currents make the input pulses, which come slightly off their times. So the reference runs again with the
 * pulses that came; its outputs must be the same in number and, within a tolerance, in time.
 */
final class AnalogBackEnd implements SfqBackEnd {
    private final Netlist netlist;
    private final int quantum;
    private final double tolerancePs;
    private final Path folder;

    /**
     * @param netlist in quanta of 0.1 ps
     * @param quantum of the stimuli, in 0.1 ps
     * @param folder for deck and result, made if need be
     * @throws io.fluxmill.core.config.InputException if a cell has no circuit
     */
    AnalogBackEnd(Netlist netlist, int quantum, double tolerancePs, Path folder) throws IOException {
        this.netlist = netlist;
        this.quantum = quantum;
        this.tolerancePs = tolerancePs;
        this.folder = folder;
        Files.createDirectories(folder);
    }

    @Override
    public Result run(Map<String, long[]> stimuli, long end, SfqTrace expected) throws IOException {
        SpiceDeck deck = SpiceDeck.of(netlist, scaled(stimuli), end * quantum);
        Path file = folder.resolve(netlist.name() + ".cir");
        Files.writeString(file, deck.text());
        AnalogTrace found = AnalogSimulator.run(file, deck.probes(), deck.originPs(), deck.endPs());
        Map<String, long[]> came = new LinkedHashMap<>();
        double quantumPs = 1.0 / CellLibrary.QUANTA_PER_PS;
        netlist.inputs().forEach(net -> came.put(net, found.quanta(net, quantumPs)));
        SfqTrace reference = new SfqSimulator(netlist).run(came, end * quantum);
        long pulses = 0;
        long wrong = 0;
        String first = null;
        Map<String, long[]> outputs = new LinkedHashMap<>();
        for (String net : netlist.outputs()) {
            double[] times = found.of(net);
            long[] wanted = reference.of(net);
            pulses += wanted.length;
            long missing = Math.abs(times.length - wanted.length);
            if (missing > 0 && first == null) {
                first = String.format(
                        Locale.ROOT,
                        "%s has %d pulses in ngspice, %d in the reference",
                        net,
                        times.length,
                        wanted.length);
            }
            wrong += missing;
            for (int i = 0; i < Math.min(times.length, wanted.length); i++) {
                double off = times[i] - wanted[i] * quantumPs;
                if (Math.abs(off) > tolerancePs) {
                    wrong++;
                    first = first != null
                            ? first
                            : String.format(
                                    Locale.ROOT,
                                    "pulse on %s at %.1f ps is %.2f ps off the reference in ngspice",
                                    net,
                                    wanted[i] * quantumPs,
                                    off);
                }
            }
            outputs.put(net, found.quanta(net, quantum * quantumPs));
        }
        return new Result(new SfqTrace(outputs, List.of()), new Difference(pulses, 0, wrong, 0, first));
    }

    private Map<String, long[]> scaled(Map<String, long[]> stimuli) {
        Map<String, long[]> scaled = new LinkedHashMap<>();
        stimuli.forEach((net, times) -> {
            long[] copy = times.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] *= quantum;
            }
            scaled.put(net, copy);
        });
        return scaled;
    }

    @Override
    public void close() {
        // ngspice ends with each run
    }
}
