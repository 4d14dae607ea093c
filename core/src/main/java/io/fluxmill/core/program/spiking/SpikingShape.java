// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import io.fluxmill.core.manifest.Manifest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of a spiking engine, and the layout of its memories. All sizes are of one core. Fields of a memory word stand in the order given, the first one lowest.
 *
 * <pre>
 * WEIGHTS          lanes x weight                                  two's complement; one bit: 0 is +1, 1 is -1
 * SOURCES          valid 1, row, group, and with walks: kept 1 (the value is kept for a walk)
 * ROWS             weight word, group, groups - 1, delay, with random weights: drawn 1, last 1
 *                  group is added to the source's, modulo the number of groups; of a drawn row the weight word is the register's state
 * PARAMETER_INDEX  number of the parameters
 * PARAMETERS       lanes x (synapse decay, membrane decay, leak, threshold, reset)
 * POPULATIONS      first group, groups - 1, synapse 1, fires 1, threshold 1, output 1, with walks: walk, walks 1, with several cores: here 1
 * WALKS            first step, steps - 1, weight step, group, groups - 1, sources of the first step, of the last, clears 1, last 1
 *                  a step: walkSources sources, from a multiple of that many on, and as many words of weights
 * ROUTES           cores (a bit each), source                      of a neuron of this core: where its spikes go, and what source it is there
 * INPUT_ROUTES     cores (a bit each)                              of an input; one memory, at the host link
 * </pre>
 *
 * @param lanes neurons of a group, and synapses a cycle; a power of two
 * @param neurons a power of two
 * @param sources sources that the memory has room for, a power of two: constants, inputs and neurons
 * @param weightWords a power of two
 * @param rowWords a power of two
 * @param parameterWords a power of two
 * @param populations a power of two
 * @param weightBits of a weight, two's complement; of one bit, 0 is +1 and 1 is -1
 * @param accumulatorBits of a sum of weights
 * @param guardBits places of the states below the weights' lowest
 * @param stateBits of membranes and currents, two's complement
 * @param decayBits places of a decay factor behind the point; a factor has a bit more, for 1
 * @param delaySlots ticks of sums, a power of two: delays of less than that many ticks
 * @param valueBits of a spike's value: 1 for spikes, more for several spikes a tick and graded inputs
 * @param refractoryBits of the counter of refractory ticks, 0 for none
 * @param currents whether there are synaptic currents
 * @param shifts whether states decay by shifts instead of products
 * @param features what not every engine has
 */
