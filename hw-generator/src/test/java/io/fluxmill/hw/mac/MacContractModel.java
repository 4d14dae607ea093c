// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import java.util.HashMap;
import java.util.Map;

/**
 * The register contract of docs/mac-engine.md, cycle by cycle, written from that document: handshakes of the bus, registers, refusals, loads and the life of a job.
 * What a job computes is not in it.
 */
final class MacContractModel {
    /** Offsets of docs/mac-engine.md. */
    static final int CONTROL = 0x0C;

    static final int STATUS = 0x10;
    static final int FORMAT = 0x14;
    static final int ROWS = 0x18;
    static final int COLUMNS = 0x1C;
    static final int DEPTH = 0x20;
    static final int DEPTH_WORDS = 0x24;
    static final int WEIGHT_BASE = 0x28;
    static final int PARAMETER_BASE = 0x2C;
    static final int BIAS_SHIFT = 0x30;
    static final int CLIP = 0x34;
    static final int LOAD_ADDRESS = 0x38;
    static final int LOAD_BEATS = 0x3C;
    static final int LOAD_CONTROL = 0x40;
    static final int FIRST_COUNTER = 0x44;
    static final int OUTPUT_ZERO = 0x64;

    /** Bits that registers of every engine hold. */
    private static final Map<Integer, Long> COMMON = Map.ofEntries(
            Map.entry(CONTROL, 0x2L),
            Map.entry(FORMAT, 0x1_0F0FL),
            Map.entry(ROWS, 0xFFFF_FFFFL),
            Map.entry(COLUMNS, 0xFFFFL),
            Map.entry(DEPTH, 0xFF_FFFFL),
            Map.entry(DEPTH_WORDS, 0xFF_FFFFL),
            Map.entry(WEIGHT_BASE, 0xFF_FFFFL),
            Map.entry(PARAMETER_BASE, 0xFFFFL),
            Map.entry(BIAS_SHIFT, 0xFFL),
            Map.entry(CLIP, 0xFFFF_FFFFL),
            Map.entry(LOAD_ADDRESS, 0xFF_FFFFL),
            Map.entry(LOAD_BEATS, 0xFF_FFFFL));

    /**
     * What the design was configured with.
     *
     * @param roundings a bit for each that the engine has; more than those two that all have add bits and a register
     */
    record Sizes(
            int columns,
            int operandFormats,
            int formats,
            int weightWords,
            int activationWords,
            int parameterTiles,
            int parameterBeats,
            int roundings,
            boolean shortRegisters,
            long id,
            long hash) {
        boolean inference() {
            return roundings > 3;
        }
    }

    /** Pins of the design in a cycle that the bench drives, and the streams' other sides. */
    record Inputs(
            boolean reset,
            boolean awvalid,
            int awaddr,
            boolean wvalid,
            long wdata,
            int wstrb,
            boolean bready,
            boolean arvalid,
            int araddr,
            boolean rready,
            boolean weightValid,
            boolean resultMoves,
            boolean resultLast) {}

    private final Sizes sizes;
    private final Map<Integer, Long> stored = new HashMap<>(COMMON);
    private final Map<Integer, Long> registers = new HashMap<>();

    private boolean haveAddress;
    private boolean haveData;
    private boolean responding;
    private int address;
    private long data;
    private int strobe;
    private boolean reading;
    private long readData;
    private boolean readUnknown;
    private int readMask;
    private int commandAddress = -1;
    private long command;
    private boolean lockedWrite;

    private boolean busy;
    private boolean done;
    private boolean error;
    /** A job whose weights lie beyond the buffer sets error at a time that the document does not say. */
    private boolean errorUnknown;

    private boolean overruns;
    private long left;
    private long resultsLeft;

    MacContractModel(Sizes sizes) {
        this.sizes = sizes;
        if (sizes.inference()) {
            stored.put(FORMAT, 0x7_0F0FL);
            stored.put(OUTPUT_ZERO, 0xFFFFL);
        }
        if (sizes.shortRegisters()) {
            stored.put(ROWS, 0xFFFFL);
            stored.put(COLUMNS, upTo(sizes.columns() * sizes.parameterTiles()));
            stored.put(DEPTH, upTo(4 * sizes.activationWords()));
            stored.put(DEPTH_WORDS, upTo(sizes.activationWords()));
            stored.put(WEIGHT_BASE, upTo(sizes.weightWords() - 1));
            stored.put(PARAMETER_BASE, upTo(sizes.parameterTiles() - 1));
            stored.put(LOAD_ADDRESS, upTo(Math.max(sizes.weightWords(), sizes.parameterTiles()) - 1));
            stored.put(
                    LOAD_BEATS, upTo(Math.max(sizes.weightWords(), sizes.parameterTiles() * sizes.parameterBeats())));
        }
        reset();
    }

    /** Bits that numbers up to the largest have. */
    private static long upTo(int largest) {
        long mask = 0;
        while (mask < largest) {
            mask = 2 * mask + 1;
        }
        return mask;
    }

    private void reset() {
        registers.clear();
        stored.keySet().forEach(register -> registers.put(register, 0L));
        haveAddress =
                haveData = responding = reading = busy = done = error = errorUnknown = overruns = lockedWrite = false;
        commandAddress = -1;
        left = 0;
        resultsLeft = 0;
    }

    boolean awready() {
        return !haveAddress;
    }

    boolean wready() {
        return !haveData;
    }

    boolean bvalid() {
        return responding;
    }

    boolean arready() {
        return !reading;
    }

    boolean rvalid() {
        return reading;
    }

    long rdata() {
        return readData;
    }

