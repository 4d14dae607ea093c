// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.RandomWeights;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** The word of weights that begins at a state of the register of {@link RandomWeights}, and the state behind it. */
final class DrawnWeights {
    private final Word state;
    private final int bits;
    private final int lanes;
    private final Bit[] drawn;

    /** @param state its low bits are the register */
    DrawnWeights(SpikingShape shape, Word state) {
        this.state = state;
        bits = RandomWeights.drawnBits(shape.weightBits());
        lanes = shape.lanes();
        int[] masks = RandomWeights.masks(lanes * bits);
        drawn = new Bit[masks.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = parity(masks[i]).named("drawn_" + i);
        }
    }

    /** The weights, {@code synapseBits} each, the first lane lowest. */
    Word word() {
        List<Word> weights = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            List<Word> highFirst = new ArrayList<>();
            for (int i = 0; i < bits; i++) {
                highFirst.add(drawn[lane * bits + i].asWord());
            }
            highFirst.add(Word.of(1, 1));
            weights.add(Word.cat(highFirst.toArray(Word[]::new)));
        }
        return Word.catLow(weights);
    }

    /** The register after these weights; the youngest bit is the lowest. */
    Word next() {
        List<Word> register = new ArrayList<>();
        for (int i = 0; i < RandomWeights.STATE_BITS; i++) {
            register.add((i < drawn.length ? drawn[drawn.length - 1 - i] : state.bit(i - drawn.length)).asWord());
        }
        return Word.catLow(register);
    }

    private Bit parity(int mask) {
        List<Bit> terms = new ArrayList<>();
        for (int i = 0; i < RandomWeights.STATE_BITS; i++) {
            if ((mask >> i & 1) == 1) {
                terms.add(state.bit(i));
            }
        }
        while (terms.size() > 1) {
            List<Bit> pairs = new ArrayList<>();
            for (int i = 0; i < terms.size(); i += 2) {
                pairs.add(i + 1 < terms.size() ? terms.get(i).xor(terms.get(i + 1)) : terms.get(i));
            }
            terms = pairs;
        }
        return terms.get(0);
    }
}
