// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Updates a population, a group of neurons a cycle, and tells which of them fire.
 *
 * <pre>
 * group ─▶ parameter index ─▶ parameters, sums, states ─▶ lanes (stages a to g) ─▶ states, spikes
 * </pre>
 */
@Contract(
        """
        Updates a population, a group of neurons a cycle, and more for groups with several spikes of a neuron.
        in:  start (pulse) with first_group, more_groups (groups - 1) and the population's flags, which are stable until
             busy is 0. taken: the sums, a cycle after take with take_group.
             clear, clear_group: the states of the group are 0 after. show, show_group: the states of a group are on
             membranes and currents one cycle later and held. Neither while busy.
             load_index, load_parameters with load_address: load_data is stored.
        out: busy. clear_sums with clear_sums_group: the sums of a group were taken. fired with fired_group and spikes,
             value_bits a lane: a group of which a neuron fired.
        Reset ends an update; the memories keep their words.
        """)
final class NeuronUpdate extends Module {
    final Bit start = inBit();
    final Word firstGroup;
    final Word moreGroups;
    final Bit synapse = inBit();
    final Bit fires = inBit();
    final Bit threshold = inBit();
    final Word contractFields = in(ContractFields.BITS);
    final Bit busy = outBit();
    final Bit take = outBit();
    final Word takeGroup;
    final Word taken;
    final Bit clearSums = outBit();
    final Word clearSumsGroup;
    final Bit fired = outBit();
    final Word firedGroup;
    final Word spikes;
    final Bit clear = inBit();
    final Word clearGroup;
    final Bit show = inBit();
    final Word showGroup;
    final Word membranes;
    final Word currents;
    final Bit loadIndex = inBit();
    final Bit loadParameters = inBit();
    final Word loadAddress = in(SpikingLayout.INDEX_BITS);
    final Word loadData;

    final Memory parameterIndex;
    final Memory parameters;
    final Memory membraneStates;
    final Memory currentStates;
    final Memory waits;
    final NeuronLane[] lanes;

    private final SpikingShape shape;

    NeuronUpdate(SpikingShape shape, int loadBits) {
        this.shape = shape;
        int groupBits = shape.groupBits();
        int states = shape.lanes() * shape.stateBits();
        firstGroup = in(groupBits);
        moreGroups = in(groupBits);
        takeGroup = out(groupBits);
        taken = in(shape.lanes() * shape.accumulatorBits());
        clearSumsGroup = out(groupBits);
        firedGroup = out(groupBits);
        spikes = out(shape.lanes() * shape.valueBits());
        clearGroup = in(groupBits);
        showGroup = in(groupBits);
        membranes = out(states);
        currents = out(states);
        loadData = in(loadBits);
        parameterIndex = memory(shape.groups(), shape.parameterAddressBits());
        parameters = memory(shape.parameterWords(), shape.widthBits(SpikingLayout.Memory.PARAMETERS));
        membraneStates = memory(shape.groups(), states);
        currentStates = shape.currents() ? memory(shape.groups(), states) : null;
        waits = memory(shape.groups(), shape.lanes() * waitBits());
        parameterIndex.write(loadAddress.slice(0, groupBits), loadData.slice(0, parameterIndex.widthBits()), loadIndex);
        parameters.write(
                loadAddress.slice(0, parameters.addressBits()),
                loadData.slice(0, parameters.widthBits()),
                loadParameters);
        lanes = new NeuronLane[shape.lanes()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = child(() -> new NeuronLane(shape));
        }
        pipeline(groupBits);
    }

    /** Refractory ticks left, and whether a reset is due. */
    private int waitBits() {
        return Math.max(1, shape.refractoryBits()) + 1;
    }

