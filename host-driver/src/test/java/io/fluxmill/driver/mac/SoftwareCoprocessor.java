// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Quire;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The matrix co-processor of docs/mac-engine.md in software, behind a transport: an oracle written from the contract. */
final class SoftwareCoprocessor implements Transport {
    static final List<String> FORMATS = List.of("FP4_E2M1", "POSIT8_0", "POSIT16_1", "INT8", "INT4");

    /** Formats of weights and of activations, after these. */
    static final List<String> PAIRS = List.of(
            "INT4 x INT8",
            "INT8 x INT4",
            "INT4 x POSIT16_1",
            "POSIT8_0 x POSIT16_1",
            "FP4_E2M1 x INT8",
            "INT8 x FP4_E2M1");

    private static final List<String> NAMES =
            List.of(FORMATS, PAIRS).stream().flatMap(List::stream).toList();
    static final String HASH = "89ABCDEF";

    private final int rows;
    private final int columns;
    private final int[] registers = new int[32];
    private final short[][] weights;
    private final short[][] parameters;
    private final boolean interrupt;
    private final boolean inference;
    private final int parameterBeats;
    private boolean done;
    private boolean error;
    private boolean running;
    private int loading;
    private long macs;
    private long cycles;
    private long cyclesHigh;
    private long macsHigh;

    /** Sets STATUS.error while the next job runs, as a refused load of somebody else does. */
    boolean disturbed;

    int loads;
    int jobs;
    long largestJob;

    SoftwareCoprocessor(int rows, int columns, int weightWords, int parameterTiles, boolean interrupt) {
        this(rows, columns, weightWords, parameterTiles, interrupt, false);
    }

    /** @param inference whether it has all roundings, with long multipliers and a zero point */
    SoftwareCoprocessor(
            int rows, int columns, int weightWords, int parameterTiles, boolean interrupt, boolean inference) {
        this.inference = inference;
        parameterBeats = inference ? 8 : 6;
        this.rows = rows;
        this.columns = columns;
        this.interrupt = interrupt;
        weights = new short[weightWords][columns];
        parameters = new short[parameterBeats * parameterTiles][columns];
    }

    Manifest manifest() {
        List<Register> map = new ArrayList<>();
        map.add(register("ID", 0x00, 0x464D4143L));
        map.add(register("VERSION", 0x04, 3));
        map.add(register("CONFIG_HASH", 0x08, 0));
        map.add(register("CONTROL", 0x0C, 0, "start 0 1", "interrupt_enable 1 1", "clear_counters 2 1"));
        map.add(register("STATUS", 0x10, 0, "busy 0 1", "done 1 1", "loading 2 1", "error 3 1"));
        map.add(register("FORMAT", 0x14, 0, "operand 0 4", "result 8 4", inference ? "round 16 3" : "round_away 16 1"));
        String[] plain = {"ROWS", "COLUMNS", "DEPTH", "DEPTH_WORDS", "WEIGHT_BASE", "PARAMETER_BASE", "BIAS_SHIFT"};
        for (int i = 0; i < plain.length; i++) {
            map.add(register(plain[i], 0x18 + 4 * i, 0));
        }
        map.add(register("CLIP", 0x34, 0, "low 0 16", "high 16 16"));
        map.add(register("LOAD_ADDRESS", 0x38, 0));
        map.add(register("LOAD_BEATS", 0x3C, 0));
        map.add(register("LOAD_CONTROL", 0x40, 0, "weights 0 1", "parameters 1 1"));
        String[] counters = {"CYCLES", "MACS", "STALL_IN", "STALL_OUT"};
        for (int i = 0; i < counters.length; i++) {
            map.add(register(counters[i] + "_LOW", 0x44 + 8 * i, 0));
            map.add(register(counters[i] + "_HIGH", 0x48 + 8 * i, 0));
        }
        if (inference) {
            map.add(register("OUTPUT_ZERO", 0x64, 0, "zero 0 16"));
        }
        return Manifest.builder("software", "mac")
                .hash(HASH)
                .interrupt(interrupt ? "interrupt" : null)
                .bus("s_axi", 8)
                .registers(map)
                .streams(List.of(
                        new Stream("s_axis_act", Direction.IN, 16 * rows, false),
                        new Stream("s_axis_wgt", Direction.IN, 16 * columns, false),
                        new Stream("m_axis_res", Direction.OUT, 16 * columns, true)))
                .parameter("rows", rows)
                .parameter("columns", columns)
                .parameter("weightWords", weights.length)
                .parameter("parameterTiles", parameters.length / parameterBeats)
                .parameter("roundings", inference ? 0b11111 : 0b11)
                .formats(NAMES)
                .build();
    }

