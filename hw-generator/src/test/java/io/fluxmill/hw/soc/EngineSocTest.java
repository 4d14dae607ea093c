// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.SocEngineLink;
import io.fluxmill.driver.device.SocManifest;
import io.fluxmill.driver.transport.SocLink;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.SimulatedLine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor of a system on chip runs jobs on a matrix co-processor; the results are those of plain arithmetic. */
@Tag("verilator")
class EngineSocTest {
    private static final int CLOCK_HZ = 1_000_000;
    private static final int BAUD = 62_500;
    private static final int SILENCE_CYCLES = 150_000;
    private static final int PROGRAM = 0x2000;
    private static final int TABLE = 0x2100;
    private static final int RESULTS = 0x3C00;

    private static final int ROWS = 2;
    private static final int COLUMNS = 4;

    /** Beats of s_axis_act are one word, those of s_axis_wgt and m_axis_res two. */
    static final MacConfig ENGINE = new MacConfig(
            "mac_inside",
            ROWS,
            COLUMNS,
            List.of(NumberFormats.of("INT8")),
            List.of(NumberFormats.INT16),
            64,
            16,
            8,
            1,
            32,
            1,
            16);

    static final EngineSocConfig CONFIG = new EngineSocConfig("soc_under_test", 16, CLOCK_HZ, BAUD, 64, ENGINE);

    @TempDir
    private static Path directory;

    private static Manifest manifest;
    private static VerilatedTransport transport;

    private final SocLink link = new SocLink(new SimulatedLine(transport, SILENCE_CYCLES));

