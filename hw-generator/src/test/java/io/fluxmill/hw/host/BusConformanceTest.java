// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.device.MemoryMapLink;
import io.fluxmill.driver.transport.EngineStream;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.driver.transport.memory.MemoryMapTransport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated bus design through a map of its AXI4-Lite slave: what every transport does, and what only a bus has. */
@Tag("verilator")
class BusConformanceTest extends TransportConformance {
    private static final int WINDOW_IN = 0x10000;
    private static final int WINDOW_OUT = 0x11000;

    private static BusRig rig;

    private BusRig.SimulatedMap map;
    private MemoryMapTransport transport;

    @BeforeAll
    static void build(@TempDir Path directory) {
        rig = new BusRig(new EchoEngine("echo"), directory);
    }

    @AfterAll
    static void shut() {
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.pins.reset();
        rig.pins.busPauses(0, 0);
        map = rig.map();
        transport = MemoryMapLink.open(map, rig.manifest);
    }

    @AfterEach
    void close() {
        transport.close();
        assertTrue(map.closed);
    }

    @Override
    Transport transport() {
        return transport;
    }

    @Override
    void reset() {
        transport.reset();
    }

    @Test
    void aPausingBusChangesNothing() {
        rig.pins.busPauses(60, 9);
        new EchoTransactions(transport, 10, 100).run(300);
        EchoTransactions.echo(transport, new Random(11), 500, "after them");
    }

    @Test
    void identityIsTheManifests() {
        MemoryMapTransport.Identity identity = transport.identity();
        assertEquals(Integer.parseUnsignedInt(rig.design.manifest().hash(), 16), identity.hash());
        assertEquals(Integer.parseUnsignedInt(rig.manifest.hash(), 16), identity.engineHash());
        assertEquals(100_000_000, identity.clockHz());
        assertEquals(BusRig.BUFFER_BYTES, identity.bufferBytes());
        new Device(rig.manifest, transport).identify();
        Device device = new Device(rig.design.manifest(), transport);
        assertEquals(transport.cycles(), device.counter("BUS_CYCLES"));
        assertEquals(BusRig.BUFFER_BYTES, device.read("BUS_LEVEL_0"));
        assertEquals(0, device.read("BUS_LEVEL_1"));
        BusRig.SimulatedMap other = rig.map();
        DeviceException e = assertThrows(
                DeviceException.class,
                () -> MemoryMapLink.open(
                        other, new EchoEngine("other").generate().manifest()));
        assertTrue(e.getMessage().startsWith("behind the bus must be other "), e.getMessage());
        assertTrue(other.closed);
        open();
    }

    @Test
    void whatIsNoBusDesignIsRefused() {
        BusRig.SimulatedMap gone = rig.map();
        gone.accessesLeft = 0;
        List<EngineStream> streams = List.of();
        TransportException e = assertThrows(TransportException.class, () -> MemoryMapTransport.open(gone, streams));
        assertEquals(
                "the simulated bus reads as all ones: load the bitstream, or rescan the bus if the card was reset",
                e.getMessage());
        e = assertThrows(TransportException.class, () -> MemoryMapTransport.open(rig.map(), streams));
        assertEquals(
                "the bus design must have version 1 and 0 streams, not version 1 and 2: generate the design again",
                e.getMessage());
    }

    @Test
    void unalignedAndOutsideNeverReachTheBus() {
        long before = map.accessesLeft;
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> map.read32(0x12));
        assertEquals("the simulated bus: accesses must be multiples of 4 bytes: offset=0x12 bytes=4", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> map.writeConsecutive(0x1FFFC, new byte[8]));
        assertEquals(
                "the simulated bus: accesses must be inside 0x20000 bytes: offset=0x1FFFC bytes=8", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> map.readFixed(0, new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> map.write32(-4, 0));
        assertThrows(IllegalArgumentException.class, () -> transport.read(0x10000));
        assertEquals(before, map.accessesLeft);
    }

    /** Each fault by itself: the access reads as all ones, changes nothing, and is named with its address. */
    @Test
    void whatCannotBeCarriedOutIsAFault() {
        assertEquals(
                "the access at 0x00100 failed: nothing is there, it cannot be written, or it was not a whole word",
                failure(() -> transport.read(0x100)));
        transport.write(EchoEngine.SUM + 0x100, 1);
        transport.write(0x8000, 5);
        assertEquals(
                "the access at 0x00120 failed: nothing is there, it cannot be written, or it was not a whole word",
                failure(transport::flush));
        assertEquals("the access at 0x08080 failed: the engine was running", failure(() -> {
            begin();
            map.write32(0x8080, 1);
            assertEquals(10, map.read32(0x8080));
            transport.flush();
        }));
        assertEquals("the access at 0x0803C failed: the engine was running", failure(() -> {
            map.write32(0x803C, 0);
            transport.flush();
        }));
        assertEquals(
                "the access at 0x00020 failed: the engine was running", failure(() -> transport.read(EchoEngine.SUM)));
        transport.reset();
        assertEquals(0, transport.read(EchoEngine.SUM));
        assertEquals("the access at 0x11000 failed: an empty queue was read", failure(() -> {
            assertEquals(0, map.read32(WINDOW_OUT));
            transport.flush();
        }));
        assertEquals("the access at 0x10000 failed: bytes went to a full queue and are lost", failure(() -> {
            map.writeFixed(WINDOW_IN, new byte[BusRig.BUFFER_BYTES + 8]);
            transport.flush();
        }));
        assertEquals(
                "the access at 0x12000 failed: nothing is there, it cannot be written, or it was not a whole word",
                failure(() -> {
                    assertEquals(-1, map.read32(0x12000));
                    map.write32(WINDOW_OUT, 0);
                    transport.flush();
                }));
        EchoTransactions.echo(transport, new Random(12), 100, "after all faults");
    }