    /** Bits of {@link #rdata} that the document fixes. */
    int rdataMask() {
        return readUnknown ? 0 : readMask;
    }

    boolean loading() {
        return left > 0;
    }

    boolean busy() {
        return busy;
    }

    boolean interrupt() {
        return done && (registers.get(CONTROL) & 2) != 0;
    }

    /** Whether a result that moves now must be the job's last. */
    boolean lastResult() {
        return resultsLeft == 1;
    }

    /** Carries out the cycle whose outputs are those above. */
    void clock(Inputs in) {
        if (in.reset()) {
            reset();
            return;
        }
        boolean wasBusy = busy;
        boolean wasLoading = loading();
        boolean commit = haveAddress && haveData && !responding;
        read(in);

        boolean setError = lockedWrite;
        boolean ended = in.resultMoves() && in.resultLast();
        if (in.weightValid() && wasLoading) {
            left--;
        }
        if (in.resultMoves()) {
            resultsLeft--;
        }
        if (commandAddress == STATUS) {
            done &= (command & 2) == 0;
            if ((command & 8) != 0) {
                error = false;
                errorUnknown = busy && overruns;
            }
        }
        if (ended) {
            busy = false;
            done = true;
            if (overruns) {
                error = true;
                errorUnknown = false;
                overruns = false;
            }
        }
        if (commandAddress == CONTROL && (command & 1) != 0) {
            if (!wasBusy && !wasLoading && startable()) {
                start();
            } else {
                setError = true;
            }
        }
        if (commandAddress == LOAD_CONTROL && (command & 3) != 0) {
            setError |= !load(wasBusy || wasLoading);
        }
        error |= setError;

        write(in, commit, wasBusy);
    }

    private void read(Inputs in) {
        if (reading) {
            reading = !in.rready();
        } else if (in.arvalid()) {
            reading = true;
            int register = in.araddr() & ~3;
            readUnknown = register >= FIRST_COUNTER && register < FIRST_COUNTER + (sizes.shortRegisters() ? 4 : 32);
            readMask = -1;
            if (register == STATUS) {
                readData = (busy ? 1 : 0) | (done ? 2 : 0) | (loading() ? 4 : 0) | (error ? 8 : 0);
                readMask = errorUnknown ? ~8 : -1;
            } else {
                readData = constant(register);
            }
        }
    }

    private long constant(int register) {
        return switch (register) {
            case 0 -> sizes.id();
            case 4 -> 3;
            case 8 -> sizes.hash();
            default -> registers.getOrDefault(register, 0L);
        };
    }

    private void write(Inputs in, boolean commit, boolean wasBusy) {
        lockedWrite = false;
        commandAddress = -1;
        if (responding) {
            responding = !in.bready();
        }
        boolean takeAddress = in.awvalid() && !haveAddress;
        boolean takeData = in.wvalid() && !haveData;
        if (commit) {
            carryOut(address & ~3, wasBusy);
            haveAddress = haveData = false;
            responding = true;
        }
        if (takeAddress) {
            haveAddress = true;
            address = in.awaddr();
        }
        if (takeData) {
            haveData = true;
            data = in.wdata();
            strobe = in.wstrb();
        }
    }

    private void carryOut(int register, boolean wasBusy) {
        long written = 0;
        for (int b = 0; b < 4; b++) {
            written |= (strobe >> b & 1) != 0 ? 0xFFL << 8 * b : 0;
        }
        boolean layer = register >= FORMAT && register <= CLIP || sizes.inference() && register == OUTPUT_ZERO;
        boolean locked = layer && wasBusy;
        if (locked) {
            lockedWrite = strobe != 0;
        } else if (stored.containsKey(register)) {
            long old = registers.get(register);
            registers.put(register, (old & ~written | data & written) & stored.get(register));
        }
        if (strobe != 0 && (register == CONTROL || register == STATUS || register == LOAD_CONTROL)) {
            commandAddress = register;
            command = data & written;
        }
    }

    private boolean startable() {
        long tiles = (registers.get(COLUMNS) + sizes.columns() - 1) / sizes.columns();
        return registers.get(ROWS) > 0
                && registers.get(COLUMNS) > 0
                && registers.get(DEPTH) > 0
                && registers.get(DEPTH_WORDS) > 0
                && registers.get(DEPTH_WORDS) <= sizes.activationWords()
                && registers.get(WEIGHT_BASE) < sizes.weightWords()
                && registers.get(PARAMETER_BASE) + tiles <= sizes.parameterTiles()
                && (registers.get(FORMAT) & 0xF) < sizes.operandFormats()
                && (registers.get(FORMAT) >> 8 & 0xF) < sizes.formats()
                && (sizes.roundings() >> (registers.get(FORMAT) >> 16) & 1) != 0;
    }

    private void start() {
        long tiles = (registers.get(COLUMNS) + sizes.columns() - 1) / sizes.columns();
        busy = true;
        resultsLeft = registers.get(ROWS) * tiles;
        overruns = registers.get(WEIGHT_BASE) + tiles * registers.get(DEPTH_WORDS) > sizes.weightWords();
        errorUnknown |= overruns && !error;
    }

    private boolean load(boolean refused) {
        long at = registers.get(LOAD_ADDRESS);
        long beats = registers.get(LOAD_BEATS);
        boolean weights = (command & 1) != 0;
        boolean parameters = (command & 2) != 0;
        boolean fits = weights
                ? at + beats <= sizes.weightWords()
                : at < sizes.parameterTiles() && beats <= (sizes.parameterTiles() - at) * sizes.parameterBeats();
        if (refused || weights && parameters || !fits || beats == 0) {
            return false;
        }
        left = beats;
        return true;
    }
}
