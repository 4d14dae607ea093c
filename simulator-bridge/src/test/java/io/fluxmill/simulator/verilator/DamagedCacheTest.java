// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.cache.CacheLimit;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A library or a runtime that was damaged in the cache is built again. To load one would end this process, so a failure here may look
 * like a crash of the tests.
 */
@Tag("verilator")
class DamagedCacheTest {
    private static final Manifest MANIFEST = LaneAdder.manifest(16);
    /** The quickest to compile. */
    private static final Options OPTIONS = new Options(Waves.NONE, 0);

    @TempDir
    private Path folder;

    private ContentCache cache;
    private String text;

    /** What can happen to a file; the checksums are the record of the entry that the file is in. */
    enum Damage {
        HALVED,
        EMPTIED,
        FLIPPED,
        CHECKSUMS_DELETED;

        void on(Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            switch (this) {
                case HALVED -> truncate(file, content.length / 2);
                case EMPTIED -> truncate(file, 0);
                case FLIPPED -> {
                    content[content.length / 2] ^= 0x40;
                    Files.write(file, content);
                }
                default -> Files.delete(file.resolveSibling("contents.sha256"));
            }
        }

        private static void truncate(Path file, long bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }

    /** A design that no other test has, so that its library is not loaded yet. */
    @BeforeEach
    void write(TestInfo test) throws IOException {
        VerilatorPresent.assume();
        cache = new ContentCache(folder.resolve("cache"));
        LaneAdder.write(folder.resolve("rtl"), 16, true);
        text = Files.readString(verilog());
        another(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
    }

    private Path verilog() {
        return folder.resolve("rtl/lane_adder.v");
    }

    /** The same design under another key. */
    private void another(String name) throws IOException {
        Files.writeString(verilog(), text + "// " + name + "\n");
    }

    private VerilatedModel build() {
        return Verilator.build(MANIFEST, folder.resolve("rtl"), OPTIONS, cache);
    }

    private static void assertRuns(VerilatedModel model) {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            assertEquals(0x4C414E45, transport.read(LaneAdder.ID));
            transport.write(LaneAdder.ADDEND, 0x1234);
            assertEquals(0x1234, transport.read(LaneAdder.ADDEND));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedLibraryIsBuiltAgain(Damage damage) throws IOException {
        VerilatedModel first = build();
        BuildCounters start = Verilator.counters();
        damage.on(first.library());
        VerilatedModel second = build();
        assertFalse(second.fromCache());
        assertEquals(first.library(), second.library());
        assertEquals(1, Verilator.counters().minus(start).verilations());
        assertEquals(0, Verilator.counters().minus(start).runtimes());
        assertRuns(second);
        assertTrue(build().fromCache());
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRuntimeIsBuiltAgain(Damage damage) throws IOException {
        damagedRuntime(damage, "libverilated.a");
    }

    @Test
    void aDamagedHeaderIsBuiltAgain() throws IOException {
        damagedRuntime(Damage.FLIPPED, "fluxmill_prefix.h");
        damagedRuntime(Damage.HALVED, "fluxmill_prefix.h.gch");
    }

    private void damagedRuntime(Damage damage, String file) throws IOException {
        build();
        Path runtime;
        try (Stream<Path> entries = Files.list(folder.resolve("cache/runtimes"))) {
            List<Path> all = entries.filter(Files::isDirectory).toList();
            assertEquals(1, all.size());
            runtime = all.get(0);
        }
        damage.on(runtime.resolve(file));
        BuildCounters start = Verilator.counters();
        another(damage + " " + file);
        assertRuns(build());
        assertEquals(1, Verilator.counters().minus(start).runtimes());
        another("after " + damage + " " + file);
        build();
        assertEquals(1, Verilator.counters().minus(start).runtimes(), "the new one is used again");
    }

    /** A board in simulation may load a design long after it was compiled. */
    @ParameterizedTest
    @EnumSource
    void aLibraryThatIsDamagedLaterIsNotLoaded(Damage damage) throws IOException {
        VerilatedModel model = build();
        damage.on(model.library());
        EnvironmentException e = assertThrows(EnvironmentException.class, () -> VerilatedTransport.open(model));
        assertEquals(
                model.library() + ": the compiled simulation must be as it was built: its SHA-256 is another",
                e.getMessage());
        assertEquals("run the command again: it is then built anew", e.remedy());
        assertRuns(build());
    }

    /** Between looking a model up and loading it, others may be added to a cache that is full. */
    @Test
    void aModelThatWasLookedUpIsThereWhenItIsLoaded() throws IOException {
        cache = new ContentCache(folder.resolve("cache"), new CacheLimit(1));
        VerilatedModel first = build();
        VerilatedTransport loaded = VerilatedTransport.open(first);
        another("the second");
        VerilatedModel second = build();
        another("the third");
        build();
        assertRuns(second);
        loaded.write(LaneAdder.ADDEND, 0x55);
        assertEquals(0x55, loaded.read(LaneAdder.ADDEND));
        loaded.close();
    }

    /** What is loaded stays as it is while its entry is replaced. */
    @Test
    void aLoadedLibraryGoesOnWhenItsEntryIsReplaced() throws IOException {
        VerilatedModel model = build();
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            Damage.CHECKSUMS_DELETED.on(model.library());
            VerilatedModel second = build();
            assertFalse(second.fromCache());
            assertRuns(second);
            transport.write(LaneAdder.ADDEND, 0x77);
            assertEquals(0x77, transport.read(LaneAdder.ADDEND));
        }
    }
}
