// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.sfq;

import io.fluxmill.core.program.sfq.SfqPorts;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs stimuli on an SFQ emulator and collects its pulses and violation flags; docs/sfq.md is the contract. */
public final class SfqRunner {
    private static final int TIME_BITS = 40;
    private static final int GROUP_NETS = 16;
    private static final int MASK_LSB = 48;
    private static final int RECORD_BYTES = 8;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final int RUN_WITH_INTERRUPT = 0b011;
    private static final int CLEAR = 0b100;
    private static final long TRANSFER_TIMEOUT_CYCLES = 1_000_000;

    private final Device device;
    private final SfqPorts ports;
    private final String stimulusStream;
    private final String eventStream;

    /** @param ports of the netlist that the emulator was generated from */
    public SfqRunner(Device device, SfqPorts ports) {
        this.device = device;
        this.ports = ports;
        stimulusStream = device.manifest().streams().get(0).name();
        eventStream = device.manifest().streams().get(1).name();
    }

    /**
     * What an emulator showed in a run.
     *
     * @param pulses times of the pulses by output net, in the emulator's quanta, ascending
     * @param flags the sticky violation flags that are set
     * @param firstViolation time of the first violation, or -1
     * @param stallCycles clocks in which time stood still, for stimuli and events
     */
    public record Run(Map<String, long[]> pulses, Set<String> flags, long firstViolation, long stallCycles) {}

    /** Sets the threshold of an instance with a gate; it holds until it is set again or the hardware is reset. */
    public void setThreshold(String instance, int threshold) {
        select(instance);
        device.write("THRESHOLD", threshold);
    }

    /** Sets the seed of a stochastic synapse from the next run on. */
    public void setSeed(String instance, int seed) {
        select(instance);
        device.write("SEED", seed);
    }

    private void select(String instance) {
        int index = ports.gated().indexOf(instance);
        if (index < 0) {
            throw new IllegalArgumentException("instance must be one with a gate: instance=" + instance);
        }
        device.write("SETTING_INDEX", index);
    }

    /**
     * Runs the quanta 0 … end − 1 from the initial state.
     *
     * @param stimuli times of pulses by input net, in any order; times outside the run are left out
     * @throws DeviceException if the emulator stops before the end
     */
    public Run run(Map<String, long[]> stimuli, long end) {
        if (end < 0 || end > TIME_MASK) {
            throw new IllegalArgumentException("end must be in 0.." + TIME_MASK + ": end=" + end);
        }
        long[] records = records(stimuli, end);
        device.write("CONTROL", CLEAR);
        device.write("CONTROL", RUN_WITH_INTERRUPT);
        List<long[]> events = new ArrayList<>();
        int sent = 0;
        boolean done = false;
        while (!done) {
            int count = Math.min(device.read("ROOM"), records.length - sent);
            send(records, sent, count);
            sent += count;
            if (!device.transport().awaitInterrupt(end + TRANSFER_TIMEOUT_CYCLES)) {
                throw new DeviceException(device.manifest().design() + " does not come to the end of the run: "
                        + sent + " of " + records.length + " records of stimuli were taken in " + end + " quanta and "
                        + TRANSFER_TIMEOUT_CYCLES + " clocks: reset it, or simulate it with fluxmill verify");
            }
            done = device.readField("STATUS", "done") != 0;
            events.add(receive(device.read("EVENTS")));
        }
        device.write("CONTROL", 0);
        boolean violated = device.readField("STATUS", "violated") != 0;
        return new Run(
                trace(events), flags(), violated ? device.counter("FIRST_VIOLATION") : -1, device.counter("STALLS"));
    }

    /** One record for each time and group, in order, and the end record. */
    private long[] records(Map<String, long[]> stimuli, long end) {
        TreeMap<Long, Long> masks = new TreeMap<>();
        stimuli.forEach((net, times) -> {
            int input = ports.inputs().indexOf(net);
            if (input < 0) {
                throw new IllegalArgumentException(
                        "stimulus must be for one of the inputs " + ports.inputs() + ": net=" + net);
            }
            long mask = 1L << MASK_LSB + input % GROUP_NETS;
            for (long time : times) {
                if (time >= 0 && time < end) {
                    masks.merge(time << GROUP_NETS | input / GROUP_NETS, mask, (a, b) -> a | b);
                }
            }
        });
        long[] records = new long[masks.size() + 1];
        int i = 0;
        for (Map.Entry<Long, Long> entry : masks.entrySet()) {
            long group = entry.getKey() & ((1 << GROUP_NETS) - 1);
            records[i++] = entry.getValue() | group << TIME_BITS | entry.getKey() >> GROUP_NETS;
        }
        records[i] = end;
        return records;
    }

    private void send(long[] records, int from, int count) {
        if (count == 0) {
            return;
        }
        ByteBuffer buffer = buffer(count);
        for (int i = 0; i < count; i++) {
            buffer.putLong(records[from + i]);
        }
        exchange(stimulusStream, buffer.flip());
    }

    private long[] receive(int count) {
        long[] records = new long[count];
        if (count > 0) {
            ByteBuffer buffer = buffer(count);
            exchange(eventStream, buffer);
            buffer.asLongBuffer().get(records);
        }
        return records;
    }

    private static ByteBuffer buffer(int records) {
        return ByteBuffer.allocateDirect(RECORD_BYTES * records).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void exchange(String stream, ByteBuffer buffer) {
        device.transport().exchange(List.of(new StreamTransfer(stream, buffer)), TRANSFER_TIMEOUT_CYCLES);
    }

    private Map<String, long[]> trace(List<long[]> events) {
        List<String> outputs = ports.outputs();
        int[] counts = new int[outputs.size()];
        long[][] times = new long[outputs.size()][8];
        for (long[] records : events) {
            for (long word : records) {
                int group = (int) (word >>> TIME_BITS) & 0xFF;
                for (int mask = (int) (word >>> MASK_LSB); mask != 0; mask &= mask - 1) {
                    int output = group * GROUP_NETS + Integer.numberOfTrailingZeros(mask);
                    if (counts[output] == times[output].length) {
                        times[output] = Arrays.copyOf(times[output], 2 * counts[output]);
                    }
                    times[output][counts[output]++] = word & TIME_MASK;
                }
            }
        }
        Map<String, long[]> pulses = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            pulses.put(outputs.get(i), Arrays.copyOf(times[i], counts[i]));
        }
        return pulses;
    }

    private Set<String> flags() {
        List<String> names = ports.flags();
        Set<String> set = new TreeSet<>();
        for (int word = 0; word * Integer.SIZE < names.size(); word++) {
            device.write("FLAG_INDEX", word);
            for (int bits = device.read("FLAGS"); bits != 0; bits &= bits - 1) {
                set.add(names.get(word * Integer.SIZE + Integer.numberOfTrailingZeros(bits)));
            }
        }
        return set;
    }
}
