// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.toy;

import static io.fluxmill.core.manifest.Access.RO;
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

/** The engine of {@link ToyFamily}: a stream of 3-byte beats comes back inverted, through a queue of 64 beats; ADD adds to SUM. */
public record ToyEngine(String name) implements HostedEngine {
    public static final int ADD = 0x0C;
    public static final int SUM = 0x10;
    public static final int BEAT_BYTES = 3;
    public static final String IN = "s_axis_in";
    public static final String OUT = "m_axis_out";

    private static final int QUEUE_BEATS = 64;
    private static final int ADDRESS_BITS = 8;

    private static final RegisterMap MAP = RegisterMap.of("TOYE", 1)
            .word("ADD", WO, "adds to SUM", "value")
            .word("SUM", RO, "sum", "value")
            .build();

    @Override
    public AxiLiteTop module() {
        return new Top();
    }

    @Override
    public Design generate() {
        return Elaboration.of(name, "toy", Top::new).design();
    }

    private static final class Top extends AxiLiteTop {
        final AxiStream sent = streamIn(IN, 8 * BEAT_BYTES);
        final AxiStream returned = streamOut(OUT, 8 * BEAT_BYTES);
        final Bit irq = interruptOut("irq");
        final Fifo queue = child(() -> new Fifo(QUEUE_BEATS, 8 * BEAT_BYTES));

        Top() {
            super(MAP, ADDRESS_BITS);
            queue.push.set(sent.valid);
            queue.pushed.set(sent.data.not());
            sent.ready.set(queue.ready);
            returned.data.set(queue.data);
            returned.valid.set(queue.valid);
            queue.pop.set(queue.valid.and(returned.ready));
            Word sum = reg(32, 0).named("sum");
            when(registers.written("ADD"), () -> sum.set(sum.plus(registers.written())));
            registers.show("SUM", sum);
            irq.set(Bit.of(false));
        }
    }
}
