// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.transport.SocLink;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.soc.EngineSocConfig;
import io.fluxmill.hw.soc.SocDesign;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.SimulatedLine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code generate} writes of the demo's network runs on the RISC-V processor of the system on chip, loaded over its serial line, with the files of
 * {@code examples/soc}: every word as expected. With {@code -Dmac.soc.formats} (and {@code -Dmac.soc.samples}) on the engine of the demo, in minutes a format;
 * without, in one format on a smaller engine.
 */
@Tag("verilator")
class ProgramOnProcessorTest {
    private static final String LONG_RUN = System.getProperty("mac.soc.formats");
    private static final List<String> FORMATS = List.of((LONG_RUN == null ? "FP4_E2M1" : LONG_RUN).split(","));
    private static final int SAMPLES = Integer.getInteger("mac.soc.samples", 1);
    private static final int CLASSES = 10;
    private static final int CLOCK_HZ = 1_000_000;
    private static final int BAUD = CLOCK_HZ / 16;
    private static final int PROGRAM = 0x2000;
    private static final int SILENCE_CYCLES = 150_000;
    private static final int STEP_CYCLES = 300_000;
    private static final long LONGEST_CYCLES = 1_000_000_000;
    private static final Path EXAMPLE = Path.of("../examples/soc").toAbsolutePath();

    @TempDir
    private Path folder;

    private void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /** The program of a format as docs/soc.md compiles it; its words. */
    private int[] program(String format) throws Exception {
        Path directory = folder.resolve("rtl/program");
        List<String> command = new ArrayList<>(List.of(
                "riscv64-unknown-elf-gcc",
                "-march=rv32im",
                "-mabi=ilp32",
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-pedantic"));
        command.addAll(List.of("-O2", "-ffreestanding", "-nostdlib", "-fno-pic", "-fno-tree-loop-distribute-patterns"));
        command.addAll(List.of(
                "-mno-relax",
                "-I.",
                "-I" + format,
                "-T",
                EXAMPLE.resolve("program.ld").toString()));
        command.addAll(List.of("-o", "program.elf", "fmac.c", "fmac_steps.c", "port.c"));
        command.add(EXAMPLE.resolve("start.S").toString());
        command.add(EXAMPLE.resolve("memory.c").toString());
        try (Stream<Path> files = Files.list(directory.resolve(format))) {
            files.map(Path::toString).filter(file -> file.endsWith(".c")).forEach(command::add);
        }
        command.add("-lgcc");
        run(directory, command.toArray(String[]::new));
        run(directory, "riscv64-unknown-elf-objcopy", "-O", "binary", "program.elf", "program.bin");
        byte[] bytes = Files.readAllBytes(directory.resolve("program.bin"));
        int[] words = new int[(bytes.length + 3) / 4];
        ByteBuffer.wrap(Arrays.copyOf(bytes, 4 * words.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(words);
        return words;
    }

    /** The demo's configuration; for the short run with one format on an array of 4 x 4. */
    private Path config() throws IOException {
        Path demo = Path.of("../examples/fashion.yaml");
        if (LONG_RUN != null) {
            return demo;
        }
        Path small = folder.resolve("small.yaml");
        String text = Files.readString(demo)
                .replaceAll("rows: 8", "rows: 4")
                .replaceAll("columns: 8", "columns: 4")
                .replaceAll("(?m)^( +)formats: .*", "$1formats: [FP4_E2M1]")
                .replace(
                        "fashion/fashion.onnx",
                        Path.of("../examples/fashion/fashion.onnx")
                                .toAbsolutePath()
                                .toString());
        return Files.writeString(small, text);
    }

    /** The system of examples/soc/mac-soc.yaml around the engine, with a serial line that is as fast as its firmware. */
    private VerilatedTransport system(Path config) {
        MacConfig engine = MacConfig.from(ConfigNode.read(config).node("engine"));
        EngineSocConfig soc = new EngineSocConfig("mac_soc", 256, CLOCK_HZ, BAUD, 256, engine);
        Design design = SocDesign.harness(soc);
        Path rtl = folder.resolve("soc");
        Generator.write(design, rtl);
        return VerilatedTransport.open(Verilator.build(design.manifest(), rtl, Options.FAST));
    }

    @Test
    void everyWordIsAsExpected() throws Exception {
        Path config = config();
        CommandRun generated = CommandRun.of(
                "generate", config.toString(), "--out", folder.resolve("rtl").toString(), "--samples", "" + SAMPLES);
        assertEquals(0, generated.code(), generated.err());
        for (String format : FORMATS) {
            int[] words = program(format);
            try (VerilatedTransport transport = system(config)) {
                transport.reset();
                transport.step(5000);
                SocLink link = new SocLink(new SimulatedLine(transport, SILENCE_CYCLES));
                link.write(PROGRAM, words);
                assertEquals(0, link.ping().lostBytes());
                long start = transport.cycles();
                link.run(PROGRAM);
                awaitEnd(link, transport);
                System.out.printf(
                        "%s: %d bytes, loaded in %d cycles, %d samples in at most %d cycles%n",
                        format, 4 * words.length, start, SAMPLES, transport.cycles() - start);
                int[] outcome = link.read(link.read(PROGRAM + 4), 4);
                assertArrayEquals(new int[] {0, SAMPLES * CLASSES, 0, 0}, outcome, "status, words, mismatches, first");
                assertEquals(0, link.ping().programResult());
            }
        }
    }

    /** The loader answers when the program has returned. */
    private static void awaitEnd(SocLink link, VerilatedTransport transport) {
        for (long waited = 0; waited < LONGEST_CYCLES; waited += STEP_CYCLES) {
            transport.step(STEP_CYCLES);
            try {
                link.ping();
                return;
            } catch (TransportException e) {
                // It still runs.
            }
        }
        fail("the program does not end");
    }
}
