// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/** Any engine, whose streams the processor feeds and reads. */
record EngineContents(EngineSocConfig config, List<Stream> streams) implements SocContents {
    @Override
    public void registers(RegisterMap.Builder map) {
        StreamRegisters.add(map, streams, config.streamWords());
    }

    @Override
    public Soc module(SocArchitecture architecture, RegisterMap map, int[] firmware) {
        return new EngineSoc(architecture, config, streams, map, firmware);
    }

    @Override
    public List<Memory> memories() {
        return streams.stream()
                .map(s -> new Memory(
                        s.name(), config.streamWords(), s.into() ? WordsToStream.WORD_BITS : StreamToWords.bits(s)))
                .toList();
    }

    @Override
    public String choices() {
        return String.valueOf(config.streamWords());
    }
}
