// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.SimulatorBench;
import io.fluxmill.core.cache.KeptResults;
import io.fluxmill.core.cache.RecordBytes;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.EnvironmentException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is kept is the same, byte for byte, computed, kept for the first time, and found. */
@Tag("verilator")
class KeptResultsOfModelTest {
    private static final PrintWriter NULL = new PrintWriter(Writer.nullWriter());
    private static final Console NOWHERE = new Console(NULL, NULL, false);
    private static final String CACHE = "fluxmill.cache";
    private static final String KEEP = "fluxmill.keep.results";

    @TempDir
    Path folder;

    private final String cacheBefore = System.getProperty(CACHE);
    private MacJobConfig config;

    @BeforeEach
    void chooseCache() throws IOException {
        System.setProperty(CACHE, folder.resolve("cache").toString());
        config = MacJobConfig.from(ConfigNode.read(new TinyDesign(folder).config()));
    }

    @AfterEach
    void reset() {
        System.clearProperty(KEEP);
        if (cacheBefore == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, cacheBefore);
        }
    }

    private record Everything(Map<String, byte[]> results, Map<String, byte[]> files) {}

    private Everything everything(String name) throws IOException {
        MacWorkload workload = MacWorkload.load(config, NOWHERE);
        Map<String, byte[]> results = new TreeMap<>();
        results.put("float", RecordBytes.of(workload.yardstick().floatQuality()));
        for (String format : config.quantization().formats()) {
            Quantized quantized = workload.quantize(format);
            ReferenceRun reference = workload.reference(quantized);
            results.put(format, RecordBytes.of(quantized.network()));
            results.put(format + " inputs", RecordBytes.of(reference.inputs()));
            results.put(format + " results", RecordBytes.of(reference.results()));
        }
        Path made = folder.resolve(name);
        new Rig(made, new SimulatorBench(), NOWHERE).generate(config.execution().engine());
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(made)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(made.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return new Everything(results, files);
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    }

    private long kept() throws IOException {
        Path results = folder.resolve("cache/results");
        if (!Files.exists(results)) {
            return 0;
        }
        try (Stream<Path> walk = Files.walk(results)) {
            return walk.filter(path -> path.endsWith("value")).count();
        }
    }

    @Test
    void resultsAreTheSameWithAndWithoutTheCache() throws IOException {
        System.setProperty(KEEP, "no");
        Everything computed = everything("computed");
        assertEquals(0, kept());
        System.setProperty(KEEP, "yes");
        Everything first = everything("first");
        int formats = config.quantization().formats().size();
        assertEquals(
                2 + 2 * formats, kept(), "the float results, a design, and for each format a network and its results");
        Everything found = everything("found");
        assertEquals(2 + 2 * formats, kept());
        assertTrue(computed.results.size() == 1 + 3 * formats && computed.files.size() > 3);
        assertSame(computed.results, first.results);
        assertSame(computed.results, found.results);
        assertSame(computed.files, first.files);
        assertSame(computed.files, found.files);
    }

    @Test
    void aWrongKeptResultOfTheReferenceIsFound() {
        MacWorkload workload = MacWorkload.load(config, NOWHERE);
        Quantized quantized = workload.quantize("INT8");
        float[][] samples = workload.model().data().samples(workload.samples());
        short[] wrong = new short
                [workload.samples() * workload.network().last().outputShape().elements()];
        KeptResults.ofUser().get("reference", short[].class, () -> wrong, quantized.network(), samples);
        EnvironmentException e = assertThrows(EnvironmentException.class, () -> workload.reference(quantized));
        assertEquals("the results that were kept for INT8 must be those of the reference", e.getMessage());
        System.setProperty(KEEP, "no");
        assertTrue(workload.reference(quantized).results().length > 0, "the remedy");
    }
}
