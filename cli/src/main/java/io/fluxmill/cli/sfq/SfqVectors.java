// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.Script;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Random pulses on all inputs of a netlist in the emulator.
 *
 * @param netlist in the emulator's quanta
 */
record SfqVectors(Netlist netlist, Manifest manifest) implements Vectors {
    private static final int RUNS = 2;
    private static final int RUN_QUANTA = 300;
    private static final int PULSE_DISTANCE = 40;
    private static final int SCRIPT_DISTANCE = 250;
    private static final int SHORTEST = 2_000;
    private static final int LONGEST = 1 << 17;
    private static final int WANTED_PULSES = 32;

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        SfqRunner engine = new SfqRunner(device, netlist.ports());
        int run = 0;
        for (; run < RUNS && more.getAsBoolean(); run++) {
            engine.run(stimuli(random, RUN_QUANTA, PULSE_DISTANCE), RUN_QUANTA);
        }
        return run;
    }

    /** One run, as long as it takes until enough pulses come out, if they do before the queues could be full. */
    @Override
    public List<Script> scripts(Random random) {
        Map<String, long[]> stimuli = Map.of();
        long end = 0;
        long pulses = 0;
        for (int length = SHORTEST; length <= LONGEST && pulses < WANTED_PULSES; length *= 2) {
            Map<String, long[]> longer = stimuli(random, length, SCRIPT_DISTANCE);
            long sent =
                    longer.values().stream().mapToLong(times -> times.length).sum();
            long out = new SfqSimulator(netlist)
                    .run(longer, length)
                    .observed(netlist.outputs())
                    .count();
            if (Math.max(sent + 1, out) > manifest.parameter("queueWords") && end > 0) {
                break;
            }
            stimuli = longer;
            end = length;
            pulses = out;
        }
        return List.of(SfqScript.of(manifest, netlist, stimuli, end));
    }

    private Map<String, long[]> stimuli(Random random, int end, int distance) {
        Map<String, long[]> stimuli = new LinkedHashMap<>();
        for (String net : netlist.inputs()) {
            stimuli.put(
                    net,
                    random.longs(end / distance, 0, end).sorted().distinct().toArray());
        }
        return stimuli;
    }
}
