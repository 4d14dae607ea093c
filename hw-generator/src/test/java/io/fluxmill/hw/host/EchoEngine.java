// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.WO;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.Fifo;
import io.fluxmill.hw.parts.HostedEngine;

/**
 * An engine whose registers show whether an access was lost or made twice, and whose stream of 3-byte beats comes back inverted, through a
 * queue of 64 beats. ADD adds to SUM; reading READS gives how often it was read before; DELAY is the number of cycles until the interrupt.
 */
public record EchoEngine(String name) implements HostedEngine {
    static final int CONFIG_HASH = 0x08;
    static final int SCRATCH = 0x0C;
    static final int SCRATCH_WORDS = 4;
    public static final int ADD = 0x1C;
    public static final int SUM = 0x20;
    static final int READS = 0x24;
    static final int DELAY = 0x28;
    static final int CYCLES = 0x2C;
    static final int MODE = 0x30;
    /** MODE: beats in are dropped. */
    static final int DISCARD = 1;

    /** MODE: beats out count up instead. */
    static final int GENERATE = 2;

    static final int BEAT_BYTES = 3;
    static final int QUEUE_BEATS = 64;
    static final String IN = "s_axis_in";
    static final String OUT = "m_axis_out";

    private static final int ADDRESS_BITS = 8;
    private static final String VALUE = "value";

    private static final RegisterMap MAP = RegisterMap.of("ECHO", 1)
            .word("SCRATCH_0", RW, "SCRATCH_0", VALUE)
            .word("SCRATCH_1", RW, "SCRATCH_1", VALUE)
            .word("SCRATCH_2", RW, "SCRATCH_2", VALUE)
            .word("SCRATCH_3", RW, "SCRATCH_3", VALUE)
            .word("ADD", WO, "ADD", VALUE)
            .word("SUM", RO, "SUM", VALUE)
            .word("READS", RO, "READS", VALUE)
            .readsAct()
            .word("DELAY", WO, "DELAY", VALUE)
            .word("CYCLES", RO, "CYCLES", VALUE)
            .word("MODE", RW, "MODE", VALUE)
            .build();

    @Override
    public AxiLiteTop module() {
        return new Top();
    }

    @Override
    public Design generate() {
        return Elaboration.of(name, "echo", Top::new).design();
    }

    private static final class Top extends AxiLiteTop {
        final AxiStream sent = streamIn(IN, 8 * BEAT_BYTES);
        final AxiStream returned = streamOut(OUT, 8 * BEAT_BYTES);
        final Bit irq = interruptOut("irq");
        final Fifo queue = child(() -> new Fifo(QUEUE_BEATS, 8 * BEAT_BYTES));

        Top() {
            super(MAP, ADDRESS_BITS);
            Bit discard = registers.value("MODE").bit(0);
            Bit generate = registers.value("MODE").bit(1);
            Word number = reg(8 * BEAT_BYTES, 0).named("number");
            when(generate.and(returned.ready), () -> number.set(number.plus(1)));
            queue.push.set(sent.valid.and(discard.not()));
            queue.pushed.set(sent.data.not());
            sent.ready.set(queue.ready.or(discard));
            returned.data.set(Word.mux(generate, number, queue.data));
            returned.valid.set(queue.valid.or(generate));
            queue.pop.set(queue.valid.and(returned.ready).and(generate.not()));
            Word sum = reg(32, 0).named("sum");
            Word reads = reg(32, 0).named("reads");
            Word delay = reg(32, 0).named("delay");
            Word cycles = reg(32, 0).named("cycles");
            cycles.set(cycles.plus(1));
            when(delay.greaterOrEqual(2), () -> delay.set(delay.minus(1)));
            when(registers.written("ADD"), () -> sum.set(sum.plus(registers.written())));
            when(registers.written("DELAY"), () -> delay.set(registers.written()));
            when(registers.sampled("READS"), () -> reads.set(reads.plus(1)));
            registers.show("SUM", sum);
            registers.show("READS", reads);
            registers.show("CYCLES", cycles);
            irq.set(delay.eq(1));
        }
    }
}
