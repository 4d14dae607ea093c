// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@Tag("verilator")
class VerilatorTest {
    private static final Manifest MANIFEST = LaneAdder.manifest(16);

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private ContentCache cache;

    /** Verilog that no other test has; runtimes are shared between tests. */
    @BeforeEach
    void write(TestInfo test) throws IOException {
        VerilatorPresent.assume();
        cache = new ContentCache(shared);
        LaneAdder.write(rtl(), 16, true);
        Files.writeString(
                rtl().resolve("lane_adder.v"), "// " + test.getDisplayName() + "\n", StandardOpenOption.APPEND);
    }

    private Path rtl() {
        return directory.resolve("rtl");
    }

    private VerilatedModel build(Path rtl, Options options) {
        return Verilator.build(MANIFEST, rtl, options, cache);
    }

    @Test
    void sameContentIsBuiltOnce() throws IOException {
        Path rtl = rtl();
        cache = new ContentCache(directory.resolve("cache"));
        BuildCounters start = Verilator.counters();
        VerilatedModel first = build(rtl, Options.FAST);
        BuildCounters built = Verilator.counters().minus(start);
        assertEquals(1, built.verilations());
        assertEquals(1, built.runtimes());
        assertEquals(0, built.cacheHits());
        assertFalse(first.fromCache());

        Path copy = Files.createDirectory(directory.resolve("elsewhere"));
        for (String name : List.of("lane_adder.v", "lane_adder.vlt")) {
            Files.copy(rtl.resolve(name), copy.resolve(name));
        }
        VerilatedModel second = build(copy, Options.FAST);
        assertTrue(second.fromCache());
        assertEquals(first.library(), second.library());
        assertEquals(
                new BuildCounters(1, built.compilations(), 1, 1),
                Verilator.counters().minus(start));

        Files.writeString(rtl.resolve("lane_adder.v"), "\n", StandardOpenOption.APPEND);
        assertNotEquals(first.library(), build(rtl, Options.FAST).library(), "another text is another model");
        assertEquals(2, Verilator.counters().minus(start).verilations());
        assertEquals(1, Verilator.counters().minus(start).runtimes(), "the runtime is shared");
    }

    @Test
    void waiversAndOptionsArePartOfTheKey() throws IOException {
        Path rtl = rtl();
        Path first = build(rtl, Options.FAST).library();
        Files.writeString(rtl.resolve("lane_adder.vlt"), "// more\n", StandardOpenOption.APPEND);
        Path second = build(rtl, Options.FAST).library();
        Path third = build(rtl, new Options(Waves.NONE, 0)).library();
        assertEquals(3, List.of(first, second, third).stream().distinct().count());
        try (VerilatedTransport transport = VerilatedTransport.open(build(rtl, new Options(Waves.NONE, 0)))) {
            assertEquals(0x4C414E45, transport.read(LaneAdder.ID));
        }
    }

