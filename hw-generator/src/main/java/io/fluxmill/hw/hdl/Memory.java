// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.Arrays;
import scala.math.BigInt;
import spinal.core.BaseType;
import spinal.core.BitCount;
import spinal.core.Bits;
import spinal.core.HardType$;
import spinal.core.Mem;
import spinal.core.Mem$;
import spinal.core.dontCare$;
import spinal.core.package$;

/** A memory with one write port and any number of read ports; no reset. A synchronous read of the address being written is undefined. */
public final class Memory {
    final Mem<Bits> raw;
    private final int depthWords;
    private int reads;
    private final int widthBits;
    private boolean written;

    Memory(int depthWords, int widthBits) {
        if (depthWords < 1 || widthBits < 1) {
            throw new HdlException("memory must have at least one word of one bit: depthWords=" + depthWords
                    + " widthBits=" + widthBits);
        }
        this.depthWords = depthWords;
        this.widthBits = widthBits;
        raw = Source.located(Mem$.MODULE$.apply(
                HardType$.MODULE$.apply(() -> package$.MODULE$.Bits(new BitCount(widthBits))), depthWords));
        // Yosys; without it, it adds logic that makes reads of the address being written return the old word.
        raw.addAttribute("no_rw_check");
    }

    /** Bits of an address. */
    public int addressBits() {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(depthWords - 1));
    }

    /** Bits of a word. */
    public int widthBits() {
        return widthBits;
    }

    /** Names the memory for the Verilog and for waves. */
    public Memory named(String name) {
        Source.checkName(name);
        raw.setName(name);
        return this;
    }

    /** Gives the words their values at power-up; the rest is zero. */
    public Memory initial(long... words) {
        checkInitial(words);
        return initialPart(Arrays.copyOf(words, depthWords));
    }

    /** Gives the first words their values at power-up; the rest is undefined, which keeps the Verilog of a large memory short. */
    public Memory initialPart(long... words) {
        checkInitial(words);
        raw.initialContent_$eq(Arrays.stream(words).mapToObj(BigInt::apply).toArray(BigInt[]::new));
        return this;
    }

    private void checkInitial(long... words) {
        if (words.length > depthWords) {
            throw new HdlException("words must be at most " + depthWords + ": words=" + words.length);
        }
        for (long word : words) {
            if (word < 0 || widthBits < Long.SIZE && word >>> widthBits != 0) {
                throw new HdlException("word must fit " + widthBits + " bits, unsigned: word=" + word);
            }
        }
    }

    /** Writes at the clock edge when enabled. */
    public void write(Word address, Word data, Bit enable) {
        if (written) {
            throw new HdlException("memory must have one write port: choose address and data before it");
        }
        written = true;
        checkAddress(address);
        if (data.width() != widthBits) {
            throw new HdlException("data must have " + widthBits + " bits: " + data.width());
        }
        Bits stored = data.raw().asBits();
        stored.setCompositeName(raw, "write_data", true);
        raw.write(port("write_address", address.raw()), stored, port("write_enable", enable.raw()), null);
    }

    /** Data of the address presented one cycle ago; held while not enabled. */
    public Word read(Word address, Bit enable) {
        checkAddress(address);
        String port = nextPort();
        return found(
                port,
                raw.readSync(
                        port(port + "_address", address.raw()),
                        port(port + "_enable", enable.raw()),
                        dontCare$.MODULE$,
                        false));
    }

    /** Data of the address presented in this cycle, for small memories: a distributed memory or registers. */
    public Word readNow(Word address) {
        checkAddress(address);
        String port = nextPort();
        return found(port, raw.readAsync(port(port + "_address", address.raw()), dontCare$.MODULE$));
    }

    private String nextPort() {
        reads++;
        return reads == 1 ? "read" : "read_" + reads;
    }

    private Word found(String port, Bits data) {
        return new Word(port(port + "_data", data.asUInt()));
    }

    /** Names what is a wire only because the port needs one. */
    private <T extends BaseType> T port(String name, T signal) {
        if (!signal.isNamed() && signal.isDirectionLess() && signal.isComb()) {
            signal.setCompositeName(raw, name, true);
        }
        return signal;
    }

    private void checkAddress(Word address) {
        if (address.width() != addressBits()) {
            throw new HdlException("address must have " + addressBits() + " bits: " + address.width());
        }
    }
}
