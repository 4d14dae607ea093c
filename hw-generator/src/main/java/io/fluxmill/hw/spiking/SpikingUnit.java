// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** What processes the words of the streams: a core, or several. */
abstract class SpikingUnit extends Module {
    static final int TICK_BITS = 28;

    final Word word = in(BEAT_BITS);
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Word beat = out(BEAT_BITS);
    final Bit beatValid = outBit();
    final Bit beatReady = inBit();
    final Word contractFields = in(ContractFields.BITS);
    final Word inputs = in(INDEX_BITS);
    final Word populationCount = in(8);
    final Word lateTick = in(TICK_BITS);
    final Bit idle = outBit();
    final Bit loading = outBit();
    final Bit failed = outBit();
    final Bit dropped = outBit();
    final Bit ticking = outBit();
    final Bit added = outBit();
    final Bit spike = outBit();
    final Word spikeValue;

    /** @param spikeBits of the spikes' values of a cycle */
    SpikingUnit(int spikeBits) {
        spikeValue = out(spikeBits);
    }

    /** How many words of weights are added in a cycle with {@link #added}. */
    abstract Word addedWords();

    /** The side of a core towards its port on a mesh. */
    final MeshSide meshSide(SpikingShape shape) {
        return new MeshSide(
                out(MeshPort.neuronBits(shape)).named("fired_neuron"),
                out(shape.valueBits()).named("fired_value"),
                outBit().named("fired_leaves"),
                outBit().named("fired_valid"),
                inBit().named("fired_ready"),
                in(shape.sourceBits()).named("event_source_in"),
                in(shape.valueBits()).named("event_value_in"),
                inBit().named("event_valid"),
                outBit().named("event_ready"),
                outBit().named("phase_over"),
                inBit().named("gathered"),
                outBit().named("beat_ends"),
                outBit().named("load_routes"),
                out(INDEX_BITS).named("load_address"),
                out(shape.widthBits(SpikingLayout.Memory.ROUTES)).named("load_data"));
    }
}
