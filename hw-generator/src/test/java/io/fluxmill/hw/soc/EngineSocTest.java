// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    /** A job: the activations {@code [m][k]} and weights {@code [n][k]}, all of 8 bits. */
    private record Product(int[][] a, int[][] w) {
        static Product random(Random random, int m, int n, int k) {
            return new Product(matrix(random, m, k), matrix(random, n, k));
        }

        private static int[][] matrix(Random random, int rows, int columns) {
            int[][] matrix = new int[rows][columns];
            for (int[] row : matrix) {
                for (int i = 0; i < columns; i++) {
                    row[i] = random.nextInt(256) - 128;
                }
            }
            return matrix;
        }

        int depthWords() {
            return (a[0].length + 1) / 2;
        }

        /** Beats of operands, row tile after row tile (docs/mac-engine.md), as words of 32 bits. */
        static List<Integer> beats(int[][] rows, int tile) {
            List<Integer> halves = new ArrayList<>();
            for (int first = 0; first < rows.length; first += tile) {
                for (int k = 0; k < rows[0].length; k += 2) {
                    for (int r = first; r < first + tile; r++) {
                        int low = r < rows.length ? rows[r][k] & 0xFF : 0;
                        int high = r < rows.length && k + 1 < rows[r].length ? rows[r][k + 1] & 0xFF : 0;
                        halves.add(low | high << 8);
                    }
                }
            }
            return pairs(halves);
        }

        /** Parameters that clip the sum to 16 bits and do nothing else. */
        List<Integer> parameters() {
            int scale = Rescale.scaleWord(false, -Rescale.BIAS_FRACTION_BITS - 15);
            List<Integer> halves = new ArrayList<>();
            for (int tile = 0; tile < w.length; tile += COLUMNS) {
                for (int field : new int[] {0, 0, 0x8000, scale, 0x8000, scale}) {
                    for (int c = 0; c < COLUMNS; c++) {
                        halves.add(tile + c < w.length ? field & 0xFFFF : 0);
                    }
                }
            }
            return pairs(halves);
        }

        /** Result words in the order of m_axis_res; columns beyond the last are 0. */
        List<Integer> expected() {
            List<Integer> halves = new ArrayList<>();
            for (int rowTile = 0; rowTile < a.length; rowTile += ROWS) {
                for (int columnTile = 0; columnTile < w.length; columnTile += COLUMNS) {
                    for (int m = rowTile; m < Math.min(a.length, rowTile + ROWS); m++) {
                        for (int n = columnTile; n < columnTile + COLUMNS; n++) {
                            halves.add(n < w.length ? dot(a[m], w[n]) & 0xFFFF : 0);
                        }
                    }
                }
            }
            return pairs(halves);
        }

        private static int dot(int[] x, int[] y) {
            long sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (long) x[i] * y[i];
            }
            return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sum));
        }

        private static List<Integer> pairs(List<Integer> halves) {
            List<Integer> words = new ArrayList<>();
            for (int i = 0; i < halves.size(); i += 2) {
                words.add(halves.get(i) | halves.get(i + 1) << 16);
            }
            return words;
        }
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
        script.write(at("ENGINE_ROWS"), product.a.length).write(at("ENGINE_COLUMNS"), product.w.length);
        script.write(at("ENGINE_DEPTH"), product.a[0].length).write(at("ENGINE_DEPTH_WORDS"), product.depthWords());
        script.write(at("ENGINE_CLIP"), 0x7FFF_8000).write(at("ENGINE_CONTROL"), field("ENGINE_CONTROL", "start"));
    }

    /** The whole job as accesses of the processor. */
    private static BusScript script(Product product) {
        BusScript script = new BusScript();
        List<Integer> weights = Product.beats(product.w, COLUMNS);
        load(script, "weights", weights, weights.size() / 2);
        load(script, "parameters", product.parameters(), product.parameters().size() / 2);
        start(script, product);
        send(script, "S_AXIS_ACT", Product.beats(product.a, ROWS));
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
        Product product = Product.random(new Random(1), 3, 5, 7);
        assertArrayEquals(ints(product.expected()), run(script(product)));
        assertEquals(0, link.read(at("FAULT")));
        assertEquals(3 * 5 * 7, link.read(at("ENGINE_MACS_LOW")));
        assertEquals(0, link.fetch().length, "there are no packets");
    }

    /** Without a program: the driver moves the streams through the loader. */
    @Test
    void theDriverWorksTheEngineOverTheSerialLine() {
        Product product = Product.random(new Random(2), 3, 6, 4);
        Manifest engine = SocManifest.engine(SocDesign.generate(CONFIG).manifest(), "mac");
        Device device = new Device(engine, SocEngineLink.open(link, engine));
        device.identify();
        load(device, "weights", Product.beats(product.w, COLUMNS));
        load(device, "parameters", product.parameters());
        device.write(
                "FORMAT", engine.formats().indexOf("INT8") | engine.formats().indexOf("INT16") << 8);
        device.write("ROWS", product.a.length);
        device.write("COLUMNS", product.w.length);
        device.write("DEPTH", product.a[0].length);
        device.write("DEPTH_WORDS", product.depthWords());
        device.write("CLIP", 0x7FFF_8000);
        device.writeField("CONTROL", "start", 1);
        List<Integer> expected = product.expected();
        ByteBuffer results = ByteBuffer.allocate(4 * expected.size()).order(ByteOrder.LITTLE_ENDIAN);
        StreamTransfer sent = new StreamTransfer("s_axis_act", bytes(Product.beats(product.a, ROWS)));
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
