// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Quire;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A generated co-processor in Verilator, driven word by word from docs/mac-engine.md, without the driver and the mapper; expected
 * results come from the quire (or {@link WindowOracle}) and {@link Rescale}.
 */
final class MatrixBench implements AutoCloseable {
    final Manifest manifest;
    final VerilatedTransport transport;
    final Device device;
    final int rows;
    final int columns;
    private final Multiplication multiplication;
    /** Results compared so far. */
    long compared;

    /** Whether a job's done bit is cleared after it. */
    /** Written instead of the layer's, or null. */
    Integer clip;

    boolean acknowledge = true;

    /** @param directory for the Verilog */
    MatrixBench(Configurations configuration, Path directory) throws IOException {
        this(configuration, directory, Options.FAST);
    }

    MatrixBench(Configurations configuration, Path directory, Options options) throws IOException {
        this(configuration.design(), directory, options);
    }

    MatrixBench(Design design, Path directory) throws IOException {
        this(design, directory, Options.FAST);
    }

    MatrixBench(Design design, Path directory, Options options) throws IOException {
        manifest = design.manifest();
        Files.writeString(directory.resolve(manifest.design() + ".v"), design.verilog());
        transport = VerilatedTransport.open(Verilator.build(manifest, directory, options));
        device = new Device(manifest, transport);
        device.identify();
        rows = (int) manifest.parameter("rows");
        columns = (int) manifest.parameter("columns");
        multiplication = Multiplication.values()[
                manifest.parameters().getOrDefault("multiplication", 0L).intValue()];
    }

    /** Loads weights {@code [n][k]} (of block formats operand words) and channel parameters at the start of the buffers. */
    void load(NumberFormat format, int[][] w, List<Rescale.Channel> channels) {
        load(FormatPair.of(format), w, channels);
    }

    /** Loads weights {@code [n][k]} and channel parameters at the start of the buffers. */
    void load(FormatPair formats, int[][] w, List<Rescale.Channel> channels) {
        NumberFormat format = formats.weights();
        int words = words(format, w[0].length);
        int tiles = tiles(w.length, columns);
        ByteBuffer weights = buffer(tiles * words * columns);
        for (int tile = 0; tile < tiles; tile++) {
            for (int k = 0; k < words; k++) {
                for (int c = 0; c < columns; c++) {
                    int n = tile * columns + c;
                    weights.putShort((short) (n < w.length ? pack(format, format.lanes(), w[n], k) : 0));
                }
            }
        }
        stream(weights, "weights", tiles * words);
        int beats = manifest.parameter("rescaleBits") > 16 ? 8 : 6;
        ByteBuffer parameters = buffer(tiles * beats * columns);
        for (int tile = 0; tile < tiles; tile++) {
            for (int field = 0; field < beats; field++) {
                for (int c = 0; c < columns; c++) {
                    int n = tile * columns + c;
                    parameters.putShort((short) (n < w.length ? field(channels.get(n), field) : 0));
                }
            }
        }
        stream(parameters, "parameters", tiles * beats);
    }

    private void stream(ByteBuffer image, String target, int beats) {
        device.write("LOAD_ADDRESS", 0);
        device.write("LOAD_BEATS", beats);
        device.writeField("LOAD_CONTROL", target, 1);
        transport.exchange(List.of(new StreamTransfer("s_axis_wgt", image.flip())), 1_000_000);
        while (device.readField("STATUS", "loading") != 0) {
            transport.step(1);
        }
        assertEquals(0, device.readField("STATUS", "error"), "load refused");
    }

    /** Runs a job over the loaded weights and compares every result with the quire and the rescale of the reference. */
    void check(Rescale.Layer layer, int[][] a, int[][] w, List<Rescale.Channel> channels, String what) {
        int[][] expected =
                expected(layer.with(multiplication), a, w, channels, (int) manifest.parameter("accumulatorBits"));
        int[][] actual = run(layer, a, w.length);
        for (int m = 0; m < a.length; m++) {
            for (int n = 0; n < w.length; n++) {
                if (expected[m][n] != actual[m][n]) {
                    throw new AssertionError(String.format(
                            "%s: %s to %s, result [%d][%d] of %d x %d, depth %d: observed 0x%04x, expected 0x%04x, a[%d][0]=0x%04x, w[%d][0]=0x%04x, channel %s",
                            what,
                            layer.operands().name(),
                            layer.result().name(),
                            m,
                            n,
                            a.length,
                            w.length,
                            a[m].length,
                            actual[m][n],
                            expected[m][n],
                            m,
                            a[m][0],
                            n,
                            w[n][0],
                            channels.get(n)));
                }
                compared++;
            }
        }
    }

    /** Result codes {@code [m][n]} of a job over the loaded weights. */
    int[][] run(Rescale.Layer layer, int[][] a, int n) {
        FormatPair formats = layer.operands();
        int words = words(formats, a[0].length);
        start(layer, a, n);
        int tiles = tiles(n, columns);
        ByteBuffer results = buffer(a.length * tiles * columns);
        transport.exchange(
                List.of(
                        new StreamTransfer(
                                "s_axis_act", activations(formats, a, words).flip()),
                        new StreamTransfer("m_axis_res", results)),
                100_000L + 1000L * a.length * words * tiles);
        assertEquals(2, device.read("STATUS") & 0xF, "done, not busy, no error");
        if (acknowledge) {
            device.write("STATUS", 2);
        }
        return unpack(results, a.length, n);
    }

