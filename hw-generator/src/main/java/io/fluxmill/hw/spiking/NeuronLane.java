// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * The neuron of one lane in a pipeline: sum and states in, states and spikes out six enabled cycles later.
 *
 * <pre>
 * a  presum = I, or with "decayed" I + x          x = sum &lt;&lt; guard bits
 * b  products with the decay factors
 * c  I = decayed + x
 * d  V = decayed + seen + leak
 * e  reset of a spike of the last tick
 * f  compare, reset; again while neurons fire and may
 * g  clamp; the results are registered
 * </pre>
 */
@Contract(
        """
        The neuron of one lane, in stages a to g; all but f take one cycle, f one more for each further spike.
        in:  sum, membrane, current, waiting (refractory ticks left), due (a reset is to come), parameters; flags of
             the population: synapse, fires, threshold; the contract's fields; advance: stages a to e move on and f
             takes what e has; fire_again: f stays.
        out: of stage f: may_fire: this neuron fires now. Of stage g: membrane_out, current_out, waiting_out,
             due_out, spikes_out.
        Numbers are two's complement, states saturate. There is no reset.
        """)
final class NeuronLane extends Module {
    final Word sum;
    final Word membrane;
    final Word current;
    final Word waiting;
    final Bit due = inBit();
    final Word parameters;
    final Word contractFields = in(ContractFields.BITS);
    final Bit synapse = inBit();
    final Bit fires = inBit();
    final Bit threshold = inBit();
    final Bit advance = inBit();
    /** Stage f keeps its neuron, which has just fired. */
    final Bit fireAgain = inBit();

    final Bit mayFire = outBit();
    final Word membraneOut;
    final Word currentOut;
    final Word waitingOut;
    final Bit dueOut = outBit();
    final Word spikesOut;

    private final SpikingShape shape;
    private final int bits;
    private final ContractFields contract = ContractFields.of(contractFields);

    /** What goes with the neuron from stage to stage. */
    private record Carried(Word membrane, Word waiting, Bit due, Word leak, Word threshold, Word reset) {}

    NeuronLane(SpikingShape shape) {
        this.shape = shape;
        bits = shape.stateBits();
        sum = in(shape.accumulatorBits());
        membrane = in(bits);
        current = in(bits);
        waiting = in(Math.max(1, shape.refractoryBits()));
        parameters = in(shape.laneParameterBits());
        membraneOut = out(bits);
        currentOut = out(bits);
        waitingOut = out(waiting.width());
        spikesOut = out(shape.valueBits());

        int factor = shape.factorBits();
        int place = shape.currents() ? factor : 0;
        Word synapseDecay = parameters.slice(0, factor);
        Word membraneDecay = parameters.slice(place, factor);
        int leakAt = place + factor;
        Word x = shape.guardBits() == 0 ? sum : sum.padLow(shape.guardBits());

        // a
        Word xA = held("x_a", x);
        Word membraneDecayA = held("membrane_decay_a", membraneDecay);
        Carried carried = new Carried(
                held("membrane_a", membrane),
                held("waiting_a", waiting),
                held("due_a", due),
                held("leak_a", parameters.slice(leakAt, bits)),
                held("threshold_a", parameters.slice(leakAt + bits, bits)),
                held("reset_a", parameters.slice(leakAt + 2 * bits, bits)));
        // b
        DecayedState decayedMembrane = child(() -> new DecayedState(shape));
        decayedMembrane.state.set(carried.membrane);
        decayedMembrane.factor.set(membraneDecayA);
        decayedMembrane.rounding.set(contract.rounding());
        decayedMembrane.advance.set(advance);
        Word xB = held("x_b", xA);
        Carried carriedB = held("b", carried);
        // c
        Word seen = shape.currents() ? currents(x, xB, synapseDecay) : held("seen_c", xB);
        if (!shape.currents()) {
            currentOut.set(Word.of(0, bits));
        }
        Word left = held("decayed_membrane_c", decayedMembrane.decayed);
        Carried carriedC = held("c", carriedB);
        // d
        Word driven = Signed.sum("driven", Signed.sum("left_and_seen", left, seen), carriedC.leak);
        Bit holds = carriedC.waiting.any().named("holds");
        Word integrated =
                held("integrated_d", Word.mux(holds, carriedC.membrane, Signed.saturate("integrated", driven, bits)));
        Carried carriedD = held("d", carriedC);
        // e
        Bit late = carriedD.due.and(carriedD.waiting.isZero()).named("reset_now");
        Word resetE = reset("late", integrated, carriedD.threshold, carriedD.reset);
        Word ready = Word.mux(late, resetE, integrated).named("ready_e");
        fire(ready, carriedD);
    }