    @BeforeAll
    static void build() {
        Design design = SocDesign.harness(CONFIG);
        manifest = design.manifest();
        Generator.write(design, directory);
        transport = VerilatedTransport.open(Verilator.build(manifest, directory, Options.FAST));
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    @BeforeEach
    void boot() {
        transport.reset();
        transport.step(5000);
    }

    private static int at(String register) {
        return manifest.register(register).offset();
    }

    private static void load(BusScript script, String what, List<Integer> words, int beats) {
        script.write(at("ENGINE_LOAD_ADDRESS"), 0).write(at("ENGINE_LOAD_BEATS"), beats);
        script.write(
                at("ENGINE_LOAD_CONTROL"),
                manifest.register("ENGINE_LOAD_CONTROL").field(what).mask());
        send(script, "S_AXIS_WGT", words);
        script.waitNone(at("ENGINE_STATUS"), field("ENGINE_STATUS", "loading"));
    }

    private static void send(BusScript script, String stream, List<Integer> words) {
        for (int word : words) {
            script.waitAny(at(stream + "_STATUS"), field(stream + "_STATUS", "room"));
            script.write(at(stream + "_DATA"), word);
        }
    }

    private static int field(String register, String field) {
        return manifest.register(register).field(field).mask();
    }

    private static void start(BusScript script, Product product) {
        int result = manifest.formats().indexOf("INT16");
        script.write(at("ENGINE_FORMAT"), manifest.formats().indexOf("INT8") | result << 8);
        script.write(at("ENGINE_ROWS"), product.a().length).write(at("ENGINE_COLUMNS"), product.w().length);
        script.write(at("ENGINE_DEPTH"), product.a()[0].length).write(at("ENGINE_DEPTH_WORDS"), product.depthWords());
        script.write(at("ENGINE_CLIP"), 0x7FFF_8000).write(at("ENGINE_CONTROL"), field("ENGINE_CONTROL", "start"));
    }

    /** The whole job as accesses of the processor. */
    private static BusScript script(Product product) {
        BusScript script = new BusScript();
        List<Integer> weights = product.weights();
        load(script, "weights", weights, weights.size() / 2);
        load(script, "parameters", product.parameters(), product.parameters().size() / 2);
        start(script, product);
        send(script, "S_AXIS_ACT", product.activations());
        for (int i = 0; i < product.expected().size(); i++) {
            script.waitAny(at("M_AXIS_RES_STATUS"), field("M_AXIS_RES_STATUS", "words"));
            script.take(at("M_AXIS_RES_DATA"));
        }
        return script.waitAny(at("ENGINE_STATUS"), field("ENGINE_STATUS", "done"));
    }

    private int[] run(BusScript script) {
        link.write(PROGRAM, BusScript.program(TABLE, RESULTS));
        link.write(TABLE, script.table());
        link.run(PROGRAM);
        assertEquals(script.taken(), link.ping().programResult());
        return link.read(RESULTS, script.taken());
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void aProgramMultipliesMatrices() {
        Product product = Product.random(new Random(1), ROWS, COLUMNS, 3, 5, 7);
        assertArrayEquals(ints(product.expected()), run(script(product)));
        assertEquals(0, link.read(at("FAULT")));
        assertEquals(3 * 5 * 7, link.read(at("ENGINE_MACS_LOW")));
        assertEquals(0, link.fetch().length, "there are no packets");
    }

    /** The same in C, with the generated header and the engine's interrupt. */
    @Test
    void aProgramInCMultipliesMatrices(@TempDir Path folder) throws Exception {
        Product product = Product.random(new Random(3), ROWS, COLUMNS, 5, 6, 9);
        Generator.write(SocDesign.generate(CONFIG), folder);
        Files.writeString(folder.resolve("job.h"), header(product));
        int[] program = CrossCompiler.compile("matrix.c", folder);
        link.write(PROGRAM, program);
        link.run(PROGRAM);
        int words = product.expected().size();
        assertEquals(words, link.ping().programResult());
        assertEquals(1, link.read(RESULTS), "interrupts");
        assertEquals(1 << 5, link.read(RESULTS + 4), "interrupt 5 is the engine's");
        assertEquals(2, link.read(RESULTS + 8), "the words of the last beat are marked");
        assertArrayEquals(ints(product.expected()), link.read(RESULTS + 12, words));
    }

    private static String header(Product product) {
        String text = "#include <stdint.h>\n";
        text += array("weights", "WEIGHT_WORDS", product.weights());
        text += array("parameters", "PARAMETER_WORDS", product.parameters());
        text += array("activations", "ACTIVATION_WORDS", product.activations());
        text += define("JOB_ROWS", product.a().length) + define("JOB_COLUMNS", product.w().length);
        text += define("JOB_DEPTH", product.a()[0].length) + define("JOB_DEPTH_WORDS", product.depthWords());
        return text + define("RESULT_WORDS", product.expected().size()) + define("REPORT_ADDRESS", RESULTS);
    }

    private static String array(String name, String size, List<Integer> words) {
        String values = words.stream().map(w -> String.format("0x%08xu", w)).collect(Collectors.joining(", "));
        return define(size, words.size()) + "static const uint32_t " + name + "[] = {" + values + "};\n";
    }

    private static String define(String name, int value) {
        return "#define " + name + " " + value + "u\n";
    }

    /** Without a program: the driver moves the streams through the loader. */
    @Test
    void theDriverWorksTheEngineOverTheSerialLine() {
        Product product = Product.random(new Random(2), ROWS, COLUMNS, 3, 6, 4);
        Manifest engine = SocManifest.engine(SocDesign.generate(CONFIG).manifest(), "mac");
        Device device = new Device(engine, SocEngineLink.open(link, engine));
        device.identify();
        load(device, "weights", product.weights());
        load(device, "parameters", product.parameters());
        device.write(
                "FORMAT", engine.formats().indexOf("INT8") | engine.formats().indexOf("INT16") << 8);
        device.write("ROWS", product.a().length);
        device.write("COLUMNS", product.w().length);
        device.write("DEPTH", product.a()[0].length);
        device.write("DEPTH_WORDS", product.depthWords());
        device.write("CLIP", 0x7FFF_8000);
        device.writeField("CONTROL", "start", 1);
        List<Integer> expected = product.expected();
        ByteBuffer results = ByteBuffer.allocate(4 * expected.size()).order(ByteOrder.LITTLE_ENDIAN);
        StreamTransfer sent = new StreamTransfer("s_axis_act", bytes(product.activations()));
        device.transport().exchange(List.of(sent, new StreamTransfer("m_axis_res", results)), 100_000);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), results.getInt(4 * i), "word " + i);
        }
        StreamTransfer more = new StreamTransfer("m_axis_res", ByteBuffer.allocate(8));
        TransportException e =
                assertThrows(TransportException.class, () -> device.transport().exchange(List.of(more), 1000));
        assertEquals("exchange not finished after 1000 cycles: m_axis_res moved 0 of 1 beats", e.getMessage());
    }

    private static void load(Device device, String what, List<Integer> words) {
        device.write("LOAD_ADDRESS", 0);
        device.write("LOAD_BEATS", words.size() / 2);
        device.writeField("LOAD_CONTROL", what, 1);
        device.transport().exchange(List.of(new StreamTransfer("s_axis_wgt", bytes(words))), 100_000);
        assertEquals(0, device.readField("STATUS", "loading") + device.readField("STATUS", "error"));
    }

    private static ByteBuffer bytes(List<Integer> words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.flip();
    }
}
