// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The emulator, in simulation or on a board, run by the driver. It shows which violation flags are set and the time of the first. */
final class TickRtlBackEnd implements SfqBackEnd {
    private final Transport transport;
    private final SfqRunner engine;

    /** @param transport fresh from reset; closed with this */
    TickRtlBackEnd(Manifest manifest, Transport transport, Netlist netlist) {
        this.transport = transport;
        Device device = new Device(manifest, transport);
        device.identify();
        engine = new SfqRunner(device, netlist.ports());
    }

    @Override
    public Result run(Map<String, long[]> stimuli, long end, SfqTrace expected) {
        SfqRunner.Run run = engine.run(stimuli, end);
        List<String> pulses = expected.pulseDifferences(new SfqTrace(run.pulses(), List.of()));
        Set<String> flags = new TreeSet<>(expected.flags());
        Set<String> extra = new TreeSet<>(run.flags());
        extra.removeAll(expected.flags());
        flags.removeAll(run.flags());
        flags.addAll(extra);
        long first =
                expected.violations().stream().mapToLong(Violation::time).min().orElse(-1);
        long wrong = flags.size() + (first == run.firstViolation() ? 0 : 1);
        String difference = null;
        if (!pulses.isEmpty()) {
            difference = "pulse on "
                    + pulses.get(0).replace("the first", "the reference").replace("the second", "RTL");
        } else if (!flags.isEmpty()) {
            difference = "violation flag " + flags.iterator().next();
        } else if (wrong > 0) {
            difference = "first violation at " + first + " in the reference, at " + run.firstViolation() + " in RTL";
        }
        return new Result(
                new SfqTrace(run.pulses(), List.of()),
                new Difference(expected.count(), expected.flags().size(), pulses.size(), wrong, difference));
    }

    @Override
    public void close() {
        transport.close();
    }
}
