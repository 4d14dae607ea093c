// SPDX-License-Identifier: Apache-2.0
package example;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;

/**
 * A FIR filter in transposed form: for every sample in, one sum out, {@code y[n] = h[0] x[n] + h[1] x[n-1] + …}, exact.
 *
 * <p>Samples and coefficients are two's complement numbers of 16 bits, sums of 40: enough for 256 taps. A sum is there one cycle after its sample;
 * a sample is taken in every cycle in which the sum before it is, or was. Coefficients belong to the samples that come after they are written.
 */
public final class Fir extends AxiLiteTop {
    static final int SAMPLE_BITS = 16;
    static final int SUM_BITS = 40;
    static final int MOST_TAPS = 256;

    private static final int ADDRESS_BITS = 12;

    final AxiStream samples = streamIn("s_axis_samples", SAMPLE_BITS);
    final AxiStream sums = streamOut("m_axis_sums", SUM_BITS);
    final Bit irq = interruptOut("irq");

    /** Whether {@link #sum} waits to be taken. */
    private final Bit waiting = regBit(false);

    private final Word sum = reg(SUM_BITS);
    /** By tap: what the samples so far add to the sum of the sample that comes next. */
    private final Word[] partial;

    public Fir(int taps) {
        super(map(taps), ADDRESS_BITS);
        Bit clear = registers.command("CONTROL", "clear");
        samples.ready.set(waiting.not().or(sums.ready));
        Bit moves = samples.moves().named("moves");

        partial = new Word[taps - 1];
        for (int tap = 1; tap < taps; tap++) {
            partial[tap - 1] = reg(SUM_BITS, 0);
        }
        when(moves, () -> {
            sum.set(product(0).plus(after(0)));
            for (int tap = 1; tap < taps; tap++) {
                partial[tap - 1].set(product(tap).plus(after(tap)));
            }
        });
        when(clear, () -> {
            for (Word word : partial) {
                word.set(Word.of(0, SUM_BITS));
            }
        });
        when(sums.ready, () -> waiting.set(Bit.of(false)));
        when(moves, () -> waiting.set(Bit.of(true)));

        sums.data.set(sum);
        sums.valid.set(waiting);
        irq.set(waiting);
        registers.counter("SAMPLES", moves, Word.of(1, 1), clear);
    }

    private Word product(int tap) {
        return samples.data.timesSigned(registers.field("TAP" + tap, "tap")).signExtend(SUM_BITS);
    }

    private Word after(int tap) {
        return tap < partial.length ? partial[tap] : Word.of(0, SUM_BITS);
    }

    static RegisterMap map(int taps) {
        RegisterMap.Builder map = RegisterMap.of("FFIR", 1)
                .register(
                        "CONTROL",
                        Access.WO,
                        "commands",
                        RegisterMap.flag("clear", 0, Access.WO, "forgets all samples and clears SAMPLES"))
                .counter("SAMPLES", "samples since the last clear");
        for (int tap = 0; tap < taps; tap++) {
            map.register(
                    "TAP" + tap,
                    Access.RW,
                    "coefficient " + tap,
                    RegisterMap.field("tap", 0, SAMPLE_BITS, Access.RW, "two's complement"));
        }
        return map.build();
    }
}
