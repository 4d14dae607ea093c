// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import java.nio.ByteBuffer;

/**
 * A map as the network processor sends it: for each R positions the beats of their words, the word of position r of them in 16-bit word r of a beat. Codes are
 * {@code [images][channels][height][width]}.
 */
record SentMap(Value value, int images, int arrayRows, int arrayColumns) {
    static SentMap of(NetworkProgram program, int value, int arrayRows, int arrayColumns) {
        return new SentMap(program.values().get(value), program.images(), arrayRows, arrayColumns);
    }

    /** Words of a position. */
    private int words() {
        int lanes = value.format().lanes();
        return (value.channels() + lanes - 1) / lanes;
    }

    private int positions() {
        return images * value.height() * value.width();
    }

    int beats() {
        return (positions() + arrayRows - 1) / arrayRows * words();
    }

    /** What is done with a code and its place. */
    private interface Visitor {
        /** @param at index of the byte of its word
         *  @param shift of its lane in the word */
        void visit(int code, int at, int shift);
    }

    private void forEach(int firstBeat, Visitor visitor) {
        int lanes = value.format().lanes();
        int size = value.height() * value.width();
        for (int i = 0; i < positions(); i++) {
            for (int c = 0; c < value.channels(); c++) {
                int beat = firstBeat + i / arrayRows * words() + c / lanes;
                int code = (i / size * value.channels() + c) * size + i % size;
                int at = (beat * arrayColumns + i % arrayRows) * Short.BYTES;
                visitor.visit(code, at, c % lanes * value.format().laneBits());
            }
        }
    }

    private int mask() {
        return (1 << value.format().widthBits()) - 1;
    }

    /** The codes of beats, of which the first is given. */
    short[] codes(ByteBuffer beats, int firstBeat) {
        short[] codes = new short[images * value.elements()];
        forEach(firstBeat, (code, at, shift) -> codes[code] = (short) (beats.getShort(at) >> shift & mask()));
        return codes;
    }

    /** Puts codes into beats that are zero, and ones into the bits of a mask that they fill. */
    void put(short[] codes, ByteBuffer beats, ByteBuffer mask, int firstBeat) {
        forEach(firstBeat, (code, at, shift) -> {
            beats.putShort(at, (short) (beats.getShort(at) | (codes[code] & mask()) << shift));
            mask.putShort(at, (short) (mask.getShort(at) | mask() << shift));
        });
    }
}
