// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.spiking.mesh.Grid.Side;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flits of random sources for random sets of places, with random pauses: each arrives at each of its places once, those of a pair in order. */
class RouterTest {
    private static final int ROUNDS = 8;
    private static final int FLITS = Integer.getInteger("mesh.flits", 100_000);
    private static final int KIND_SHIFT = Flit.LOAD_BITS;

    private long delivered;

    @Tag("verilator")
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void everyFlitArrivesOnceAndInOrder(int cores, @TempDir Path folder) {
        Grid grid = new Grid(cores);
        Design design = MeshTraffic.design(grid);
        Generator.write(design, folder);
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), folder, Options.FAST))) {
            for (int round = 0; round < ROUNDS; round++) {
                run(transport, cores, FLITS / 4 / ROUNDS, new Random(100L * cores + round), round);
            }
        }
        System.out.printf("%d cores: %d flits, %d copies arrived%n", cores, FLITS / 4, delivered);
        assertTrue(delivered >= FLITS / 4, "delivered " + delivered);
    }

    private void run(VerilatedTransport transport, int cores, int flits, Random random, int round) {
        int places = cores + 1;
        List<List<Long>> sent = lists(places);
        // By sender and receiver, in order.
        List<List<Deque<Long>>> expected =
                IntStream.range(0, places).mapToObj(i -> queues(places)).toList();
        int[] count = new int[places];
        int hot = random.nextInt(places);
        for (int f = 0; f < flits; f++) {
            int from = random.nextInt(places);
            long mask = 0;
            while (mask == 0) {
                mask = switch (round % 4) {
                    case 0 -> 1L << random.nextInt(places); // one place
                    case 1 -> random.nextLong(1L << places); // any set
                    case 2 -> (1L << places) - 1; // all
                    default -> 1L << (random.nextInt(4) > 0 ? hot : random.nextInt(places)); // a hot spot
                };
                mask &= ~(1L << from);
                from = mask == 0 ? random.nextInt(places) : from;
            }
            // The load tells sender and number; the kind goes through.
            long load = (long) from << 24 | f;
            long kind = random.nextInt(3);
            long rest = kind << KIND_SHIFT | load;
            sent.get(from).add(rest << places | mask);
            for (int to = 0; to < places; to++) {
                if ((mask >> to & 1) == 1) {
                    expected.get(from).get(to).add(rest);
                    count[to]++;
                }
            }
        }
        List<StreamTransfer> transfers = new ArrayList<>();
        ByteBuffer[] received = new ByteBuffer[places];
        for (int place = 0; place < places; place++) {
            transport.pauses(MeshTraffic.sender(place), random.nextInt(4) * 25, random.nextLong());
            transport.pauses(MeshTraffic.receiver(place), random.nextInt(4) * 30, random.nextLong());
            if (!sent.get(place).isEmpty()) {
                ByteBuffer buffer = buffer(sent.get(place).size());
                sent.get(place).forEach(buffer::putLong);
                transfers.add(new StreamTransfer(MeshTraffic.sender(place), buffer.flip()));
            }
            received[place] = buffer(count[place]);
            if (count[place] > 0) {
                transfers.add(new StreamTransfer(MeshTraffic.receiver(place), received[place]));
            }
        }
        transport.exchange(transfers, 10_000_000);
        for (int to = 0; to < places; to++) {
            for (int i = 0; i < count[to]; i++) {
                long flit = received[to].getLong(Long.BYTES * i);
                assertEquals(1L << to, flit & (1L << places) - 1, "a flit has the place at which it arrives only");
                long rest = flit >> places;
                int from = (int) (rest >> 24 & 0xFF);
                assertEquals(
                        expected.get(from).get(to).poll(),
                        rest,
                        cores + " cores, round " + round + ", " + from + " to " + to);
                delivered++;
            }
        }
        // No flit is left anywhere that nothing waited for.
        assertTrue(expected.stream().allMatch(of -> of.stream().allMatch(Deque::isEmpty)));
        transport.step(200);
        for (int place = 0; place < places; place++) {
            assertEquals(0, transport.peek(MeshTraffic.receiver(place) + "_tvalid"), "nothing comes twice");
        }
    }

    private static ByteBuffer buffer(int flits) {
        return ByteBuffer.allocateDirect(Math.max(1, flits) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<List<Long>> lists(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (List<Long>) new ArrayList<Long>())
                .toList();
    }

    private static List<Deque<Long>> queues(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Deque<Long>) new ArrayDeque<Long>())
                .toList();
    }

    /** The corners of the grids, by hand. */
    @Test
    void coresStandRowByRow() {
        assertArrayEquals(new int[] {2, 1}, new int[] {new Grid(2).columns(), new Grid(2).rows()});
        assertArrayEquals(new int[] {2, 2}, new int[] {new Grid(4).columns(), new Grid(4).rows()});
        assertArrayEquals(new int[] {4, 2}, new int[] {new Grid(8).columns(), new Grid(8).rows()});
        assertArrayEquals(new int[] {4, 4}, new int[] {new Grid(16).columns(), new Grid(16).rows()});
        Grid grid = new Grid(16);
        assertEquals(Side.EAST, grid.side(4, 15), "first along the row");
        assertEquals(Side.SOUTH, grid.side(7, 15), "then along the column");
        assertEquals(Side.WEST, grid.side(6, grid.host()));
        assertEquals(Side.NORTH, grid.side(4, grid.host()));
        assertEquals(Side.NORTH, grid.side(0, grid.host()));
        assertEquals(Side.LOCAL, grid.side(9, 9));
    }

    /** No flit can wait for itself: links that wait for each other form no circle. */
    @Test
    void waitingHasAnEnd() {
        for (int cores : new int[] {2, 4, 8, 16}) {
            Grid grid = new Grid(cores);
            // A link is the queue at a router's side; it waits for the queues behind the sides to which it turns.
            Set<List<Integer>> left = new HashSet<>();
            for (int core = 0; core < cores; core++) {
                for (Side side : Side.values()) {
                    if (grid.has(core, side)) {
                        left.add(List.of(core, side.ordinal()));
                    }
                }
            }
            int links = left.size();
            while (!left.isEmpty()) {
                Set<List<Integer>> free = left.stream()
                        .filter(link -> waitsFor(grid, link).stream().noneMatch(left::contains))
                        .collect(Collectors.toSet());
                assertTrue(!free.isEmpty(), cores + " cores: a circle among " + left);
                left.removeAll(free);
            }
            assertTrue(links >= 2 * cores, "links " + links);
        }
    }

    private static List<List<Integer>> waitsFor(Grid grid, List<Integer> link) {
        Side from = Side.values()[link.get(1)];
        List<List<Integer>> behind = new ArrayList<>();
        for (Side to : Side.values()) {
            int neighbour = grid.has(link.get(0), to) ? grid.neighbour(link.get(0), to) : -1;
            if (to != Side.LOCAL && neighbour >= 0 && neighbour != grid.host() && grid.turns(link.get(0), from, to)) {
                behind.add(List.of(neighbour, Grid.opposite(to).ordinal()));
            }
        }
        return behind;
    }
}
