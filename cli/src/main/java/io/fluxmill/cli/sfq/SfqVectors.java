// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.netlist.cell.Netlist;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Random pulses on all inputs of a netlist in the emulator. */
record SfqVectors(Netlist netlist) implements Vectors {
    private static final int RUNS = 2;
    private static final int RUN_QUANTA = 300;
    private static final int PULSE_DISTANCE = 40;

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        SfqRunner engine = new SfqRunner(device, netlist.ports());
        int run = 0;
        for (; run < RUNS && more.getAsBoolean(); run++) {
            Map<String, long[]> stimuli = new HashMap<>();
            for (String net : netlist.inputs()) {
                stimuli.put(
                        net,
                        random.longs(RUN_QUANTA / PULSE_DISTANCE, 0, RUN_QUANTA)
                                .sorted()
                                .distinct()
                                .toArray());
            }
            engine.run(stimuli, RUN_QUANTA);
        }
        return run;
    }
}
