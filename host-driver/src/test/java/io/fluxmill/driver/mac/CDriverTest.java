// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.core.program.mac.export.Coding;
import io.fluxmill.core.program.mac.export.ProgramFiles;
import io.fluxmill.core.program.mac.export.Samples;
import io.fluxmill.driver.mac.RandomPrograms.Case;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in C, compiled, on the co-processor of the contract: every word of the results is what the steps' definitions say. */
class CDriverTest {
    private static final int CASES = Integer.getInteger("mac.programs", 100);
    private static final int ROWS = 4;
    private static final int COLUMNS = 4;
    private static final int OK = 0;
    private static final int NO_ENGINE = 1;
    private static final int OTHER_DESIGN = 2;
    private static final int REFUSED = 3;
    private static final int FAILED = 4;

    /** Libraries of all tests stay loaded: which are is not left to the garbage collector. */
    private static final List<Programs> LOADED = new ArrayList<>();

    @TempDir
    private Path folder;

    /** C's side of the test. */
    public interface Programs extends Library {
        int run(
                int number,
                Write write,
                Read read,
                Send send,
                Receive receive,
                short[] input,
                int samples,
                short[] output,
                short[] work);

        int work_codes(int number);
    }

    /** Functions of struct fmac_port. */
    public interface Write extends Callback {
        void invoke(Pointer context, int offset, int value);
    }

    public interface Read extends Callback {
        int invoke(Pointer context, int offset);
    }

    public interface Send extends Callback {
        long invoke(Pointer context, int stream, Pointer words, long beats);
    }

    public interface Receive extends Callback {
        long invoke(Pointer context, Pointer words, long beats);
    }

    /** A bus that takes beats one by one, not always, and hands whole jobs to the co-processor. */
    private static final class Port {
        private final SoftwareCoprocessor engine;
        private final Random random = new Random(7);
        private final List<Short> sent = new ArrayList<>();
        private final List<Short> results = new ArrayList<>();
        private int hash;
        final Write write;
        final Read read;
        final Send send = this::send;
        final Receive receive = this::receive;

        Port(SoftwareCoprocessor engine) {
            this.engine = engine;
            write = (context, offset, value) -> engine.write(offset, value);
            read = (context, offset) -> engine.read(offset) ^ (offset == 0x08 ? hash : 0);
        }

        private long send(Pointer context, int stream, Pointer words, long beats) {
            int width = stream == 0 ? ROWS : COLUMNS;
            int taken = (int) Math.min(beats, random.nextInt(4));
            for (short word : words.getShortArray(0, taken * width)) {
                sent.add(word);
            }
            int rows = engine.read(0x18);
            int expected = stream == 1 ? engine.read(0x3C) : (rows + ROWS - 1) / ROWS * engine.read(0x24);
            if (sent.size() == expected * width) {
                exchange(stream, rows);
            }
            return taken;
        }

        private void exchange(int stream, int rows) {
            ByteBuffer in = ByteBuffer.allocate(2 * sent.size()).order(ByteOrder.LITTLE_ENDIAN);
            sent.forEach(in::putShort);
            sent.clear();
            int tiles = (engine.read(0x1C) + COLUMNS - 1) / COLUMNS;
            ByteBuffer out = ByteBuffer.allocate(2 * rows * tiles * COLUMNS).order(ByteOrder.LITTLE_ENDIAN);
            var transfer = new StreamTransfer(stream == 1 ? "s_axis_wgt" : "s_axis_act", in.flip());
            if (stream == 1) {
                engine.exchange(List.of(transfer), 0);
                return;
            }
            engine.exchange(List.of(transfer, new StreamTransfer("m_axis_res", out)), 0);
            while (out.hasRemaining()) {
                results.add(out.getShort());
            }
        }

        private long receive(Pointer context, Pointer words, long beats) {
            int there = Math.min(results.size() / COLUMNS, random.nextInt(4));
            int taken = (int) Math.min(beats, there);
            for (int i = 0; i < taken * COLUMNS; i++) {
                words.setShort(2L * i, results.remove(0));
            }
            return taken;
        }
    }

    private Programs compile(List<Case> cases, Manifest manifest) throws IOException, InterruptedException {
        ProgramFiles files = new ProgramFiles(manifest);
        for (Case each : cases) {
            files.add("any", each.program(), Coding.PLAIN, new Samples(each.samples(), each.input(), each.expected()));
        }
        List<String> command = new ArrayList<>(List.of(
                "gcc",
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-pedantic",
                "-Werror",
                "-O1",
                "-fPIC",
                "-shared",
                "-Wl,-Bsymbolic",
                "-I."));
        command.addAll(List.of("-Iany", "-o", "programs.so", "harness.c", "fmac.c", "fmac_steps.c"));
        StringBuilder harness = new StringBuilder("#include \"fmac.h\"\n");
        for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        for (Case each : cases) {
            String name = each.program().network() + "_any";
            command.add("any/" + name + ".c");
            harness.append("extern const struct fmac_program ").append(name).append(";\n");
        }
        harness.append("static const struct fmac_program *const programs[] = {\n");
        cases.forEach(
                each -> harness.append("    &").append(each.program().network()).append("_any,\n"));
        harness.append(
                """
                };
                uint32_t work_codes(int number) { return programs[number]->work_codes; }
                int run(int number, void (*write)(void *, uint32_t, uint32_t), uint32_t (*read)(void *, uint32_t),
                        size_t (*send)(void *, enum fmac_stream, const uint16_t *, size_t),
                        size_t (*receive)(void *, uint16_t *, size_t),
                        const uint16_t *input, uint32_t samples, uint16_t *output, uint16_t *work)
                {
                    struct fmac_port port = {NULL, write, read, send, receive, NULL};
                    struct fmac_engine engine;
                    enum fmac_status status = fmac_open(&engine, &port, programs[number]);
                    return (int)(status == FMAC_OK ? fmac_run(&engine, input, samples, output, work) : status);
                }
                """);
        Files.writeString(folder.resolve("harness.c"), harness);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        Programs programs = Native.load(folder.resolve("programs.so").toString(), Programs.class);
        LOADED.add(programs);
        return programs;
    }

