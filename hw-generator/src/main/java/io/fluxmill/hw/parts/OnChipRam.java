// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * A memory of 32-bit words with byte strobes: one port that reads (instructions) and one that reads or writes (data). Read words
 * come one cycle after the address and are held while not enabled. A fetch of the word that is being written is undefined.
 */
@Contract(
        """
        Memory of 32-bit words with two ports; addresses count words.
        in:  fetch with fetch_address: instruction is the word one cycle later, held while fetch is 0.
             enable with address: write = 0: read is the word one cycle later, held until the next read;
             write = 1: the bytes of written whose strobe bit is 1 are stored.
        A fetch of the word that is being written gives an undefined word. There is no reset: words keep their values;
        at power-up the first 4096 hold the program and zeros, or all are undefined if there is none.
        """)
public final class OnChipRam extends Module {
    private static final int BYTES = 4;

    /** Words that have a value at power-up: those beyond would make tools slow, a statement for each byte. */
    private static final int INITIAL_WORDS = 4096;

    public final Bit fetch = inBit();
    public final Word fetchAddress;
    public final Word instruction = out(32);
    public final Bit enable = inBit();
    public final Bit write = inBit();
    public final Word address;
    public final Word written = in(32);
    public final Word strobe = in(BYTES);
    public final Word read = out(32);

    final Memory[] bytes = new Memory[BYTES];

    /**
     * @param words depth, a power of two
     * @param image words at power-up from address 0 on; then zeros up to {@link #INITIAL_WORDS}
     */
    public OnChipRam(int words, int... image) {
        Word[] fetched = new Word[BYTES];
        Word[] found = new Word[BYTES];
        for (int b = 0; b < BYTES; b++) {
            bytes[b] = memory(words, 8);
            if (image.length > 0) {
                bytes[b].initialPart(lane(image, b, Math.min(words, INITIAL_WORDS)));
            }
        }
        fetchAddress = in(bytes[0].addressBits());
        address = in(bytes[0].addressBits());
        for (int b = 0; b < BYTES; b++) {
            bytes[b].write(address, written.slice(8 * b, 8), enable.and(write).and(strobe.bit(b)));
            fetched[b] = bytes[b].read(fetchAddress, fetch);
            found[b] = bytes[b].read(address, enable.and(write.not()));
        }
        instruction.set(Word.cat(fetched[3], fetched[2], fetched[1], fetched[0]));
        read.set(Word.cat(found[3], found[2], found[1], found[0]));
    }

    private static long[] lane(int[] image, int lane, int least) {
        long[] values = new long[Math.max(least, image.length)];
        for (int i = 0; i < image.length; i++) {
            values[i] = image[i] >>> 8 * lane & 0xFF;
        }
        return values;
    }
}
