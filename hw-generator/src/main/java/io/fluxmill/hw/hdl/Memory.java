// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayList;
import java.util.List;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;
import spinal.core.BitCount;
import spinal.core.HardType$;
import spinal.core.Mem;
import spinal.core.Mem$;
import spinal.core.UInt;
import spinal.core.dontCare$;
import spinal.core.package$;

/** A memory with one write port and any number of read ports; no reset. A synchronous read of the address being written is undefined. */
public final class Memory {
    final Mem<UInt> raw;
    private final int depthWords;

    Memory(int depthWords, int widthBits) {
        this.depthWords = depthWords;
        raw = Source.located(Mem$.MODULE$.apply(
                HardType$.MODULE$.apply(() -> package$.MODULE$.UInt(new BitCount(widthBits))), depthWords));
    }

    /** Bits of an address. */
    public int addressBits() {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(depthWords - 1));
    }

    /** Gives the words their values at power-up; the rest is zero. */
    public Memory initial(long... words) {
        List<BigInt> values = new ArrayList<>();
        for (int i = 0; i < depthWords; i++) {
            values.add(BigInt.apply(i < words.length ? words[i] : 0));
        }
        raw.initBigInt(CollectionConverters.asScala((Iterable<BigInt>) values).toSeq(), false);
        return this;
    }

    /** Writes at the clock edge when enabled. */
    public void write(Word address, Word data, Bit enable) {
        raw.write(address.raw, data.raw, enable.raw, null);
    }

    /** Data of the address presented one cycle ago; held while not enabled. */
    public Word read(Word address, Bit enable) {
        return new Word(raw.readSync(address.raw, enable.raw, dontCare$.MODULE$, false));
    }

    /** Data of the address presented in this cycle, for small memories: a distributed memory or registers. */
    public Word readNow(Word address) {
        return new Word(raw.readAsync(address.raw, dontCare$.MODULE$));
    }
}
