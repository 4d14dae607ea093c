// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.BusFault;
import io.fluxmill.core.protocol.BusLayout;
import io.fluxmill.core.protocol.BusRegister;
import io.fluxmill.core.protocol.RunFlag;
import io.fluxmill.driver.transport.EngineStream;
import io.fluxmill.driver.transport.HostedTransport;
import io.fluxmill.driver.transport.LinkTransfers;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.TransportException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An engine behind a bus (docs/transports.md), over any map of words. The engine's clock runs only inside calls, so that results, counters
 * and {@link #cycles} are those of the simulated engine.
 *
 * <p>The fault of a write is found before the next transfer, at {@link #flush} or {@link #close}. When the device is gone, was loaded anew, or
 * has another host, the transport refuses all later calls.
 */
public final class MemoryMapTransport extends HostedTransport {
    /** Bytes of the address range of a bus design. */
    public static final int SPAN_BYTES = BusLayout.SPAN_BYTES;

    private static final int BUS_ID = (int) RegisterMap.identification(BusLayout.ID);
    /** The first registers, which identify the design. */
    private static final List<BusRegister> IDENTITY = List.of(
            BusRegister.ID,
            BusRegister.VERSION,
            BusRegister.HASH,
            BusRegister.ENGINE_HASH,
            BusRegister.CLOCK_HZ,
            BusRegister.BUFFER_BYTES,
            BusRegister.STREAMS);

    private static final int ALL_ONES = -1;
    private static final int INTERRUPT_MILLISECONDS = 100;

    /** Host time without a cycle of a running engine after which the run is given up. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private final WordMap map;
    private final Duration patience;
    private final Identity identity;
    private final int session;
    private TransportException broken;

    private boolean waiting;
    private long waitingSince;
    private long waitingCycles;

    /**
     * What a bus design reports about itself.
     *
     * @param hash of the whole design
     * @param engineHash configuration hash of the engine
     */
    public record Identity(int hash, int engineHash, int clockHz, int bufferBytes, int streams) {}

    private MemoryMapTransport(WordMap map, List<EngineStream> streams, Duration patience) {
        super(streams);
        this.map = map;
        this.patience = patience;
        identity = identify();
        session = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        map.write32(BusRegister.SESSION.address(), session);
        map.write32(BusRegister.IRQ_ENABLE.address(), 0);
        map.write32(BusRegister.CANCEL.address(), 0);
        map.write32(BusRegister.FAULTS.address(), ALL_ONES);
    }

    /**
     * Takes a design; its engine is not reset, but the run of an earlier host is stopped.
     *
     * @param streams of the engine, in the order of its manifest
     * @throws TransportException if the map does not contain such a design; the map stays open
     */
    public static MemoryMapTransport open(WordMap map, List<EngineStream> streams) {
        return open(map, streams, DEFAULT_PATIENCE);
    }

    /** The same with another time limit. */
    public static MemoryMapTransport open(WordMap map, List<EngineStream> streams, Duration patience) {
        return new MemoryMapTransport(map, streams, patience);
    }

    private Identity identify() {
        if (map.sizeBytes() < SPAN_BYTES) {
            throw new TransportException(String.format(
                    "%s has 0x%X bytes and must have 0x%X: check the address range of the design",
                    map.name(), map.sizeBytes(), SPAN_BYTES));
        }
        Map<BusRegister, Integer> words = new EnumMap<>(BusRegister.class);
        for (BusRegister register : IDENTITY) {
            words.put(register, map.read32(register.address()));
        }
        int id = words.get(BusRegister.ID);
        int version = words.get(BusRegister.VERSION);
        int count = words.get(BusRegister.STREAMS);
        if (id == ALL_ONES) {
            throw new TransportException(
                    map.name() + " reads as all ones: load the bitstream, or rescan the bus if the card was reset");
        }
        if (id != BUS_ID) {
            throw new TransportException(String.format(
                    "%s holds no bus design (0x%08X at 0x%X): load a design behind host axi, and check the address",
                    map.name(), id, BusRegister.ID.address()));
        }
        if (version != BusLayout.VERSION || count != streams.size()) {
            throw new TransportException(String.format(
                    "the bus design must have version %d and %d streams, not version %d and %d: generate the design again",
                    BusLayout.VERSION, streams.size(), version, count));
        }
        return new Identity(
                words.get(BusRegister.HASH),
                words.get(BusRegister.ENGINE_HASH),
                words.get(BusRegister.CLOCK_HZ),
                words.get(BusRegister.BUFFER_BYTES),
                count);
    }

    public Identity identity() {
        return identity;
    }

    /** Resets the engine; transfers under way are dropped, the cycle count restarts. */
    public void reset() {
        own();
        map.write32(BusRegister.CANCEL.address(), BusLayout.CANCEL_RESET);
        waiting = false;
        while (state().running()) {
            idle();
        }
    }

    @Override
    public int read(int address) {
        usable();
        return word(inside(address));
    }

    @Override
    public void write(int address, int value) {
        usable();
        map.write32(inside(address), value);
    }

    private static int inside(int address) {
        if (Transport.aligned(address) < 0 || address >= BusLayout.WINDOWS) {
            throw new IllegalArgumentException(
                    String.format("register address must be below 0x%X: 0x%X", BusLayout.WINDOWS, address));
        }
        return address;
    }

    /** Throws if an access since the last check could not be carried out. */
    public void flush() {
        usable();
        int faults = word(BusRegister.FAULTS.address());
        if (faults != 0) {
            fault(faults);
        }
    }

    private void usable() {
        if (broken != null) {
            throw new TransportException("the bus was given up: open it again: " + broken.getMessage(), broken);
        }
    }

    private TransportException giveUp(String reason) {
        broken = new TransportException(reason);
        return broken;
    }

    /** Throws if the design is not this host's any more. */
    private void own() {
        usable();
        int owner = word(BusRegister.SESSION.address());
        if (owner == 0) {
            throw giveUp(map.name() + ": the design was reset or loaded anew: open it again");
        }
        if (owner != session) {
            throw giveUp(map.name() + ": another host has opened the design: close the other program");
        }
    }

    /** Reads a register; all ones may be its value, a fault, or a removed device. */
    private int word(long offset) {
        int value = map.read32(offset);
        if (value != ALL_ONES) {
            return value;
        }
        int id = map.read32(BusRegister.ID.address());
        if (id != BUS_ID) {
            throw giveUp(String.format(
                    "%s is gone, it reads as 0x%08X: check power and cable, load the design and open it again",
                    map.name(), id));
        }
        int faults = map.read32(BusRegister.FAULTS.address());
        if (faults != 0 && offset != BusRegister.FAULTS.address()) {
            fault(faults);
        }
        return value;
    }

    private void fault(int faults) {
        int address = map.read32(BusRegister.FAULT_ADDRESS.address());
        map.write32(BusRegister.FAULTS.address(), faults);
        List<String> texts = BusFault.in(faults).stream().map(BusFault::message).toList();
        throw new TransportException(
                String.format("the access at 0x%05X failed: %s", address, String.join("; ", texts)));
    }

    @Override
    protected Run start(int conditions, long limit, LinkTransfers moving) {
        own();
        flush();
        for (int i = 0; i < streams.size(); i++) {
            if (moving.beats(i) > 0) {
                map.write32(BusLayout.left(i), (int) moving.beats(i));
            }
        }
        map.write32(BusRegister.LIMIT_LOW.address(), (int) limit);
        map.write32(BusRegister.LIMIT_HIGH.address(), (int) (limit >> Integer.SIZE));
        map.write32(BusRegister.START.address(), conditions);
        waiting = false;
        return state();
    }

    private Run state() {
        int status = word(BusRegister.STATUS.address());
        return new Run(RunFlag.RUNNING.in(status), RunFlag.REACHED.in(status));
    }

    @Override
    protected Run pump(LinkTransfers moving, Run before) {
        long remaining = 0;
        long rest = 0;
        for (int i = 0; i < streams.size(); i++) {
            remaining += moving.remaining(i);
            if (moving.remaining(i) > 0) {
                move(moving, i, before.running());
            }
            rest += moving.remaining(i);
        }
        Run state = state();
        if (rest != remaining) {
            waiting = false;
        } else if (state.running()) {
            idle();
        }
        return state;
    }

    /** @param running the engine may run: only whole words are taken from a queue */
    private void move(LinkTransfers moving, int stream, boolean running) {
        int level = word(BusLayout.level(stream));
        int bytes = Math.min(level, moving.remaining(stream));
        long window = BusLayout.window(stream);
        if (streams.get(stream).in()) {
            int words = Math.min(roundUp(moving.remaining(stream)), level / 4);
            int sent = Math.min(4 * words, moving.remaining(stream));
            if (words > 0) {
                map.writeConsecutive(window, Arrays.copyOf(moving.next(stream, sent), 4 * words));
                moving.advance(stream, sent);
            }
            return;
        }
        int taken = running ? bytes / 4 * 4 : bytes;
        if (taken > 0) {
            byte[] came = new byte[4 * roundUp(taken)];
            map.readConsecutive(window, came);
            moving.store(stream, Arrays.copyOf(came, taken));
        }
    }

    private static int roundUp(int bytes) {
        return bytes / 4 + (bytes % 4 == 0 ? 0 : 1);
    }

    @Override
    protected void drain(LinkTransfers moving) {
        for (int i = 0; i < streams.size(); i++) {
            int before = Integer.MAX_VALUE;
            while (!streams.get(i).in() && moving.remaining(i) > 0 && moving.remaining(i) < before) {
                before = moving.remaining(i);
                move(moving, i, false);
            }
        }
    }

    /** The end of a run may come by interrupt; if not, or if it was missed, the state shows it. */
    @Override
    protected Run await() {
        if (map.hasInterrupt()) {
            map.write32(BusRegister.IRQ_ENABLE.address(), BusLayout.ENDED);
            map.awaitInterrupt(INTERRUPT_MILLISECONDS);
            map.write32(BusRegister.IRQ_ENABLE.address(), 0);
        }
        Run state = state();
        if (state.running()) {
            idle();
        }
        return state;
    }

    /** Nothing has moved: checks that the engine's clock has advanced after some time. */
    private void idle() {
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            waitingSince = now;
            waitingCycles = cycles();
        } else if (now - waitingSince > patience.toNanos()) {
            long cycles = cycles();
            if (cycles == waitingCycles) {
                map.write32(BusRegister.CANCEL.address(), 0);
                throw giveUp(map.name() + ": the engine made no cycle in " + patience.toMillis()
                        + " ms of a run: check its clock, and reset the design");
            }
            waitingSince = now;
            waitingCycles = cycles;
        }
        Thread.onSpinWait();
    }

    @Override
    protected long[] left() {
        long[] left = new long[streams.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = Integer.toUnsignedLong(word(BusLayout.left(i)));
        }
        return left;
    }

    @Override
    protected void cancel() {
        map.write32(BusRegister.CANCEL.address(), 0);
    }

    @Override
    protected void settle() {
        flush();
    }

    @Override
    public long cycles() {
        usable();
        long low = Integer.toUnsignedLong(word(BusRegister.CYCLES_LOW.address()));
        return low | (long) word(BusRegister.CYCLES_HIGH.address()) << Integer.SIZE;
    }

    /**
     * Closes the map.
     *
     * @throws TransportException if an access since the last check could not be carried out
     */
    @Override
    public void close() {
        try {
            if (broken == null) {
                flush();
            }
        } finally {
            map.close();
        }
    }
}
