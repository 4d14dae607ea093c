// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import java.util.List;

/** The fields of the register CONTRACT, in one word from module to module. */
record ContractFields(
        Word synapse,
        Bit spikeOld,
        Bit atLeast,
        Word reset,
        Bit resetNext,
        Bit clamp,
        Word rounding,
        Word spikes,
        Word refractory) {
    /** Bits of the word. */
    static final int BITS = 26;

    /** The fields as one word. */
    static Word packed(AxiLiteSlave registers) {
        return Word.catLow(List.of(
                        registers.field("CONTRACT", "synapse"),
                        registers.flag("CONTRACT", "spike_old").asWord(),
                        registers.flag("CONTRACT", "at_least").asWord(),
                        registers.field("CONTRACT", "reset"),
                        registers.flag("CONTRACT", "reset_next").asWord(),
                        registers.flag("CONTRACT", "clamp").asWord(),
                        registers.field("CONTRACT", "rounding"),
                        registers.field("CONTRACT", "spikes"),
                        registers.field("CONTRACT", "refractory")))
                .named("contract");
    }

    /** The fields of the word. */
    static ContractFields of(Word packed) {
        return new ContractFields(
                packed.slice(0, 2),
                packed.bit(2),
                packed.bit(3),
                packed.slice(4, 2),
                packed.bit(6),
                packed.bit(7),
                packed.slice(8, 2),
                packed.slice(10, 8),
                packed.slice(18, 8));
    }
}
