// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/** In what a system on chip depends on the engine that it holds. */
interface SocContents {
    /** Adds the registers behind those of the timer. */
    void registers(RegisterMap.Builder map);

    /** The system; to be called where SpinalHDL elaborates. */
    Soc module(SocArchitecture architecture, RegisterMap map, int[] firmware);

    /** Memories besides the RAM and those of the engine. */
    List<Memory> memories();

    /** What was chosen besides what all systems have, as text for the hash. */
    String choices();

    /** Streams of the engine that are no pins: the processor moves their words. */
    List<Stream> streams();
}
