// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * What goes through the mesh, one a cycle and link. From the lowest bit: a bit for each destination (cores, then the host), 32 bits of load, the kind.
 *
 * <pre>
 * kind         to a core                        to the host
 * WORD   0     a word of the stream in          a word for the stream out
 * SPIKE  1     source (20 bits), value          -
 * END    2     end of a phase, bit 0: which     end of a tick, the word for the stream out
 * </pre>
 */
public final class Flit {
    public static final int WORD = 0;
    public static final int SPIKE = 1;
    public static final int END = 2;

    public static final int LOAD_BITS = 32;

    private static final int KIND_BITS = 2;

    private Flit() {}

    /** Bits of a flit on a mesh. */
    public static int bits(int cores) {
        return cores + 1 + LOAD_BITS + KIND_BITS;
    }

    /** A flit. */
    public static Word of(int kind, Word load, Word destinations) {
        return Word.cat(Word.of(kind, KIND_BITS), load, destinations);
    }

    /** Whether it is of a kind. */
    public static Bit is(Word flit, int kind) {
        return flit.slice(flit.width() - KIND_BITS, KIND_BITS).eq(kind);
    }

    /** Its load. */
    public static Word load(Word flit) {
        return flit.slice(flit.width() - KIND_BITS - LOAD_BITS, LOAD_BITS);
    }

    /** Its destinations. */
    public static Word destinations(Word flit) {
        return flit.slice(0, flit.width() - KIND_BITS - LOAD_BITS);
    }

    /** The same for fewer destinations. */
    public static Word only(Word flit, Word destinations) {
        return Word.cat(flit.slice(destinations.width(), flit.width() - destinations.width()), destinations);
    }
}
