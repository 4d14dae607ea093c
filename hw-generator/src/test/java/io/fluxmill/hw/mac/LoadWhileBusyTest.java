// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Loads, with beats on the weight stream, and writes to the layer's registers that are tried at random cycles of a job: each is refused, and the job's results are
 * those of the quire. The job is given a row tile at a time, so that it also waits for activations and for its results to go.
 */
@Tag("verilator")
class LoadWhileBusyTest {
    private static final long SEED = 20_261_128;
    private static final int JOBS = 12;
    private static final int BUSY = 1;
    private static final int DONE = 2;
    private static final int LOADING = 4;
    private static final int ERROR = 8;

    private static final List<String> LAYER = List.of(
            "FORMAT", "ROWS", "COLUMNS", "DEPTH", "DEPTH_WORDS", "WEIGHT_BASE", "PARAMETER_BASE", "BIAS_SHIFT", "CLIP");

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private MatrixBench bench;
    private NumberFormat format;
    private int attempts;

    @ParameterizedTest
    @EnumSource(names = {"SMALLEST", "SHORT", "MINIMAL", "XR_NPE"})
    void aLoadDuringAJobIsRefusedAndDisturbsNothing(Configurations configuration) throws Exception {
        try (MatrixBench opened = new MatrixBench(configuration, directory)) {
            bench = opened;
            for (int i = 0; i < JOBS; i++) {
                List<String> formats = bench.manifest.formats().stream()
                        .filter(name -> configuration.config().formats().contains(NumberFormats.of(name)))
                        .toList();
                format = NumberFormats.of(formats.get(random.nextInt(formats.size())));
                job("seed " + SEED + ", job " + i);
            }
            assertTrue(attempts > 4 * JOBS, "attempts: " + attempts);
            aResetEndsAJobThatWaits();
        }
    }

    private void job(String what) {
        int n = 1 + random.nextInt(3 * bench.columns);
        int depth = 1 + random.nextInt(12 * format.lanes());
        int m = 1 + random.nextInt(4 * bench.rows);
        int[][] w = codes(n, depth);
        int[][] a = codes(m, depth);
        List<Rescale.Channel> channels = channels(n);
        Rescale.Layer layer = MatrixBench.plain(format, NumberFormats.INT16);
        int[][] expected = MatrixBench.expected(layer, a, w, channels);
        bench.load(format, w, channels);
        bench.device.write("CONTROL", 1 << 2);

        bench.start(layer, a, n);
        int[][] observed = inPieces(a, n);
        for (int row = 0; row < m; row++) {
            assertArrayEquals(expected[row], observed[row], what + ", row " + row + " of " + m + " x " + n);
        }
        assertEquals(DONE | ERROR, bench.device.read("STATUS"), what);
        assertEquals((long) m * n * depth, bench.device.counter("MACS"), what);
        bench.device.write("STATUS", DONE | ERROR);

        bench.check(layer, a, w, channels, what + ", again, nothing loaded");
        int[][] other = codes(n, depth);
        List<Rescale.Channel> others = channels(n);
        bench.load(format, other, others);
        bench.check(layer, a, other, others, what + ", after a load that is accepted");
    }

    /** Results of the job that was started: every tile is given, waited for a random time, and taken in two parts. */
    private int[][] inPieces(int[][] a, int n) {
        int words = MatrixBench.words(format, a[0].length);
        int columnTiles = MatrixBench.tiles(n, bench.columns);
        int beatBytes = 2 * bench.columns;
        ByteBuffer activations =
                bench.activations(FormatPair.of(format), a, words).flip();
        ByteBuffer results = MatrixBench.buffer(a.length * columnTiles * bench.columns);
        attempt();
        for (int row = 0; row < a.length; row += bench.rows) {
            activations.limit(activations.position() + 2 * bench.rows * words);
            bench.transport.exchange(List.of(new StreamTransfer("s_axis_act", activations)), 10_000);
            activations.position(activations.limit());
            bench.transport.step(random.nextInt(words * columnTiles + 40));
            attempt();
            int beats = Math.min(bench.rows, a.length - row) * columnTiles;
            int first = random.nextInt(beats);
            take(results, first * beatBytes);
            attempt();
            take(results, (beats - first) * beatBytes);
        }
        return bench.unpack(results.clear(), a.length, n);
    }

    private void take(ByteBuffer results, int bytes) {
        results.limit(results.position() + bytes);
        bench.transport.exchange(List.of(new StreamTransfer("m_axis_res", results)), 100_000);
        results.position(results.limit());
    }

    /**
     * A load of either kind, over what the job reads, is refused; its beats are offered for a while and not taken. So is a write to a register of the
     * layer.
     */
    private void attempt() {
        boolean weights = random.nextBoolean();
        bench.device.write("STATUS", ERROR);
        assertEquals(BUSY, bench.device.read("STATUS"));
        bench.device.write("LOAD_ADDRESS", 0);
        bench.device.write("LOAD_BEATS", weights ? 16 : 18);
        bench.device.write("LOAD_CONTROL", weights ? 1 : 2);
        assertEquals(BUSY | ERROR, bench.device.read("STATUS"), weights ? "weights" : "parameters");
        bench.device.write("STATUS", ERROR);
        String register = LAYER.get(random.nextInt(LAYER.size()));
        int before = bench.device.read(register);
        bench.device.write(register, random.nextInt());
        assertEquals(BUSY | ERROR, bench.device.read("STATUS"), register);
        assertEquals(before, bench.device.read(register), register);
        ByteBuffer beats = MatrixBench.buffer(18 * bench.columns);
        while (beats.hasRemaining()) {
            beats.put((byte) random.nextInt());
        }
        int cycles = 1 + random.nextInt(30);
        TransportException e = assertThrows(
                TransportException.class,
                () -> bench.transport.exchange(List.of(new StreamTransfer("s_axis_wgt", beats.flip())), cycles));
        assertEquals(
                "exchange not finished after " + cycles + " cycles: s_axis_wgt moved 0 of 18 beats", e.getMessage());
        assertEquals(0, bench.device.read("STATUS") & LOADING);
        attempts++;
    }

    /** What the driver recommends where a job of somebody else hangs. */
    private void aResetEndsAJobThatWaits() {
        int[][] w = codes(2, 3);
        int[][] a = codes(2, 3);
        List<Rescale.Channel> channels = channels(2);
        Rescale.Layer layer = MatrixBench.plain(format, NumberFormats.INT16);
        bench.load(format, w, channels);
        bench.start(layer, a, 2);
        attempt();
        bench.transport.reset();
        bench.load(format, w, channels);
        bench.check(layer, a, w, channels, "after a reset");
    }

    private int[][] codes(int vectors, int depth) {
        return Codes.random(format, random, vectors, depth, 8, false);
    }

    /** Scales near one, of both signs, and a bias. */
    private List<Rescale.Channel> channels(int n) {
        List<Rescale.Channel> channels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Rescale.Channel unit = MatrixBench.unit(format);
            channels.add(new Rescale.Channel(
                    random.nextInt(2001) - 1000,
                    0x8000 + random.nextInt(0x8000),
                    unit.posScale(),
                    0x8000 + random.nextInt(0x8000),
                    unit.negScale()));
        }
        return channels;
    }
}