    /** Describes a job over the loaded weights and starts it. */
    void start(Rescale.Layer layer, int[][] a, int n) {
        FormatPair formats = layer.operands();
        int depth = a[0].length;
        int words = words(formats, depth);
        device.write(
                "FORMAT",
                manifest.formats().indexOf(formats.name())
                        | manifest.formats().indexOf(layer.result().name()) << 8
                        | round(layer.rounding()) << 16);
        device.write("ROWS", a.length);
        device.write("COLUMNS", n);
        device.write("DEPTH", depth);
        device.write("DEPTH_WORDS", words);
        device.write("WEIGHT_BASE", 0);
        device.write("PARAMETER_BASE", 0);
        device.write("BIAS_SHIFT", layer.biasShift());
        device.write("CLIP", clip != null ? clip : layer.clipLow() | layer.clipHigh() << 16);
        if (device.has("OUTPUT_ZERO")) {
            device.write("OUTPUT_ZERO", layer.zeroPoint() & 0xFFFF);
        }
        device.writeField("CONTROL", "start", 1);
    }

    /** FORMAT.round. */
    private static int round(Rounding rounding) {
        return switch (rounding) {
            case NEAREST_EVEN -> 0;
            case NEAREST_AWAY -> 1;
            case NEAREST_UP -> 2;
            case NEAREST_TWICE -> 3;
            case FLOAT32 -> 4;
        };
    }

    int[][] unpack(ByteBuffer results, int m, int n) {
        int[][] codes = new int[m][n];
        int at = 0;
        for (int mTile = 0; mTile < m; mTile += rows) {
            for (int nTile = 0; nTile < n; nTile += columns) {
                for (int r = mTile; r < Math.min(m, mTile + rows); r++) {
                    for (int c = 0; c < columns; c++, at += 2) {
                        if (nTile + c < n) {
                            codes[r][nTile + c] = results.getShort(at) & 0xFFFF;
                        }
                    }
                }
            }
        }
        return codes;
    }

    ByteBuffer activations(FormatPair formats, int[][] a, int words) {
        int tiles = tiles(a.length, rows);
        ByteBuffer beats = buffer(tiles * words * rows);
        for (int tile = 0; tile < tiles; tile++) {
            for (int k = 0; k < words; k++) {
                for (int r = 0; r < rows; r++) {
                    int m = tile * rows + r;
                    beats.putShort(
                            (short) (m < a.length ? pack(formats.activations(), formats.lanes(), a[m], k) : 0xA5A5));
                }
            }
        }
        return beats;
    }

    static int[][] expected(Rescale.Layer layer, int[][] a, int[][] w, List<Rescale.Channel> channels) {
        return expected(layer, a, w, channels, 0);
    }

    /** @param accumulatorBits beyond which sums in a window wrap around */
    private static int[][] expected(
            Rescale.Layer layer, int[][] a, int[][] w, List<Rescale.Channel> channels, int accumulatorBits) {
        if (layer.operands().isBlocks() || layer.operands().isWindowed()) {
            return WindowOracle.expected(layer, a, w, channels, accumulatorBits);
        }
        int[][] codes = new int[a.length][w.length];
        Quire quire = new Quire(layer.operands(), layer.multiplication());
        for (int m = 0; m < a.length; m++) {
            for (int n = 0; n < w.length; n++) {
                quire.clear();
                for (int k = 0; k < a[m].length; k++) {
                    quire.addProduct(w[n][k], a[m][k]);
                }
                for (int k = a[m].length; k % layer.operands().lanes() != 0; k++) {
                    quire.addProduct(0, 0); // what fills up the last word; in BINARY it is no zero
                }
                codes[m][n] = Rescale.apply(layer, channels.get(n), quire.units(), quire.isNaR());
            }
        }
        return codes;
    }

    private static int pack(NumberFormat format, int lanes, int[] codes, int word) {
        if (format instanceof BlockFormat) {
            return codes[word];
        }
        int value = 0;
        for (int lane = 0; lane < lanes; lane++) {
            int k = word * lanes + lane;
            value |= (k < codes.length ? codes[k] : 0) << (lane * 16 / lanes);
        }
        return value;
    }

    private static int field(Rescale.Channel channel, int field) {
        return switch (field) {
            case 0 -> channel.bias() & 0xFFFF;
            case 1 -> channel.bias() >>> 16;
            case 2 -> channel.posMultiplier();
            case 3 -> channel.posScale();
            case 4 -> channel.negMultiplier();
            case 5 -> channel.negScale();
            case 6 -> channel.posFraction();
            default -> channel.negFraction();
        };
    }

    private static int words(FormatPair formats, int depth) {
        return formats.isBlocks() ? depth : formats.activationWords(depth);
    }

    static int words(NumberFormat format, int depth) {
        return format instanceof BlockFormat ? depth : (depth + format.lanes() - 1) / format.lanes();
    }

    static int tiles(int size, int tile) {
        return (size + tile - 1) / tile;
    }

    static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(2 * words).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The parameters that round the exact sum once to the result format: scale one. */
    static Rescale.Channel unit(NumberFormat operand) {
        return unit(FormatPair.of(operand));
    }

    static Rescale.Channel unit(FormatPair operands) {
        int scale = Rescale.scaleWord(false, operands.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15);
        return new Rescale.Channel(0, 0x8000, scale, 0x8000, scale);
    }

    /** A layer without bias and with the widest clip. */
    static Rescale.Layer plain(NumberFormat operand, NumberFormat result) {
        return plain(FormatPair.of(operand), result);
    }

    static Rescale.Layer plain(FormatPair operands, NumberFormat result) {
        return new Rescale.Layer(operands, result, Rounding.NEAREST_EVEN, 0, result.minBits(), result.maxBits());
    }

    @Override
    public void close() {
        assertTrue(compared > 0, "nothing was compared");
        transport.close();
    }
}