public record SpikingShape(
        int lanes,
        int neurons,
        int sources,
        int weightWords,
        int rowWords,
        int parameterWords,
        int populations,
        int weightBits,
        int accumulatorBits,
        int guardBits,
        int stateBits,
        int decayBits,
        int delaySlots,
        int valueBits,
        int refractoryBits,
        boolean currents,
        boolean shifts,
        SpikingFeatures features) {
    /** Most ticks of sums that an engine can have. */
    public static final int MOST_DELAY_SLOTS = 1 << 10;

    /** Bits of a shift. */
    private static final int SHIFT_BITS = 5;

    /** One core without further features. */
    public SpikingShape(
            int lanes,
            int neurons,
            int sources,
            int weightWords,
            int rowWords,
            int parameterWords,
            int populations,
            int weightBits,
            int accumulatorBits,
            int guardBits,
            int stateBits,
            int decayBits,
            int delaySlots,
            int valueBits,
            int refractoryBits,
            boolean currents,
            boolean shifts) {
        this(
                lanes,
                neurons,
                sources,
                weightWords,
                rowWords,
                parameterWords,
                populations,
                weightBits,
                accumulatorBits,
                guardBits,
                stateBits,
                decayBits,
                delaySlots,
                valueBits,
                refractoryBits,
                currents,
                shifts,
                SpikingFeatures.NONE);
    }

    /** The same with other features. */
    public SpikingShape with(SpikingFeatures others) {
        return new SpikingShape(
                lanes,
                neurons,
                sources,
                weightWords,
                rowWords,
                parameterWords,
                populations,
                weightBits,
                accumulatorBits,
                guardBits,
                stateBits,
                decayBits,
                delaySlots,
                valueBits,
                refractoryBits,
                currents,
                shifts,
                others);
    }

    /** The same with another number of cores. */
    public SpikingShape withCores(int count) {
        return with(features.withCores(count));
    }

    /** As {@link SpikingFeatures} has it. */
    public int clockDriven() {
        return features.clockDriven();
    }

    /** As {@link SpikingFeatures} has it. */
    public int walkSources() {
        return features.walkSources();
    }

    /** As {@link SpikingFeatures} has it. */
    public int delayQueue() {
        return features.delayQueue();
    }

    /** As {@link SpikingFeatures} has it. */
    public boolean randomWeights() {
        return features.randomWeights();
    }

    /** As {@link SpikingFeatures} has it. */
    public int cores() {
        return features.cores();
    }

    /** The shape of a design. */
    public static SpikingShape of(Manifest manifest) {
        return of(manifest.parameters());
    }

    /** The shape with these {@link #parameters}. */
    public static SpikingShape of(Map<String, Long> p) {
        return new SpikingShape(
                value(p, "lanes"),
                value(p, "neurons"),
                value(p, "sources"),
                value(p, "weightWords"),
                value(p, "rowWords"),
                value(p, "parameterWords"),
                value(p, "populations"),
                value(p, "weightBits"),
                value(p, "accumulatorBits"),
                value(p, "guardBits"),
                value(p, "stateBits"),
                value(p, "decayBits"),
                value(p, "delaySlots"),
                value(p, "valueBits"),
                value(p, "refractoryBits"),
                value(p, "currents") == 1,
                value(p, "shifts") == 1,
                new SpikingFeatures(
                        value(p, "clockDriven"),
                        value(p, "walkSources"),
                        value(p, "delayQueue"),
                        value(p, "randomWeights") == 1,
                        value(p, "cores")));
    }

    private static int value(Map<String, Long> parameters, String name) {
        return Math.toIntExact(parameters.get(name));
    }

    /** As a manifest has it. */
    public Map<String, Long> parameters() {
        Map<String, Long> p = new LinkedHashMap<>();
        p.put("lanes", (long) lanes);
        p.put("neurons", (long) neurons);
        p.put("sources", (long) sources);
        p.put("weightWords", (long) weightWords);
        p.put("rowWords", (long) rowWords);
        p.put("parameterWords", (long) parameterWords);
        p.put("populations", (long) populations);
        p.put("weightBits", (long) weightBits);
        p.put("accumulatorBits", (long) accumulatorBits);
        p.put("guardBits", (long) guardBits);
        p.put("stateBits", (long) stateBits);
        p.put("decayBits", (long) decayBits);
        p.put("delaySlots", (long) delaySlots);
        p.put("valueBits", (long) valueBits);
        p.put("refractoryBits", (long) refractoryBits);
        p.put("currents", currents ? 1L : 0L);
        p.put("shifts", shifts ? 1L : 0L);
        p.put("clockDriven", (long) clockDriven());
        p.put("walkSources", (long) walkSources());
        p.put("delayQueue", (long) delayQueue());
        p.put("randomWeights", randomWeights() ? 1L : 0L);
        p.put("cores", (long) cores());
        return p;
    }

    /** Groups of neurons. */
    public int groups() {
        return neurons / lanes;
    }

    /** Bits of the number of a group. */
    public int groupBits() {
        return bits(groups());
    }

    /** Bits of the number of a weight word. */
    public int weightAddressBits() {
        return bits(weightWords);
    }

    /** Bits of the number of a source. */
    public int sourceBits() {
        return bits(sources);
    }

    /** Bits of the number of a step of sources. */
    public int stepBits() {
        return bits(sources / walkSources());
    }

    /** Bits of the number of a step of weight words. */
    public int weightStepBits() {
        return bits(weightWords / walkSources());
    }

    /** Bits of the number of a clock-driven connection. */
    public int walkBits() {
        return bits(Math.max(2, clockDriven()));
    }

    /** Bits of a weight in a sum, two's complement: a stored 0 or 1 of one bit is +1 or -1. */
    public int synapseBits() {
        return Math.max(2, weightBits);
    }

    /** Bits of a row that say where its weights are, or from which state of the register they are drawn. */
    public int rowWeightBits() {
        return randomWeights() ? Math.max(weightAddressBits(), RandomWeights.STATE_BITS) : weightAddressBits();
    }

    /** Ticks of the shortest delay that is too long. */
    public int delayTicks() {
        return delayQueue() > 0 ? Math.max(MOST_DELAY_SLOTS, delaySlots) : delaySlots;
    }

    /** Bits of the delay of a row. */
    public int delayBits() {
        return bits(delayTicks());
    }

    /** Bits of the number of a row. */
    public int rowAddressBits() {
        return bits(rowWords);
    }

    /** Bits of the number of parameters. */
    public int parameterAddressBits() {
        return bits(parameterWords);
    }

    /** Bits of a delay. */
    public int slotBits() {
        return bits(delaySlots);
    }

    /** Bits of a decay factor, or of a shift. */
    public int factorBits() {
        return shifts ? SHIFT_BITS : decayBits + 1;
    }

    /** Bits of the parameters of a lane. */
    public int laneParameterBits() {
        return (currents ? 2 : 1) * factorBits() + 3 * stateBits;
    }

    /** The memories that it has. */
    public List<SpikingLayout.Memory> memories() {
        return Arrays.stream(SpikingLayout.Memory.values())
                .filter(memory -> depthWords(memory) > 0)
                .toList();
    }

    /** Bits of a word of a memory. */
    public int widthBits(SpikingLayout.Memory memory) {
        return switch (memory) {
            case WEIGHTS -> lanes * weightBits;
            case SOURCES -> 1 + rowAddressBits() + groupBits() + (clockDriven() > 0 ? 1 : 0);
            case ROWS -> rowWeightBits() + 2 * groupBits() + delayBits() + 1 + (randomWeights() ? 1 : 0);
            case PARAMETER_INDEX -> parameterAddressBits();
            case PARAMETERS -> lanes * laneParameterBits();
            case POPULATIONS -> 2 * groupBits() + 4 + (clockDriven() > 0 ? walkBits() + 1 : 0) + (cores() > 1 ? 1 : 0);
            case WALKS -> 2 * stepBits() + weightStepBits() + 2 * groupBits() + 2 * walkSources() + 2;
            case ROUTES -> cores() + sourceBits();
            case INPUT_ROUTES -> cores();
        };
    }

    /** Words of a memory. */
    public int depthWords(SpikingLayout.Memory memory) {
        return switch (memory) {
            case WEIGHTS -> weightWords;
            case SOURCES -> sources;
            case ROWS -> rowWords;
            case PARAMETER_INDEX -> groups();
            case PARAMETERS -> parameterWords;
            case POPULATIONS -> populations;
            case WALKS -> clockDriven();
            case ROUTES -> cores() > 1 ? neurons : 0;
            case INPUT_ROUTES -> cores() > 1 ? sources : 0;
        };
    }

    /** Bits that count a power of two, at least 1. */
    private static int bits(int count) {
        return Math.max(1, 31 - Integer.numberOfLeadingZeros(count));
    }
}
