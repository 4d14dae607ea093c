// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingProgram.Place;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The words of a sample, and the ends of ticks that must come of them. */
final class SpikingSample {
    private final List<Integer> words = new ArrayList<>();
    private final BitSet ends = new BitSet();
    private final int ticks;
    private int asked;

    /**
     * Clears states and counts, then tick by tick what comes and what is asked for.
     *
     * @param timeStamps whether the engine takes one word for ticks in which nothing comes, and may leave out their ends
     * @param reads whether the outputs are read at the end
     */
    SpikingSample(SpikingProgram program, SpikingInput input, States states, boolean timeStamps, boolean reads) {
        ticks = input.ticks();
        words.add(SpikingLayout.word(SpikingLayout.CLEAR, 0, 0));
        input.begin(words);
        for (int t = 0; t < ticks; t++) {
            List<Integer> coming = new ArrayList<>();
            input.tick(coming, t);
            if (!coming.isEmpty()) {
                until(t);
            }
            words.addAll(coming);
            boolean shows = states.of(t, ticks);
            if (!timeStamps || shows || t == ticks - 1) {
                until(t + 1);
            }
            if (shows) {
                program.populations().stream().filter(Place::watched).forEach(this::ask);
            }
        }
        if (reads) {
            words.add(SpikingLayout.word(SpikingLayout.READ, 0, 0));
        }
    }

    /** Has ticks computed until there were so many. */
    private void until(int count) {
        if (count == asked) {
            return;
        }
        words.add(
                count == asked + 1
                        ? SpikingLayout.word(SpikingLayout.TICK, 0, 0)
                        : SpikingLayout.word(SpikingLayout.UNTIL, 0, 0) | count);
        ends.set(count - 1);
        asked = count;
    }

    private void ask(Place place) {
        for (Part part : place.parts()) {
            for (int g = 0; g < part.groups(); g++) {
                words.add(SpikingLayout.word(
                        SpikingLayout.STATE, part.core() << SpikingLayout.CORE_LSB, part.firstGroup() + g));
            }
        }
    }

    List<Integer> words() {
        return words;
    }

    int ticks() {
        return ticks;
    }

    /** The first tick from this one on whose end comes even if no output fires in it. */
    int nextEnd(int tick) {
        return ends.nextSetBit(tick);
    }
}