    @Test
    void concurrentBuildersBuildOnce() throws InterruptedException, ExecutionException {
        Path rtl = rtl();
        BuildCounters start = Verilator.counters();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<VerilatedModel>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            futures.add(pool.submit(() -> build(rtl, Options.FAST)));
        }
        for (Future<VerilatedModel> future : futures) {
            assertEquals(futures.get(0).get().library(), future.get().library());
        }
        pool.shutdown();
        BuildCounters built = Verilator.counters().minus(start);
        assertEquals(1, built.verilations());
        assertEquals(3, built.cacheHits());
    }

    @Test
    void combinationalLoopIsRefused() throws IOException {
        Path rtl = rtl();
        Files.delete(rtl.resolve("lane_adder.vlt"));
        BuildException e = assertThrows(BuildException.class, () -> build(rtl, Options.FAST));
        assertTrue(
                e.getMessage()
                        .startsWith("verilator on lane_adder failed:\n%Error-UNOPTFLAT: " + rtl.resolve("lane_adder.v")
                                + ":"),
                e.getMessage());
        assertTrue(e.getMessage().endsWith("\nThe whole output is in " + e.log()), e.getMessage());
        assertTrue(Files.readString(e.log()).contains("UNOPTFLAT"));
        try (Stream<Path> left = Files.list(e.log().getParent())) {
            assertFalse(left.anyMatch(p -> p.getFileName().toString().endsWith(".building")), "nothing else is left");
        }
    }

    @Test
    void syntaxErrorIsShownWithItsPlace() throws IOException {
        Path rtl = rtl();
        Files.writeString(rtl.resolve("lane_adder.v"), "module lane_adder(input clk);\nassign = 1;\nendmodule\n");
        BuildException e = assertThrows(BuildException.class, () -> build(rtl, Options.FAST));
        assertTrue(
                e.getMessage()
                        .contains("%Error: " + rtl.resolve("lane_adder.v") + ":2:8: syntax error, unexpected '='"),
                e.getMessage());
    }

    @Test
    void manifestThatDoesNotFitTheVerilogIsRefused() {
        Path rtl = rtl();
        Manifest wide = LaneAdder.manifest(32);
        InputException e = assertThrows(InputException.class, () -> Verilator.build(wide, rtl, Options.FAST, cache));
        assertEquals(
                "lane_adder.manifest.json: port s_axis_in_tdata must be as in the Verilog: manifest=in of 32 bits, Verilog=in of 16 bits",
                e.getMessage());
        assertEquals("generate the design again", e.remedy());
    }

    @Test
    void missingVerilogIsNamed() throws IOException {
        Path rtl = rtl();
        Files.delete(rtl.resolve("lane_adder.v"));
        InputException e = assertThrows(InputException.class, () -> build(rtl, Options.FAST));
        assertEquals(rtl.resolve("lane_adder.v") + ": Verilog file of the manifest does not exist", e.getMessage());
    }

    @Test
    void missingToolsAreNamedWithARemedy() throws IOException {
        InputException e = assertThrows(InputException.class, () -> Toolchain.find(directory.toString()));
        assertEquals("verilator is needed to simulate and is not on the PATH", e.getMessage());
        assertEquals("install it with: apt-get install verilator g++", e.remedy());

        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createFile(
                bin.resolve("verilator"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertEquals(
                "g++ is needed to simulate and is not on the PATH",
                assertThrows(InputException.class, () -> Toolchain.find(bin.toString()))
                        .getMessage());
    }

    @Test
    void fstWithoutZlibNamesThePackage() throws IOException {
        Path compiler = Files.createFile(
                directory.resolve("g++"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(compiler, "#!/bin/sh\nexit 1\n");
        Toolchain tools = new Toolchain(compiler, compiler, compiler, null, directory, "none");
        InputException e = assertThrows(
                InputException.class,
                () -> VerilatedRuntime.get(cache, tools, Options.FAST.withWaves(Waves.FST), List.of()));
        assertEquals("waves in FST format need the headers of zlib", e.getMessage());
        assertEquals("install them with: apt-get install zlib1g-dev, or use VCD", e.remedy());
    }

    @Test
    void cacheThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        cache = new ContentCache(file);
        EnvironmentException e = assertThrows(EnvironmentException.class, () -> build(rtl(), Options.FAST));
        assertTrue(e.getMessage().startsWith(file + ": the cache must be writable: "), e.getMessage());
        assertEquals("set FLUXMILL_CACHE to a directory that can be written", e.remedy());
    }

    @Test
    void buildThatWasKilledDoesNotBlock() throws IOException {
        Path left = shared.resolve("models");
        VerilatedModel first = build(rtl(), Options.FAST);
        Path entry = first.library().getParent();
        Files.move(entry, left.resolve(entry.getFileName() + ".building"));
        assertFalse(build(rtl(), Options.FAST).fromCache());
        assertTrue(build(rtl(), Options.FAST).fromCache());
        assertFalse(Files.exists(left.resolve(entry.getFileName() + ".building")));
    }

    @Test
    void onlyKnownOptimisationsExist() {
        assertEquals(
                "optimisation must be 0 or 3: optimisation=2",
                assertThrows(IllegalArgumentException.class, () -> new Options(Waves.NONE, 2))
                        .getMessage());
    }
}
