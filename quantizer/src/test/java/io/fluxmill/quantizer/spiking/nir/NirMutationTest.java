// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with random damage: never anything but a graph or an InputException, within 5 s and 500 MB. */
class NirMutationTest {
    private static final int MUTATIONS = Integer.getInteger("fluxmill.nir.mutations", 2000);
    private static final long SEED = Long.getLong("fluxmill.nir.seed", 20_261_128);
    private static final double MOST_SECONDS = 5;
    private static final long MOST_BYTES = 500_000_000;
    private static final long[] EXTREMES = {
        0, 1, -1, 2, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000L, 1L << 40, Long.MIN_VALUE
    };

    @TempDir
    private Path folder;

    private record Kind(byte[] whole, Consumer<Path> reader) {}

    /** Ours have checksums; files of the library of The HDF Group, where they are there, have none. */
    private Map<String, Kind> kinds() throws IOException {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(SEED);
        Path ours = folder.resolve("ours");
        NirWriter.write(new RandomGraphs(random).graph(), ours);
        kinds.put("ours.nir", new Kind(Files.readAllBytes(ours), NirMutationTest::graph));
        TimeGriddedData grid = new TimeGriddedData(0.1, 2, 2, true, new double[][][] {{{0, 1}, {1, 0}}});
        new NirData(Map.of("n", Map.of("s", grid, "e", grid.events()))).write(ours);
        kinds.put("ours.nird", new Kind(Files.readAllBytes(ours), NirData::read));
        String given = System.getProperty("FLUXMILL_SHARED", System.getenv("FLUXMILL_SHARED"));
        Path shared = Path.of(given != null ? given : "../../shared/data").resolve("nir");
        for (String name : new String[] {"lif_norse.nir", "braille_noDelay_bias_zero.nir"}) {
            if (Files.exists(shared.resolve(name))) {
                kinds.put(name, new Kind(Files.readAllBytes(shared.resolve(name)), NirMutationTest::graph));
            } else {
                System.out.println("skipped: " + shared.resolve(name) + " is not there");
            }
        }
        return kinds;
    }

    private static void graph(Path file) {
        NirGraph graph = NirFile.read(file);
        try {
            graph.flat();
        } catch (InputException e) {
            // a graph may be one that cannot be flat; its sentence is checked like that of a file
            if (!e.getMessage().startsWith(file.toString())) {
                throw new AssertionError(e);
            }
        }
    }

    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, from));
                    System.arraycopy(whole, from, bytes, at, length);
                }
                case 3 -> extreme(bytes, at & ~7, 1 << random.nextInt(4), random);
                default -> {
                    if (random.nextInt(20) == 0) {
                        bytes = Arrays.copyOf(bytes, Math.max(1, at));
                    } else {
                        bytes[at & ~3] = (byte) random.nextInt(4);
                    }
                }
            }
        }
        return bytes;
    }

    private static void extreme(byte[] bytes, int at, int width, SplittableRandom random) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> 8 * i);
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedWithASentence() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int kind = 0;
        for (Map.Entry<String, Kind> entry : kinds().entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.write(file, entry.getValue().whole());
            entry.getValue().reader().accept(file);
            SplittableRandom random = new SplittableRandom(SEED + kind++);
            int refused = 0;
            long most = 0;
            for (int n = 0; n < MUTATIONS; n++) {
                String which = file.getFileName() + ", seed " + SEED + ", file " + n;
                Files.write(file, mutate(entry.getValue().whole(), random));
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                refused += refuses(entry.getValue(), file, which) ? 1 : 0;
                double seconds = (System.nanoTime() - start) / 1e9;
                assertTrue(seconds < MOST_SECONDS, which + ": " + seconds + " s");
                most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - bytes);
                assertTrue(most < MOST_BYTES, which + ": " + most + " bytes");
            }
            System.out.println(entry.getKey() + ": refused " + refused + " of " + MUTATIONS + ", most bytes " + most);
            assertTrue(refused > MUTATIONS / 100 && refused < MUTATIONS, file + ": refused " + refused);
        }
    }

    private static boolean refuses(Kind kind, Path file, String which) {
        try {
            kind.reader().accept(file);
            return false;
        } catch (InputException e) {
            String text = e.getMessage() + e.remedy();
            assertTrue(e.getMessage().startsWith(file.toString()), which + ": " + e.getMessage());
            assertFalse(
                    e.remedy().isEmpty() || e.getMessage().endsWith("null") || text.contains("\n"),
                    which + ": " + text);
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(which, e);
        }
    }
}
