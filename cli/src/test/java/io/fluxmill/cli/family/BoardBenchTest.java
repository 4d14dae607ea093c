// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.mac.MacFamily;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.host.uart.UartDesign;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.SimulatedLine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same configuration on the simulated engine and, over the pins of its link, as a board has it. */
@Tag("verilator")
class BoardBenchTest {
    private static final Console NOWHERE =
            new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);
    private static final List<String> ONLY_ON_A_BOARD = List.of("seconds", "line-bytes", "samples-per-second");
    private static final int CLOCK_HZ = 80_000;
    private static final int SILENCE_CYCLES = 20_000;

    @TempDir
    private Path folder;

    private ConfigNode root;
    private MacConfig engine;
    private Design linked;

    @BeforeEach
    void design() throws Exception {
        TinyDesign tiny = new TinyDesign(folder).with("idle: 20", "idle: 0").with("back-pressure: 30", "waves: 0");
        root = ConfigNode.read(tiny.config());
        engine = (MacConfig)
                Families.BUILT_IN.design(ConfigNode.read(tiny.config())).design();
        linked = UartDesign.harness(new UartConfig("tiny_uart", CLOCK_HZ, 10_000, 512, engine));
        Generator.write(linked, folder.resolve("linked"));
    }

    /** In the second session nothing is loaded, and the line's bytes of the samples are the same. */
    @Test
    void aNetworkProcessorIsLoadedOnce() throws Exception {
        TinyDesign tiny = new TinyDesign(folder)
                .with("idle: 20", "idle: 0")
                .with("back-pressure: 30", "waves: 0")
                .with("rows: 2", "rows: 4")
                .with("columns: 2", "columns: 4")
                .with("result-formats: [INT16]", "result-formats: [INT16]\n  output-cycles: 2\n  map-words: 16")
                .with("weight-words: 16", "weight-words: 1024")
                .with("formats: [INT8, INT4]", "formats: [INT8]");
        HostedEngine processor = (HostedEngine)
                Families.BUILT_IN.design(ConfigNode.read(tiny.config())).design();
        linked = UartDesign.harness(new UartConfig("tiny_uart", CLOCK_HZ, 10_000, 512, processor));
        Generator.write(linked, folder.resolve("linked"));
        String engineHash = processor.generate().manifest().hash();
        long[] sent = new long[2];
        long[] ofSamples = new long[2];
        try (SimulatedLine line = line()) {
            for (int session = 0; session < 2; session++) {
                ConfigNode node = ConfigNode.read(tiny.config());
                try (BoardBench bench =
                        new BoardBench(build(linked.manifest().hash(), engineHash), "pins", line.keptOpen())) {
                    Verdict verdict = new MacFamily().job(node).verify(new Rig(folder.resolve("b"), bench, NOWHERE));
                    assertTrue(verdict.passes());
                    ObjectNode json = verdict.json();
                    assertEquals(12 * 3, json.get("words").asLong(), "the result's words");
                    ofSamples[session] = json.get("line-bytes").asLong();
                    bench.describe(json);
                    sent[session] = json.withObject("/link").get("bytes-sent").asLong();
                }
            }
        }
        assertTrue(ofSamples[0] > 100);
        // The last writes of the load can go out with what comes next.
        assertEquals(ofSamples[0], ofSamples[1], 64);
        long loaded = sent[0] - sent[1];
        int weights = 2 * 4 * (2 * 3 + 3);
        assertTrue(loaded > weights + 4 * 4 * 29, "bytes loaded in the first session alone: " + loaded);
    }

    private BoardBench bench(String designHash, String engineHash) throws Exception {
        return new BoardBench(build(designHash, engineHash), "pins", line());
    }

    private SimulatedLine line() throws Exception {
        VerilatedTransport pins =
                VerilatedTransport.open(Verilator.build(linked.manifest(), folder.resolve("linked"), Options.FAST), 1);
        return new SimulatedLine(pins, SILENCE_CYCLES);
    }

    private static BuildRecord build(String designHash, String engineHash) {
        return new BuildRecord(
                "bench",
                "part",
                "ice40",
                "tiny_uart",
                "tiny_uart_bench",
                designHash,
                engineHash,
                CLOCK_HZ,
                10_000,
                512,
                "tiny.bin",
                1,
                "00",
                12.5,
                12,
                Map.of(),
                List.of(),
                0,
                1,
                List.of(),
                Map.of());
    }

    @Test
    void resultsAndCountersAreThoseOfTheSimulator() throws Exception {
        Verdict simulated =
                new MacFamily().job(root).verify(new Rig(folder.resolve("a"), new SimulatorBench(), NOWHERE));
        ConfigNode again = ConfigNode.read(folder.resolve("tiny.yaml"));
        try (BoardBench bench =
                bench(linked.manifest().hash(), engine.generate().manifest().hash())) {
            Verdict onBoard = new MacFamily().job(again).verify(new Rig(folder.resolve("b"), bench, NOWHERE));
            assertTrue(onBoard.passes());
            ObjectNode found = onBoard.json();
            bench.describe(found);
            ObjectNode seconds = found.withObject("/seconds");
            assertTrue(seconds.get("kernel").asDouble() > 0);
            assertTrue(found.withObject("/link").get("bytes-sent").asLong() > 100);
            ObjectNode expected = simulated.json();
            assertTrue(found.get("line-bytes").asLong() > found.get("bytes-in").asLong());
            assertEquals(
                    12 * 1_000.0 / found.get("line-bytes").asLong(),
                    found.get("samples-per-second").asDouble(),
                    1e-6);
            expected.remove("seconds");
            found.remove(List.of("board", "port", "link"));
            found.remove(ONLY_ON_A_BOARD);
            for (ObjectNode json : List.of(expected, found)) {
                json.path("runs").forEach(run -> ((ObjectNode) run).remove(ONLY_ON_A_BOARD));
            }
            assertEquals(expected, found);
        }
    }

    @Test
    void anotherBuildIsRefused() throws Exception {
        try (BoardBench bench = bench(linked.manifest().hash(), "00000001")) {
            InputException e = assertThrows(
                    InputException.class,
                    () -> new MacFamily().job(root).verify(new Rig(folder.resolve("b"), bench, NOWHERE)));
            assertTrue(e.getMessage().startsWith("build for bench is of another engine"), e.getMessage());
        }
    }

    @Test
    void anotherDesignOnTheBoardIsRefused() throws Exception {
        try (BoardBench bench = bench("00000001", engine.generate().manifest().hash())) {
            DeviceException e = assertThrows(
                    DeviceException.class,
                    () -> new MacFamily().job(root).verify(new Rig(folder.resolve("b"), bench, NOWHERE)));
            assertTrue(e.getMessage().startsWith("the board must run design tiny_uart 00000001"), e.getMessage());
        }
    }
}