    /** A run that waits for its operand. */
    private void begin() {
        map.write32(0x8080, 10);
        map.write32(0x8034, 1000);
        map.write32(0x803C, 1);
    }

    private static String failure(Runnable call) {
        return assertThrows(TransportException.class, call::run).getMessage();
    }

    /** Words come out of a queue in the order of their bytes, the last one with zeros; a word beyond a transfer's end is dropped with the next one. */
    @Test
    void windowsTakeAndGiveWordsAtAnyOfTheirAddresses() {
        map.write32(0x8080, 3);
        map.write32(0x8088, 3);
        map.writeConsecutive(WINDOW_IN + 0x40, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        map.write32(0x8034, 1000);
        map.write32(0x803C, 1);
        while ((map.read32(0x8020) & 2) != 0) {
            Thread.onSpinWait();
        }
        assertEquals(9, map.read32(0x808C));
        byte[] came = new byte[12];
        map.readConsecutive(WINDOW_OUT + 0xFF0, came);
        for (int i = 0; i < 9; i++) {
            assertEquals((byte) ~(i + 1), came[i]);
        }
        assertEquals(0, came[9] | came[10] | came[11]);
        assertEquals(BusRig.BUFFER_BYTES, map.read32(0x8084), "the feeder holds what is beyond the end");
        EchoTransactions.echo(transport, new Random(13), 7, "then");
    }

    /** Clocks of the bus for a byte; the bound is what docs/transports.md says. */
    @Test
    void burstsFillTheBus() {
        int beats = 4000;
        ByteBuffer buffer = ByteBuffer.allocate(EchoEngine.BEAT_BYTES * beats);
        transport.write(EchoEngine.MODE, EchoEngine.DISCARD);
        checkClocks(
                "in",
                2.2,
                buffer.capacity(),
                () -> transport.exchange(List.of(new StreamTransfer(EchoEngine.IN, buffer)), 1_000_000));
        transport.write(EchoEngine.MODE, EchoEngine.GENERATE);
        checkClocks(
                "out",
                2.2,
                buffer.capacity(),
                () -> transport.exchange(List.of(new StreamTransfer(EchoEngine.OUT, buffer)), 1_000_000));
        checkClocks("registers", 2, 4000, () -> {
            for (int i = 0; i < 1000; i++) {
                transport.write(EchoEngine.ADD, i);
            }
        });
    }

    private static void checkClocks(String what, double most, int bytes, Runnable burst) {
        long begin = rig.pins.cycles();
        burst.run();
        double clocks = (double) (rig.pins.cycles() - begin) / bytes;
        assertTrue(clocks < most, what + ": clocks for a byte " + clocks);
    }

    /** An engine that gives more than the queue holds: it stops after a whole beat, and what it gave is all there. */
    @Test
    void aFullQueueStopsTheEngine() {
        transport.write(EchoEngine.MODE, EchoEngine.GENERATE);
        map.write32(0x8088, 1000);
        map.write32(0x8034, 100_000);
        map.write32(0x803C, 1);
        rig.pins.step(2_000);
        int level = map.read32(0x808C);
        assertEquals(0, level % EchoEngine.BEAT_BYTES, "bytes " + level);
        assertTrue(level >= BusRig.BUFFER_BYTES && level < BusRig.BUFFER_BYTES + 8, "bytes " + level);
        assertEquals(1000 - level / EchoEngine.BEAT_BYTES, map.read32(0x8088));
        assertEquals(2, map.read32(0x8020) & 2, "it runs, and waits");
        transport.reset();
    }

    @Test
    void anInterruptTellsTheEndOfARun() {
        assertEquals(0, rig.pins.peek("irq"));
        map.write32(0x802C, 1);
        map.write32(0x8034, 200);
        map.write32(0x803C, 0);
        assertEquals(0, rig.pins.peek("irq"));
        assertTrue(rig.pins.awaitInterrupt(400));
        assertEquals(0, map.read32(0x8020), "neither running nor reached");
        assertEquals(1, map.read32(0x8030));
        map.write32(0x8030, 1);
        rig.pins.step(2);
        assertEquals(0, rig.pins.peek("irq"));
        map.write32(0x802C, 0);
    }

    @Test
    void theEndOfARunIsWaitedForByInterruptWhereThereIsOne() {
        AtomicInteger waits = new AtomicInteger();
        MemoryMapTransport interrupted = MemoryMapLink.open(
                new BusRig.SimulatedMap(rig.pins) {
                    @Override
                    public boolean hasInterrupt() {
                        return true;
                    }

                    @Override
                    public boolean awaitInterrupt(int milliseconds) {
                        waits.incrementAndGet();
                        return rig.pins.awaitInterrupt(100_000);
                    }
                },
                rig.manifest);
        interrupted.write(EchoEngine.DELAY, 50_000);
        assertTrue(interrupted.awaitInterrupt(80_000));
        assertEquals(1, waits.get(), "one wait, no polling");
        assertFalse(rig.pins.awaitInterrupt(10), "irq is off afterwards");
        open();
    }

    /** PCIe reads as all ones when the card is gone. At whatever access that happens, no wrong result gets through. */
    @Test
    void aDeviceThatIsGoneInTheMiddle() {
        Random random = new Random(14);
        int gone = 0;
        for (int accesses = 0; accesses < 160; accesses += 1 + random.nextInt(3)) {
            open();
            map.accessesLeft = accesses;
            TransportException e = assertThrows(TransportException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    EchoTransactions.echo(transport, random, 40, "before");
                    assertEquals(0x4543484F, transport.read(0));
                }
            });
            assertTrue(
                    e.getMessage()
                            .equals("the simulated bus is gone, it reads as 0xFFFFFFFF: check power and cable, load the"
                                    + " design and open it again"),
                    e.getMessage());
            e = assertThrows(TransportException.class, () -> transport.read(0));
            assertTrue(e.getMessage().startsWith("the bus was given up: open it again: "), e.getMessage());
            gone++;
            transport.close();
        }
        assertTrue(gone > 60, "times " + gone);
        open();
    }

    /** Somebody else takes a word out of a queue: the exchange ends all the same. */
    @Test
    void bytesThatSomebodyElseHasReadAreMissed() {
        MemoryMapTransport robbed = MemoryMapLink.open(
                new BusRig.SimulatedMap(rig.pins) {
                    @Override
                    public void readConsecutive(long offset, byte[] target) {
                        rig.pins.read(WINDOW_OUT);
                        super.readConsecutive(offset, target);
                    }
                },
                rig.manifest);
        TransportException e = assertThrows(
                TransportException.class, () -> EchoTransactions.echo(robbed, new Random(16), 4, "robbed"));
        assertTrue(e.getMessage().startsWith("the run has ended and "), e.getMessage());
        open();
    }

    @Test
    void allOnesMayBeAValue() {
        transport.write(EchoEngine.SCRATCH, -1);
        assertEquals(-1, transport.read(EchoEngine.SCRATCH));
    }

    @Test
    void aDesignThatWasResetIsNoticed() {
        transport.write(EchoEngine.ADD, 3);
        rig.pins.reset();
        TransportException e = assertThrows(
                TransportException.class, () -> EchoTransactions.echo(transport, new Random(1), 5, "after the reset"));
        assertEquals("the simulated bus: the design was reset or loaded anew: open it again", e.getMessage());
    }

    @Test
    void theOlderOfTwoHostsNoticesBeforeItTouchesAQueue() {
        MemoryMapTransport second = MemoryMapLink.open(rig.map(), rig.manifest);
        second.write(EchoEngine.ADD, 4);
        TransportException e = assertThrows(
                TransportException.class, () -> EchoTransactions.echo(transport, new Random(1), 5, "older host"));
        assertEquals("the simulated bus: another host has opened the design: close the other program", e.getMessage());
        assertThrows(TransportException.class, () -> transport.reset());
        assertEquals(4, second.read(EchoEngine.SUM));
        EchoTransactions.echo(second, new Random(15), 50, "newer host");
    }

    /** The clock is stopped under a run, as when its source fails; the host's patience ends. */
    @Test
    void aRunWithoutCyclesIsGivenUp() {
        MemoryMapTransport impatient = MemoryMapTransport.open(
                new BusRig.SimulatedMap(rig.pins) {
                    @Override
                    public int read32(long offset) {
                        return offset == 0x8084 ? 0 : super.read32(offset);
                    }
                },
                List.of(new EngineStream(EchoEngine.IN, true, 3), new EngineStream(EchoEngine.OUT, false, 3)),
                Duration.ofMillis(50));
        StreamTransfer transfer = new StreamTransfer(EchoEngine.IN, ByteBuffer.allocate(30));
        TransportException e =
                assertThrows(TransportException.class, () -> impatient.exchange(List.of(transfer), 1_000_000));
        assertEquals(
                "the simulated bus: the engine made no cycle in 50 ms of a run: check its clock, and reset the design",
                e.getMessage());
        open();
    }

    @Test
    void theEngineIsStoppedBetweenAccesses() {
        long before = transport.cycles();
        rig.pins.step(1000);
        assertEquals(before, transport.cycles());
        transport.read(EchoEngine.SUM);
        assertTrue(transport.cycles() > before);
    }
}
