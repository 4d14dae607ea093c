// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.Script.Write;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.driver.transport.ScriptTransport;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A run of an emulator as a script; what must come of it is the event-driven reference's. Records: docs/sfq.md. */
final class SfqScript implements ScriptTransport.Reference {
    private static final int GROUP_NETS = 16;
    private static final int GROUP_LSB = 40;
    private static final int MASK_LSB = 48;
    private static final int FLAG_WORD_BITS = 32;

    private final Manifest manifest;
    private final List<String> flags;
    private final Set<String> raised;
    private final long firstViolation;
    private final long[] records;

    private SfqScript(Manifest manifest, Netlist netlist, SfqTrace trace) {
        this.manifest = manifest;
        flags = netlist.flags();
        raised = trace.flags();
        firstViolation =
                trace.violations().stream().mapToLong(Violation::time).min().orElse(-1);
        records = records(netlist.outputs(), trace);
    }

    /**
     * The script of a run of the quanta 0 … end − 1.
     *
     * @param netlist in the emulator's quanta
     */
    static Script of(Manifest manifest, Netlist netlist, Map<String, long[]> stimuli, long end) {
        SfqTrace trace = new SfqSimulator(netlist).run(stimuli, end);
        ScriptTransport transport = new ScriptTransport(manifest, new SfqScript(manifest, netlist, trace));
        Device device = new Device(manifest, transport);
        device.identify();
        new SfqRunner(device, netlist.ports()).run(stimuli, end);
        return transport.script();
    }

    /** One record for each time and group of 16 outputs, in order. */
    private static long[] records(List<String> outputs, SfqTrace trace) {
        TreeMap<Long, Long> masks = new TreeMap<>();
        for (int output = 0; output < outputs.size(); output++) {
            long mask = 1L << MASK_LSB + output % GROUP_NETS;
            for (long time : trace.of(outputs.get(output))) {
                masks.merge(time << GROUP_NETS | output / GROUP_NETS, mask, (a, b) -> a | b);
            }
        }
        return masks.entrySet().stream()
                .mapToLong(e ->
                        e.getValue() | (e.getKey() & (1 << GROUP_NETS) - 1) << GROUP_LSB | e.getKey() >>> GROUP_NETS)
                .toArray();
    }

    @Override
    public Read read(Register register, Step last) {
        return switch (register.name()) {
            case "ROOM" -> new Read(0, (int) manifest.parameter("queueWords"), 0, false);
            case "STATUS" -> status(register);
            case "EVENTS" -> new Read(0, records.length, -1, true);
            case "FLAGS" -> new Read(0, flagWord(((Write) last).value()), -1, false);
            case "FIRST_VIOLATION_LOW" -> new Read(0, (int) firstViolation, -1, false);
            case "FIRST_VIOLATION_HIGH" -> new Read(0, (int) (firstViolation >>> Integer.SIZE), -1, false);
            default -> new Read(0, 0, 0, false);
        };
    }

    private Read status(Register register) {
        int done = register.field("done").mask();
        int violated = register.field("violated").mask();
        int mask = done | violated | register.field("late").mask();
        return new Read(0, done | (raised.isEmpty() ? 0 : violated), mask, true);
    }

    private int flagWord(int word) {
        int bits = 0;
        for (int bit = 0; bit < FLAG_WORD_BITS && word * FLAG_WORD_BITS + bit < flags.size(); bit++) {
            bits |= raised.contains(flags.get(word * FLAG_WORD_BITS + bit)) ? 1 << bit : 0;
        }
        return bits;
    }

    @Override
    public Expect results(String stream, int bytes) {
        ByteBuffer beats = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        beats.asLongBuffer().put(records);
        byte[] mask = new byte[bytes];
        Arrays.fill(mask, (byte) -1);
        return new Expect(stream, beats.array(), mask);
    }
}