    private static Register register(String name, int offset, long reset, String... fields) {
        List<Field> list = Arrays.stream(fields)
                .map(text -> text.split(" ", -1))
                .map(f -> new Field(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2]), Access.RW, ""))
                .toList();
        return new Register(name, offset, Access.RW, reset, "", list);
    }

    @Override
    public int read(int address) {
        return switch (address) {
            case 0x00 -> 0x464D4143;
            case 0x04 -> 3;
            case 0x08 -> Integer.parseUnsignedInt(HASH, 16);
            case 0x10 -> (running ? 1 : 0) | (done ? 2 : 0) | (loading != 0 ? 4 : 0) | (error ? 8 : 0);
            case 0x44 -> {
                cyclesHigh = cycles >>> 32;
                yield (int) cycles;
            }
            case 0x48 -> (int) cyclesHigh;
            case 0x4C -> {
                macsHigh = macs >>> 32;
                yield (int) macs;
            }
            case 0x50 -> (int) macsHigh;
            case 0x54, 0x58, 0x5C, 0x60 -> 0;
            default -> registers[address / 4];
        };
    }

    @Override
    public void write(int address, int value) {
        registers[address / 4] = value;
        switch (address) {
            case 0x0C -> control(value);
            case 0x10 -> {
                done &= (value & 2) == 0;
                error &= (value & 8) == 0;
            }
            case 0x40 -> startLoad(value);
            default -> {}
        }
    }

    private void control(int value) {
        if ((value & 4) != 0) {
            macs = 0;
            cycles = 0;
        }
        if ((value & 1) != 0) {
            int tiles = (registers[0x1C / 4] + columns - 1) / columns;
            boolean fits = registers[0x28 / 4] + tiles * registers[0x24 / 4] <= weights.length
                    && registers[0x2C / 4] + tiles <= parameters.length / parameterBeats;
            running = fits && registers[0x18 / 4] != 0 && tiles != 0 && registers[0x24 / 4] != 0;
            error |= !running;
        }
    }

    private void startLoad(int kind) {
        int unit = kind == 1 ? 1 : parameterBeats;
        int end = registers[0x38 / 4] * unit + registers[0x3C / 4];
        boolean fits = end <= (kind == 1 ? weights.length : parameters.length) && registers[0x3C / 4] != 0;
        if (running || loading != 0 || !fits) {
            error = true;
        } else {
            loading = kind;
        }
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        if (transfers.get(0).stream().equals("s_axis_wgt")) {
            load(transfers.get(0).buffer());
            return;
        }
        if (!running) {
            throw new TransportException("s_axis_act is not ready: no job runs");
        }
        run(transfers.get(0).buffer(), transfers.get(1).buffer());
    }

    private void load(ByteBuffer buffer) {
        int beats = registers[0x3C / 4];
        if (loading == 0 || buffer.remaining() != beats * columns * 2) {
            throw new TransportException("load of " + beats + " beats got " + buffer.remaining() + " bytes");
        }
        short[][] memory = loading == 1 ? weights : parameters;
        int first = registers[0x38 / 4] * (loading == 1 ? 1 : parameterBeats);
        var words = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int beat = 0; beat < beats; beat++) {
            words.get(memory[first + beat]);
        }
        loading = 0;
        loads++;
    }

    private void run(ByteBuffer act, ByteBuffer res) {
        int m = registers[0x18 / 4];
        int n = registers[0x1C / 4];
        int depth = registers[0x20 / 4];
        int words = registers[0x24 / 4];
        FormatPair operands = FormatPair.of(NAMES.get(registers[0x14 / 4] & 15));
        NumberFormat result = NumberFormats.of(FORMATS.get(registers[0x14 / 4] >> 8 & 15));
        int clip = registers[0x34 / 4];
        Rescale.Layer layer = new Rescale.Layer(
                operands,
                result,
                rounding(registers[0x14 / 4] >> 16 & (inference ? 7 : 1)),
                registers[0x30 / 4],
                clip & 0xFFFF,
                clip >>> 16,
                inference ? (short) registers[0x64 / 4] : 0);
        int weightWords = (words + operands.wordsPerWeightWord() - 1) / operands.wordsPerWeightWord();
        int rowTiles = (m + rows - 1) / rows;
        int columnTiles = (n + columns - 1) / columns;
        if (act.remaining() != rowTiles * words * rows * 2 || res.remaining() != m * columnTiles * columns * 2) {
            throw new TransportException("job gets " + act.remaining() + " and gives " + res.remaining() + " bytes");
        }
        var in = act.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        var out = res.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        Quire quire = new Quire(operands);
        for (int rt = 0; rt < rowTiles; rt++) {
            for (int ct = 0; ct < columnTiles; ct++) {
                for (int r = 0; r < rows && rt * rows + r < m; r++) {
                    for (int c = 0; c < columns; c++) {
                        quire.clear();
                        for (int k = 0; k < words * operands.lanes(); k++) {
                            int a = lane(
                                    in.get((rt * words + k / operands.lanes()) * rows + r), k, operands.laneBits());
                            int word = registers[0x28 / 4]
                                    + ct * weightWords
                                    + k / operands.weights().lanes();
                            int w = lane(weights[word][c], k, operands.weights().laneBits());
                            quire.addProduct(w, a);
                        }
                        out.put((short) rescaled(layer, ct, c, quire));
                    }
                }
            }
        }
        macs += (long) m * n * depth;
        cycles += (long) rowTiles * columnTiles * words;
        running = false;
        done = true;
        error |= disturbed;
        disturbed = false;
        jobs++;
        largestJob = Math.max(largestJob, m);
    }

    private static int lane(short word, int k, int bits) {
        return word >> k * bits % 16 & (1 << bits) - 1;
    }

    /** FORMAT.round. */
    private static Rounding rounding(int round) {
        return switch (round) {
            case 0 -> Rounding.NEAREST_EVEN;
            case 1 -> Rounding.NEAREST_AWAY;
            case 2 -> Rounding.NEAREST_UP;
            case 3 -> Rounding.NEAREST_TWICE;
            case 4 -> Rounding.FLOAT32;
            default -> throw new TransportException("a job ran with rounding " + round);
        };
    }

    private int rescaled(Rescale.Layer layer, int tile, int column, Quire quire) {
        int[] p = new int[8];
        for (int i = 0; i < parameterBeats; i++) {
            p[i] = parameters[parameterBeats * (registers[0x2C / 4] + tile) + i][column] & 0xFFFF;
        }
        Rescale.Channel channel = new Rescale.Channel(p[0] | p[1] << 16, p[2], p[3], p[4], p[5], p[6], p[7]);
        return Rescale.apply(layer, channel, quire.units(), quire.isNaR());
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        throw new UnsupportedOperationException("a matrix co-processor's results are of a known number");
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        return done && (registers[0x0C / 4] & 2) != 0;
    }

    @Override
    public long cycles() {
        return cycles;
    }

    @Override
    public void close() {}
}
