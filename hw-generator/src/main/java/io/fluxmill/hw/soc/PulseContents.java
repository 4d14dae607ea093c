// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/** A pulse-feature accelerator whose samples come from pins and whose packets wait in a queue. */
record PulseContents(PulseSocConfig config) implements SocContents {
    @Override
    public void registers(RegisterMap.Builder map) {
        map.word("FEATURE_DATA", RO, "takes a word from the queue of feature packets; 0 if it is empty", "word")
                .readsAct();
        map.register(
                "FEATURE_STATUS",
                RO,
                "queue of feature packets",
                field("words", 0, 16, RO, "words in the queue"),
                field("packets", 16, 16, RO, "complete packets in the queue"));
        map.register(
                "FEATURE_CONTROL",
                RW,
                "interrupt of the queue",
                flag("interrupt_enable", 0, RW, "interrupt while a complete packet is in the queue"));
    }

    @Override
    public Soc module(SocArchitecture architecture, RegisterMap map, int[] firmware) {
        return new PulseSoc(architecture, config, map, firmware);
    }

    @Override
    public List<Memory> memories() {
        return List.of(new Memory("features", config.featureWords(), 33));
    }

    @Override
    public String choices() {
        return String.valueOf(config.featureWords());
    }

    @Override
    public List<Stream> streams() {
        return List.of();
    }
}