    private static int run(Programs programs, int number, Port port, Case each, short[] output) {
        short[] work = new short[each.samples() * programs.work_codes(number) + 1];
        try {
            return programs.run(
                    number, port.write, port.read, port.send, port.receive, each.input(), each.samples(), output, work);
        } finally {
            // C's side does not keep the callbacks alive, and one that has been collected answers 0.
            Reference.reachabilityFence(port);
        }
    }

    private static List<Case> cases(LongFunction<Case> kind) {
        List<Case> cases = new ArrayList<>();
        for (int seed = 1; seed <= CASES; seed++) {
            cases.add(kind.apply(seed));
        }
        return cases;
    }

    /** @param weightWords of the engine: few, so that layers do not stay in the buffer, or many */
    private void check(List<Case> cases, int weightWords, int parameterTiles) throws Exception {
        check(cases, () -> engine(weightWords, parameterTiles));
    }

    private void check(List<Case> cases, Supplier<SoftwareCoprocessor> engine) throws Exception {
        Manifest manifest = engine.get().manifest();
        Programs programs = compile(cases, manifest);
        int words = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            short[] output = new short[each.expected().length];
            assertEquals(OK, run(programs, i, new Port(engine.get()), each, output), each.toString());
            assertArrayEquals(each.expected(), output, each.program().network());
            words += output.length;
        }
        assertTrue(words > 5 * CASES, "words compared: " + words);
    }

    private static SoftwareCoprocessor engine(int weightWords, int parameterTiles) {
        return new SoftwareCoprocessor(ROWS, COLUMNS, weightWords, parameterTiles, true);
    }

    @Test
    void networksWhoseWeightsStayInTheBuffer() throws Exception {
        check(cases(RandomPrograms::network), 1 << 16, 1 << 10);
    }

    @Test
    void networksWhoseWeightsAreLoadedForEachLayer() throws Exception {
        check(cases(RandomPrograms::network), 1 << 12, 8);
    }

    /** Each layer with its own rounding and zero point; those of layers without integers are not written. */
    @Test
    void networksOnAnEngineForInference() throws Exception {
        check(
                cases(RandomPrograms::inference),
                () -> new SoftwareCoprocessor(ROWS, COLUMNS, 1 << 16, 1 << 10, true, true));
    }

    @Test
    void movesTablesProductsAndTheIntegersOfInference() throws Exception {
        check(cases(RandomSteps::program), 1 << 12, 8);
    }

    /** program.json names the register and its word for each layer. */
    @Test
    void theJobListHasTheZeroPoints() {
        Case each = RandomPrograms.inference(4);
        ProgramFiles files =
                new ProgramFiles(new SoftwareCoprocessor(ROWS, COLUMNS, 1 << 16, 1 << 10, true, true).manifest());
        files.add("any", each.program(), Coding.PLAIN, new Samples(each.samples(), each.input(), each.expected()));
        String json = new String(files.files().get("any/program.json"), StandardCharsets.UTF_8);
        List<Integer> found = Pattern.compile("\"OUTPUT_ZERO\" *: *(\\d+)")
                .matcher(json)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
        List<Integer> expected = each.program().steps().stream()
                .filter(MatrixStep.class::isInstance)
                .map(step -> ((MatrixStep) step).rescale())
                .map(layer -> layer.result() instanceof IntegerFormat ? layer.zeroPoint() & 0xFFFF : 0)
                .toList();
        assertEquals(expected, found);
        assertTrue(found.stream().anyMatch(zero -> zero != 0), "zero points: " + found);
    }

    @Test
    void poolingAndAdditionInEveryFormat() throws Exception {
        check(cases(RandomPrograms::steps), 16, 2);
    }

    @Test
    void anEngineThatIsNotTheRightOneOrIsUsedBySomebodyElseIsReported() throws Exception {
        Case each = RandomPrograms.network(1);
        Programs programs = compile(List.of(each), engine(1 << 16, 1 << 10).manifest());
        short[] output = new short[each.expected().length];
        Port other = new Port(engine(1 << 16, 1 << 10));
        other.hash = 1;
        assertEquals(OTHER_DESIGN, run(programs, 0, other, each, output));
        Port small = new Port(engine(2, 1));
        assertEquals(REFUSED, run(programs, 0, small, each, output));
        SoftwareCoprocessor engine = engine(1 << 16, 1 << 10);
        engine.disturbed = true;
        assertEquals(FAILED, run(programs, 0, new Port(engine), each, output));
        Write write = (context, offset, value) -> {};
        Read nothing = (context, offset) -> -1;
        assertEquals(
                NO_ENGINE,
                programs.run(
                        0,
                        write,
                        nothing,
                        other.send,
                        other.receive,
                        each.input(),
                        each.samples(),
                        output,
                        new short[each.samples() * programs.work_codes(0) + 1]));
    }
}
