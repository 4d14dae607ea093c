// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.toy;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.Fifo;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An engine whose registers show whether an access was lost or made twice, and whose stream of 3-byte beats comes back inverted, through a
 * queue of 64 beats. ADD adds to SUM; reading READS gives how often it was read before; DELAY is the number of cycles until the interrupt.
 */
public record ToyEngine(String name) implements HostedEngine {
    public static final int CONFIG_HASH = 0x08;
    public static final int SCRATCH = 0x0C;
    public static final int SCRATCH_WORDS = 4;
    public static final int ADD = 0x1C;
    public static final int SUM = 0x20;
    public static final int READS = 0x24;
    public static final int DELAY = 0x28;
    public static final int CYCLES = 0x2C;
    public static final int MODE = 0x30;
    /** MODE: beats in are dropped. */
    public static final int DISCARD = 1;

    /** MODE: beats out count up instead. */
    public static final int GENERATE = 2;

    public static final int BEAT_BYTES = 3;
    public static final int QUEUE_BEATS = 64;
    public static final String IN = "s_axis_in";
    public static final String OUT = "m_axis_out";

    private static final int ADDRESS_BITS = 8;

    private static List<Register> map(long hash) {
        String[][] list = {
            {"ID", "ro"},
            {"VERSION", "ro"},
            {"CONFIG_HASH", "ro"},
            {"SCRATCH_0", "rw"},
            {"SCRATCH_1", "rw"},
            {"SCRATCH_2", "rw"},
            {"SCRATCH_3", "rw"},
            {"ADD", "wo"},
            {"SUM", "ro"},
            {"READS", "ro"},
            {"DELAY", "wo"},
            {"CYCLES", "ro"},
            {"MODE", "rw"}
        };
        long[] values = {0x4543484FL, 1, hash};
        List<Register> registers = new ArrayList<>();
        for (String[] entry : list) {
            int index = registers.size();
            Field field = new Field("value", 0, 32, entry[1], entry[0]);
            long reset = index < values.length ? values[index] : 0;
            registers.add(new Register(entry[0], 4 * index, entry[1], reset, entry[0], List.of(field)));
        }
        return registers;
    }

    @Override
    public AxiLiteTop module() {
        return new Top();
    }

    @Override
    public Design generate() {
        String text = Rtl.verilog(name, Top::new);
        String hash = ConfigHash.of(text);
        Manifest manifest = new Manifest(
                name,
                "echo",
                hash,
                List.of(name + ".v"),
                "clk",
                "reset",
                "irq",
                "s_axi",
                ADDRESS_BITS,
                new Ports()
                        .axiLiteSlave("s_axi", ADDRESS_BITS)
                        .streamIn(IN, 8 * BEAT_BYTES)
                        .streamOut(OUT, 8 * BEAT_BYTES, false)
                        .out("irq", 1)
                        .list(),
                map(Long.parseLong(hash, 16)),
                List.of(new Stream(IN, "in", 8 * BEAT_BYTES, false), new Stream(OUT, "out", 8 * BEAT_BYTES, false)),
                List.of(),
                Map.of(),
                List.of());
        return new Design(Lint.header(ConfigHash.stamp(text, ConfigHash.PLACE, hash)), manifest);
    }

    private static final class Top extends AxiLiteTop {
        final Word sAxisInTdata = in(8 * BEAT_BYTES);
        final Bit sAxisInTvalid = inBit();
        final Bit sAxisInTready = outBit();
        final Word mAxisOutTdata = out(8 * BEAT_BYTES);
        final Bit mAxisOutTvalid = outBit();
        final Bit mAxisOutTready = inBit();
        final Bit irq = outBit();
        final Fifo queue = child(() -> new Fifo(QUEUE_BEATS, 8 * BEAT_BYTES));

        Top() {
            super(map(ConfigHash.PLACE), Set.of("READS"), ADDRESS_BITS);
            for (Register register : map(ConfigHash.PLACE).subList(0, 3)) {
                status(register.name(), Word.of(register.reset(), 32));
            }
            Bit discard = value("MODE").bit(0);
            Bit generate = value("MODE").bit(1);
            Word number = reg(8 * BEAT_BYTES, 0).named("number");
            when(generate.and(mAxisOutTready), () -> number.set(number.plus(1)));
            queue.push.set(sAxisInTvalid.and(discard.not()));
            queue.pushed.set(sAxisInTdata.not());
            sAxisInTready.set(queue.ready.or(discard));
            mAxisOutTdata.set(Word.mux(generate, number, queue.data));
            mAxisOutTvalid.set(queue.valid.or(generate));
            queue.pop.set(queue.valid.and(mAxisOutTready).and(generate.not()));
            Word sum = reg(32, 0).named("sum");
            Word reads = reg(32, 0).named("reads");
            Word delay = reg(32, 0).named("delay");
            Word cycles = reg(32, 0).named("cycles");
            cycles.set(cycles.plus(1));
            when(delay.greaterOrEqual(2), () -> delay.set(delay.minus(1)));
            when(written("ADD"), () -> sum.set(sum.plus(registers.writeData)));
            when(written("DELAY"), () -> delay.set(registers.writeData));
            when(registers.read[registers.index("READS")], () -> reads.set(reads.plus(1)));
            status("SUM", sum);
            status("READS", reads);
            status("CYCLES", cycles);
            irq.set(delay.eq(1));
        }
    }
}
