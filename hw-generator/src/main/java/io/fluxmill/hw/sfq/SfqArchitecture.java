// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Netlist;

/** Every derived number of an SFQ emulator: what its records, flags and settings mean. */
public final class SfqArchitecture {
    /** Bits of the time in a record: 2^40 quanta. */
    public static final int TIME_BITS = 40;

    /** Nets of a group: bits of the mask in a record. */
    public static final int GROUP_NETS = 16;

    /** Bits of the number of a group in a record. */
    public static final int GROUP_BITS = 8;

    /** Bits of a record: time, group, mask. */
    public static final int RECORD_BITS = TIME_BITS + GROUP_BITS + GROUP_NETS;

    /** Observable or stimulated nets at most. */
    public static final int MAX_NETS = GROUP_NETS << GROUP_BITS;

    /** Bits of the registers that choose a word of flags or an instance with a gate. */
    static final int INDEX_BITS = 16;

    private static final int FLAG_WORD_BITS = 32;

    private final SfqConfig config;
    private final Netlist netlist;

    public SfqArchitecture(SfqConfig config) {
        this.config = config;
        netlist = config.netlist().quantized(config.quantum());
    }

    public SfqConfig config() {
        return config;
    }

    /** The netlist in the emulator's quanta. */
    public Netlist netlist() {
        return netlist;
    }

    /** Words of 32 violation flags, in the order of {@link Netlist#flags}. */
    int flagWords() {
        return (netlist.flags().size() + FLAG_WORD_BITS - 1) / FLAG_WORD_BITS;
    }

    /** Groups of so many nets. */
    static int groups(int nets) {
        return Math.max(1, (nets + GROUP_NETS - 1) / GROUP_NETS);
    }
}
