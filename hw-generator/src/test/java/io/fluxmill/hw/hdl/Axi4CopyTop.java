// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An {@link Axi4Copier} and the {@link Axi4Memory} that it works on, behind registers. */
final class Axi4CopyTop extends AxiLiteTop {
    private static final RegisterMap MAP = RegisterMap.of("AXI4", 1)
            .register("CONTROL", WO, "control", flag("start", 0, WO, "copies"))
            .register("STATUS", RO, "state", flag("busy", 0, RO, "copying"), flag("error", 1, RO, "a wrong answer"))
            .word("SOURCE", RW, "address", "address")
            .word("DESTINATION", RW, "address", "address")
            .register(
                    "BURST",
                    RW,
                    "burst",
                    field("length", 0, 8, RW, "beats less one"),
                    field("strobe", 8, 16, RW, "bytes of a beat that are written"),
                    flag("known", 24, RW, "most significant bit of addresses"))
            .word("LOOK", RW, "word of the memory", "word")
            .word("SEEN", RO, "that word", "word")
            .build();

    final Axi4Copier copier;
    final Axi4Memory memory;

    private Axi4CopyTop(Axi4.Widths widths, byte[] initial) {
        super(MAP, 8);
        copier = child(() -> new Axi4Copier(widths));
        memory = child(() -> new Axi4Memory(widths, initial));
        memory.bus.connect(copier.bus);
        copier.start.set(registers.command("CONTROL", "start"));
        copier.source.set(registers.value("SOURCE"));
        copier.destination.set(registers.value("DESTINATION"));
        copier.length.set(registers.field("BURST", "length"));
        copier.strobe.set(registers.field("BURST", "strobe", copier.strobe.width()));
        copier.known.set(registers.flag("BURST", "known"));
        registers.show("STATUS", Map.of("busy", copier.busy.asWord(), "error", copier.error.asWord()));
        int words = widths.dataBits() / 32;
        int low = Integer.numberOfTrailingZeros(words);
        Word look = registers.value("LOOK");
        memory.look.set(look.slice(low, memory.look.width()));
        List<Word> choices = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            choices.add(memory.seen.slice(32 * i, 32));
        }
        registers.show("SEEN", words == 1 ? memory.seen : look.slice(0, low).select(choices));
    }

    static Design design(Axi4.Widths widths, byte[] initial) {
        return Elaboration.of("axi4_copy", "axi4", () -> new Axi4CopyTop(widths, initial))
                .design();
    }
}