    private void pipeline(int groupBits) {
        ContractFields contract = ContractFields.of(contractFields);
        Bit running = regBit(false).named("running");
        Word group = reg(groupBits).named("group_number");
        Word left = reg(groupBits).named("groups_left");
        Bit validF = regBit(false).named("valid_f");
        List<Bit> firing = new ArrayList<>();
        for (NeuronLane lane : lanes) {
            firing.add(lane.mayFire);
        }
        Bit again =
                validF.and(Bit.anyOf(firing)).and(contract.spikes().eq(1).not()).named("fire_again");
        Bit advance = again.not().named("advance");
        when(start, () -> {
            running.set(Bit.of(true));
            group.set(firstGroup);
            left.set(moreGroups);
        });
        when(running.and(advance), () -> {
            group.set(group.plus(1));
            left.set(left.minus(1));
            running.set(left.any());
        });
        Word index = parameterIndex.read(group, running.and(advance));

        Bit validRead = held("valid_read", running, advance);
        Word groupRead = held("group_read", group, advance);
        Bit reads = validRead.and(advance).named("reads");
        Word stateAddress = Word.mux(show, showGroup, groupRead).named("state_address");
        Bit stateRead = reads.or(show).named("state_read");
        take.set(reads);
        takeGroup.set(groupRead);
        Word parameter = parameters.read(index, reads);
        Word membrane = membraneStates.read(stateAddress, stateRead);
        Word wait = waits.read(stateAddress, reads);
        Word current = shape.currents() ? currentStates.read(stateAddress, stateRead) : null;
        membranes.set(membrane);
        currents.set(current == null ? Word.of(0, currents.width()) : current);

        Bit valid = held("valid_data", validRead, advance);
        Word at = held("group_data", groupRead, advance);
        clearSums.set(valid.and(advance));
        clearSumsGroup.set(at);
        for (String stage : List.of("a", "b", "c", "d")) {
            valid = held("valid_" + stage, valid, advance);
            at = held("group_" + stage, at, advance);
        }
        Bit beforeF = valid;
        when(advance, () -> validF.set(beforeF));
        Word groupF = held("group_f", at, advance);
        Bit validG = next("valid_g", validF.and(advance));
        Word groupG = held("group_g", groupF, advance);
        connect(parameter, membrane, current, wait, advance, again);
        store(validG, groupG);
        Bit any = running.or(validRead);
        for (Bit stage : List.of(valid, validF, validG)) {
            any = any.or(stage);
        }
        busy.set(any.or(pending));
    }

    /** Whether a stage between the memories and f holds a group. */
    private final Bit pending = wireBit();

    private final List<Bit> stages = new ArrayList<>();

    private void connect(Word parameter, Word membrane, Word current, Word wait, Bit advance, Bit again) {
        int bits = shape.stateBits();
        for (int i = 0; i < lanes.length; i++) {
            NeuronLane lane = lanes[i];
            lane.sum.set(taken.slice(i * shape.accumulatorBits(), shape.accumulatorBits()));
            lane.membrane.set(membrane.slice(i * bits, bits));
            lane.current.set(current == null ? Word.of(0, bits) : current.slice(i * bits, bits));
            int wide = waitBits();
            lane.waiting.set(shape.refractoryBits() == 0 ? Word.of(0, 1) : wait.slice(i * wide, wide - 1));
            lane.due.set(wait.bit(i * wide + wide - 1));
            lane.parameters.set(parameter.slice(i * shape.laneParameterBits(), shape.laneParameterBits()));
            lane.synapse.set(synapse);
            lane.fires.set(fires);
            lane.threshold.set(threshold);
            lane.contractFields.set(contractFields);
            lane.advance.set(advance);
            lane.fireAgain.set(again);
        }
        pending.set(Bit.anyOf(stages));
    }

    private void store(Bit validG, Word groupG) {
        Word address = Word.mux(clear, clearGroup, groupG).named("write_group");
        Bit write = validG.or(clear).named("write_states");
        membraneStates.write(address, joined("membranes_g", lane -> lane.membraneOut), write);
        waits.write(address, joined("waits_g", lane -> Word.cat(lane.dueOut.asWord(), lane.waitingOut)), write);
        if (currentStates != null) {
            Bit kept = validG.and(synapse).or(clear).named("write_currents");
            currentStates.write(address, joined("currents_g", lane -> lane.currentOut), kept);
        }
        Word counts = Word.catLow(java.util.Arrays.stream(lanes)
                        .map(lane -> lane.spikesOut)
                        .toList())
                .named("spikes_g");
        fired.set(validG.and(counts.any()));
        firedGroup.set(groupG);
        spikes.set(counts);
    }

    /** For the module around it: the states that are shown, lane by lane, as beats: membranes, then currents. */
    List<Word> shownWords() {
        int bits = shape.stateBits();
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < shape.lanes(); i++) {
            words.add(membranes.slice(i * bits, bits).signExtend(SpikingLayout.BEAT_BITS));
        }
        for (int i = 0; shape.currents() && i < shape.lanes(); i++) {
            words.add(currents.slice(i * bits, bits).signExtend(SpikingLayout.BEAT_BITS));
        }
        return words;
    }

    /** The lanes' words side by side; zeros while states are cleared. */
    private Word joined(String name, Function<NeuronLane, Word> part) {
        return Word.catLow(java.util.Arrays.stream(lanes).map(part).toList())
                .gate(clear.not())
                .named(name);
    }

    private Word held(String name, Word value, Bit advance) {
        Word register = reg(value.width()).named(name);
        when(advance, () -> register.set(value));
        return register;
    }

    private Bit held(String name, Bit value, Bit advance) {
        Bit register = regBit(false).named(name);
        when(advance, () -> register.set(value));
        stages.add(register);
        return register;
    }
}
