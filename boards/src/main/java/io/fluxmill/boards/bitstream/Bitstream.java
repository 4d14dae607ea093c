// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

import io.fluxmill.boards.board.ChipFamily;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What a bitstream says of itself, read as the part's own configuration logic reads it. A part and a file on disk are read by the same rules, so
 * a file that passes here is one that the part accepts.
 *
 * @param payload the bytes that the part sees, from the first that belongs to the configuration; without the comments of the file
 * @param idcode that the part must have, empty if the family's bitstreams do not say
 * @param device as the family's tools call it, if the bitstream names it; else empty
 * @param fault why a part does not start with it
 * @param userCode that a Gowin part answers once it has started; 0 for other families
 */
public record Bitstream(
        ChipFamily family, byte[] payload, OptionalLong idcode, String device, Fault fault, long userCode) {
    /** What can be wrong with a bitstream. */
    public enum Fault {
        NONE("nothing"),
        /** Nothing in the data looks like a bitstream of the family. */
        NO_BITSTREAM("there is no bitstream in it"),
        /** The data end before the command that starts the design. */
        INCOMPLETE("it ends too early"),
        /** A check sum is wrong. */
        CRC("a check sum in it is wrong"),
        /** It contains a command that no part knows. */
        COMMAND("it has a command that the part does not know");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        /** In words, to follow "the bitstream is no good:". */
        public String text() {
            return text;
        }
    }

    /**
     * Reads a bitstream.
     *
     * @param file content of a file as the family's tools write it, or what arrived at a part
     * @throws IllegalArgumentException if the family has no bitstreams here
     */
    public static Bitstream read(ChipFamily family, byte[] file) {
        return switch (family) {
            case ICE40 -> Ice40Reader.read(file);
            case ECP5 -> Ecp5Reader.read(file);
            case XC7 -> Xc7Reader.read(file);
            case GOWIN -> GowinReader.read(file);
            case XCUP -> throw new IllegalArgumentException("no bitstreams of family " + family.id() + " are known");
        };
    }

    static Bitstream none(ChipFamily family) {
        return new Bitstream(family, new byte[0], OptionalLong.empty(), "", Fault.NO_BITSTREAM, 0);
    }

    /** Whether a part with this IDCODE starts with it. */
    public boolean startsOn(long partIdcode) {
        return fault == Fault.NONE && (idcode.isEmpty() || sameDevice(idcode.getAsLong(), partIdcode));
    }

    /** Parts whose IDCODEs differ in the version only (the four highest bits) take the same 7-series bitstreams. */
    private boolean sameDevice(long a, long b) {
        long mask = family == ChipFamily.XC7 ? 0x0FFFFFFFL : 0xFFFFFFFFL;
        return (a & mask) == (b & mask);
    }

    /** Whether data, such as the content of a flash, begin with this bitstream. */
    public boolean beginsIn(byte[] data) {
        return payload.length > 0
                && data.length >= payload.length
                && Arrays.equals(payload, 0, payload.length, data, 0, payload.length);
    }
}