    /** Stages a to c of the current; the result is what the membrane sees. Stage c to g of the current itself go along. */
    private Word currents(Word x, Word xB, Word synapseDecay) {
        Word both = Signed.saturate("current_and_sum", Signed.sum("exact_current_and_sum", current, x), bits);
        Bit decaysInput = contract.synapse().eq(2).named("decays_input");
        Word presum = held("presum_a", Word.mux(decaysInput, both, current));
        Word oldB = held("current_b", held("current_a", current));
        DecayedState decayed = child(() -> new DecayedState(shape));
        decayed.state.set(presum);
        decayed.factor.set(held("synapse_decay_a", synapseDecay));
        decayed.rounding.set(contract.rounding());
        decayed.advance.set(advance);
        Word added = xB.gate(decaysInput.not()).named("added_b");
        Word fresh = Signed.saturate("fresh_current", Signed.sum("exact_fresh_current", decayed.decayed, added), bits);
        // The flags belong to the population in stage b as in every other: a population is alone in the pipeline.
        Word kept = Word.mux(synapse, fresh, oldB).named("kept_current");
        Word currentD = held("current_d", held("current_c", kept));
        Word currentF = held("current_f", currentD);
        Word currentG = reg(bits).named("current_g");
        when(advance, () -> currentG.set(currentF));
        currentOut.set(currentG);
        int width = Math.max(bits, xB.width());
        Word seenCurrent = Word.mux(contract.synapse().eq(1), oldB, fresh).named("seen_current");
        return held("seen_c", Word.mux(synapse, seenCurrent.signExtend(width), xB.signExtend(width)));
    }

    /** Stages e to g. */
    private void fire(Word ready, Carried carriedD) {
        Word value = reg(bits).named("value_f");
        Word count = reg(shape.valueBits()).named("count_f");
        Carried f = held("f", carriedD);
        Bit holds = f.waiting.any().named("holds_f");
        Bit compareOld = contract.spikeOld().and(threshold.not()).named("compares_old");
        Word compared = Word.mux(compareOld, f.membrane, value).named("compared");
        Bit above = f.threshold.lessSigned(compared).named("above");
        Bit at = f.threshold
                .eq(compared)
                .and(contract.atLeast())
                .and(threshold.not())
                .named("at_threshold");
        Bit more = Bit.mux(
                        threshold, count.isZero(), count.less(contract.spikes().slice(0, shape.valueBits())))
                .named("more_may_come");
        Bit firing = fires.and(holds.not()).and(above.or(at)).and(more).named("fires_now");
        Bit resets = firing.and(contract.resetNext().not()).and(threshold.not()).named("resets");
        Word after = Word.mux(resets, reset("now", value, f.threshold, f.reset), value)
                .named("value_after");
        Word counted = count.plus(firing.extend(count.width())).named("counted");
        mayFire.set(firing);
        when(advance, () -> {
            value.set(ready);
            count.set(Word.of(0, count.width()));
        });
        when(fireAgain, () -> {
            value.set(after);
            count.set(counted);
        });

        Word valueG = reg(bits).named("value_g");
        Word lowest = reg(bits).named("lowest_g");
        Bit clamps = regBit(false).named("clamps_g");
        Word spikes = reg(count.width()).named("spikes_g");
        Word waits = reg(waitingOut.width()).named("waiting_g");
        Bit dueG = regBit(false).named("due_g");
        Bit fired = counted.any().and(threshold.not()).named("fired");
        Word refractory = contract.refractory().slice(0, waits.width()).gate(fired);
        when(advance, () -> {
            valueG.set(after);
            lowest.set(f.threshold.negate());
            clamps.set(contract.clamp().and(fires).and(threshold.not()).and(holds.not()));
            spikes.set(counted);
            waits.set(shape.refractoryBits() == 0 ? Word.of(0, 1) : Word.mux(holds, f.waiting.minus(1), refractory));
            dueG.set(contract.resetNext().and(Bit.mux(holds, f.due, fired)));
        });
        membraneOut.set(Word.mux(clamps.and(valueG.lessSigned(lowest)), lowest, valueG));
        waitingOut.set(waits);
        dueOut.set(dueG);
        spikesOut.set(spikes);
    }

    private Word reset(String name, Word value, Word threshold, Word reset) {
        Word less = Signed.saturate(
                name + "_subtracted", Signed.difference(name + "_exact_subtracted", value, threshold), bits);
        return contract.reset()
                .select(java.util.List.of(reset, reset, less, value))
                .named(name + "_reset");
    }

    private Carried held(String stage, Carried c) {
        return new Carried(
                held("membrane_" + stage, c.membrane),
                held("waiting_" + stage, c.waiting),
                held("due_" + stage, c.due),
                held("leak_" + stage, c.leak),
                held("threshold_" + stage, c.threshold),
                held("reset_" + stage, c.reset));
    }

    private Word held(String name, Word value) {
        Word register = reg(value.width()).named(name);
        when(advance, () -> register.set(value));
        return register;
    }

    private Bit held(String name, Bit value) {
        Bit register = regBit(false).named(name);
        when(advance, () -> register.set(value));
        return register;
    }
}
