// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Place;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts a network in integers into the memories of a spiking engine, and proves that its sums fit.
 *
 * <p>A population takes whole groups. One with channels of at least half a group lies position by position, its channels side by side, so that the
 * weights of a kernel are the same words wherever the kernel lies: equal words, and equal rows, are stored once.
 */
public final class SpikingMapping {
    private final IntegerNetwork network;
    private final SpikingShape shape;
    private final Set<String> outputs;
    private final Set<Integer> clockDriven;
    private final List<Place> places = new ArrayList<>();
    private final RowTable rows;

    private SpikingMapping(IntegerNetwork network, SpikingShape shape, Set<String> outputs, Set<Integer> clockDriven) {
        this.network = network;
        this.shape = shape;
        this.outputs = outputs;
        this.clockDriven = clockDriven;
        rows = new RowTable(shape);
    }

    /**
     * The program of a network whose outputs leave the engine.
     *
     * @throws InputException if something does not fit, with the number to change
     */
    public static SpikingProgram map(IntegerNetwork network, SpikingShape shape) {
        return map(network, shape, Set.of());
    }

    /**
     * The program of a network whose outputs leave the engine.
     *
     * @param clockDriven numbers of the connections that are clock-driven; {@link ClockDriven} chooses them
     */
    public static SpikingProgram map(IntegerNetwork network, SpikingShape shape, Set<Integer> clockDriven) {
        Set<String> outputs = network.outputs().stream()
                .map(output -> network.populations().get(output.population()).name())
                .collect(Collectors.toSet());
        return map(network, shape, outputs, clockDriven);
    }

    /**
     * The program of a network.
     *
     * @param outputs names of the populations whose spikes leave the engine
     */
    public static SpikingProgram map(
            IntegerNetwork network, SpikingShape shape, Set<String> outputs, Set<Integer> clockDriven) {
        return new SpikingMapping(network, shape, outputs, clockDriven).map();
    }

    private SpikingProgram map() {
        checkRules();
        checkSums();
        require("clock-driven connections", clockDriven.size(), shape.clockDriven(), "engine.clock-driven");
        int group = 0;
        for (Neurons population : network.populations()) {
            int[] index = index(population.shape(), group * shape.lanes(), shape.lanes());
            int groups = Arrays.stream(index).max().orElse(0) / shape.lanes() + 1 - group;
            places.add(new Place(
                    population.name(),
                    group,
                    groups,
                    index,
                    outputs.contains(population.name()),
                    population.kind().fires(),
                    !population.kind().fires() || population.kind().hasMembrane()));
            group += groups;
        }
        require("neurons", group * shape.lanes(), shape.neurons(), "engine.neurons");
        require("populations", places.size(), shape.populations(), "engine.populations");
        Map<Memory, List<BigInteger>> images = new EnumMap<>(Memory.class);
        images.put(Memory.SOURCES, sources());
        images.put(Memory.ROWS, rows.rows());
        images.put(Memory.WEIGHTS, rows.weights());
        parameters(images, group);
        populations(images);
        images.keySet().retainAll(shape.memories());
        for (Memory memory : shape.memories()) {
            String what = "words of "
                    + memory.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            require(what, images.get(memory).size(), shape.depthWords(memory), key(memory));
        }
        return new SpikingProgram(network.name(), images, inputs(), places, network.lateTick(), network.rules());
    }

    private static String key(Memory memory) {
        return switch (memory) {
            case WEIGHTS -> "engine.weight-words";
            case ROWS -> "engine.row-words";
            case SOURCES -> "engine.sources";
            case PARAMETER_INDEX -> "engine.neurons";
            case PARAMETERS -> "engine.parameter-words";
            case POPULATIONS -> "engine.populations";
            case WALKS -> "engine.clock-driven";
        };
    }

    private static void require(String what, int needed, int available, String key) {
        if (needed > available) {
            int power = Integer.highestOneBit(Math.max(1, needed - 1)) * 2;
            throw new InputException(
                    "the network needs " + needed + " " + what + ", but the engine has " + available,
                    "set " + key + ": " + power);
        }
    }

    private void checkRules() {
        int most = (1 << shape.valueBits()) - 1;
        int needed = 32 - Integer.numberOfLeadingZeros(network.rules().spikesPerTick());
        if (network.rules().spikesPerTick() > most) {
            throw new InputException(
                    "contract.spikes-per-tick is " + network.rules().spikesPerTick()
                            + ", but spikes of the engine have values of up to " + most,
                    "set engine.value-bits: " + needed + ", or contract.spikes-per-tick: " + most);
        }
        if (network.rules().refractory() >= 1 << shape.refractoryBits()) {
            throw new InputException(
                    "contract.refractory is " + network.rules().refractory() + " ticks, which the engine cannot count",
                    "set engine.refractory-bits: "
                            + (32 - Integer.numberOfLeadingZeros(network.rules().refractory()))
                            + ", or contract.refractory: " + ((1 << shape.refractoryBits()) - 1));
        }
        checkDelays();
        boolean currents = network.populations().stream().anyMatch(p -> p.kind().hasSynapse());
        if (currents && !shape.currents()) {
            throw new InputException(
                    "the network has synaptic currents (CubaLI or CubaLIF), but the engine has none",
                    "set engine.currents: true");
        }
    }

    private void checkDelays() {
        int longest = network.connections().stream()
                .flatMap(wiring -> Arrays.stream(wiring.synapses()))
                .flatMapToInt(synapses -> Arrays.stream(synapses.delays()))
                .max()
                .orElse(0);
        if (longest >= shape.delaySlots()) {
            throw new InputException(
                    "a spike takes " + longest + " ticks, but the engine has sums for delays of less than "
                            + shape.delaySlots(),
                    longest < SpikingShape.MOST_DELAY_SLOTS
                            ? "set engine.delay-slots: " + Integer.highestOneBit(longest) * 2
                            : "make the delays shorter than " + SpikingShape.MOST_DELAY_SLOTS
                                    + " ticks, for example by a larger contract.dt");
        }
    }

    /** The largest sum that can arrive at a neuron in one tick: all sources with their largest values. */
    private void checkSums() {
        long value = (1L << shape.valueBits()) - 1;
        long most = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            long[] bound = new long[network.populations().get(p).size()];
            for (Wiring wiring : network.connections()) {
                if (wiring.target() == p) {
                    add(
                            wiring,
                            bound,
                            wiring.fromInput() ? value : network.rules().spikesPerTick());
                }
            }
            most = Math.max(most, Arrays.stream(bound).max().orElse(0));
        }
        if (most >= 1L << (shape.accumulatorBits() - 1)) {
            throw new InputException(
                    "the sum of a neuron's inputs can be " + most + ", which sums of " + shape.accumulatorBits()
                            + " bits cannot hold",
                    "set engine.accumulator-bits: " + (65 - Long.numberOfLeadingZeros(most)));
        }
    }

    private static void add(Wiring wiring, long[] bound, long value) {
        for (IntegerNetwork.Synapses synapses : wiring.synapses()) {
            for (int k = 0; k < synapses.targets().length; k++) {
                bound[synapses.targets()[k]] += value * Math.abs((long) synapses.weights()[k]);
            }
        }
        for (int n = 0; wiring.bias() != null && n < bound.length; n++) {
            bound[n] += Math.abs((long) wiring.bias()[n]);
        }
    }

    /** Neurons of the hardware by neuron of a population that begins at {@code first}. */
    static int[] index(int[] extents, int first, int lanes) {
        int size = Arrays.stream(extents).reduce(1, Math::multiplyExact);
        int channels = extents.length > 1 ? extents[0] : size;
        int positions = size / channels;
        boolean byPosition = extents.length > 1 && 2 * channels >= lanes;
        int padded = (channels + lanes - 1) / lanes * lanes;
        return IntStream.range(0, size)
                .map(i -> first + (byPosition ? i % positions * padded + i / positions : i))
                .toArray();
    }

    private int inputs() {
        return network.inputs().stream().mapToInt(input -> input.size()).sum();
    }

    private List<BigInteger> sources() {
        int neurons = places.isEmpty()
                ? 0
                : (places.get(places.size() - 1).firstGroup()
                                + places.get(places.size() - 1).groups())
                        * shape.lanes();
        int firstNeuron = SpikingLayout.CONSTANTS + inputs();
        List<List<Row>> of = new ArrayList<>();
        for (int i = 0; i < firstNeuron + neurons; i++) {
            of.add(new ArrayList<>());
        }
        boolean[] kept = new boolean[of.size()];
        for (int c = 0; c < network.connections().size(); c++) {
            Wiring wiring = network.connections().get(c);
            int[] target = places.get(wiring.target()).index();
            for (int i = 0; i < wiring.synapses().length; i++) {
                int source = wiring.fromInput()
                        ? firstSource(wiring) + i
                        : firstNeuron + places.get(wiring.source()).index()[i];
                if (clockDriven.contains(c)) {
                    kept[source] = true;
                    continue;
                }
                IntegerNetwork.Synapses synapses = wiring.synapses()[i];
                of.get(source).addAll(Row.of(target, synapses.targets(), synapses.weights(), synapses.delays(), shape));
            }
            if (wiring.bias() != null) {
                int[] all = IntStream.range(0, target.length)
                        .filter(n -> wiring.bias()[n] != 0)
                        .toArray();
                int[] weights = Arrays.stream(all).map(n -> wiring.bias()[n]).toArray();
                of.get(wiring.lateBias() ? 1 : 0).addAll(Row.of(target, all, weights, new int[all.length], shape));
            }
        }
        return IntStream.range(0, of.size())
                .mapToObj(i -> kept[i]
                        ? rows.source(of.get(i)).setBit(shape.widthBits(Memory.SOURCES) - 1)
                        : rows.source(of.get(i)))
                .toList();
    }

    /** The first source of a connection. */
    private int firstSource(Wiring wiring) {
        return wiring.fromInput()
                ? SpikingLayout.CONSTANTS
                        + network.inputs().stream()
                                .limit(wiring.source())
                                .mapToInt(input -> input.size())
                                .sum()
                : SpikingLayout.CONSTANTS
                        + inputs()
                        + places.get(wiring.source()).firstGroup() * shape.lanes();
    }

    private void parameters(Map<Memory, List<BigInteger>> images, int groups) {
        Map<BigInteger, Integer> known = new LinkedHashMap<>();
        List<BigInteger> index = new ArrayList<>();
        Map<Integer, int[]> owner = new HashMap<>(); // hardware neuron -> population, neuron
        for (int p = 0; p < places.size(); p++) {
            for (int n = 0; n < places.get(p).index().length; n++) {
                owner.put(places.get(p).index()[n], new int[] {p, n});
            }
        }
        for (int group = 0; group < groups; group++) {
            Packed word = new Packed();
            int[] like = null;
            for (int lane = 0; lane < shape.lanes(); lane++) {
                int[] neuron = owner.get(group * shape.lanes() + lane);
                like = neuron != null ? neuron : like;
                add(word, like, neuron != null);
            }
            index.add(BigInteger.valueOf(known.computeIfAbsent(word.value(), w -> known.size())));
        }
        images.put(Memory.PARAMETER_INDEX, index);
        images.put(Memory.PARAMETERS, List.copyOf(known.keySet()));
    }

    /** A lane's parameters; one without a neuron is like its neighbour, but never fires: its threshold is the largest number. */
    private void add(Packed word, int[] neuron, boolean real) {
        Neurons population = network.populations().get(neuron == null ? 0 : neuron[0]);
        int n = neuron == null ? 0 : neuron[1];
        int factor = shape.factorBits();
        int bits = shape.stateBits();
        if (shape.currents()) {
            word.add(population.synapseDecay()[n], factor);
        }
        word.add(population.membraneDecay()[n], factor);
        word.add(real ? population.leak()[n] : 0, bits);
        word.add(real ? population.threshold()[n] : (1L << (bits - 1)) - 1, bits);
        word.add(population.reset()[n], bits);
    }

    private void populations(Map<Memory, List<BigInteger>> images) {
        List<BigInteger> words = new ArrayList<>();
        List<BigInteger> walks = new ArrayList<>();
        int[] firstSource =
                network.connections().stream().mapToInt(this::firstSource).toArray();
        for (int p = 0; p < places.size(); p++) {
            Place place = places.get(p);
            Neurons population = network.populations().get(p);
            Packed word = new Packed();
            word.add(place.firstGroup(), shape.groupBits());
            word.add(place.groups() - 1, shape.groupBits());
            word.add(population.kind().hasSynapse() ? 1 : 0, 1);
            word.add(population.kind().fires() ? 1 : 0, 1);
            word.add(population.kind() == io.fluxmill.quantizer.spiking.graph.NeuronKind.THRESHOLD ? 1 : 0, 1);
            word.add(place.output() ? 1 : 0, 1);
            List<BigInteger> ofPopulation =
                    ClockDriven.words(network, shape, places, clockDriven, p, firstSource, rows);
            if (shape.clockDriven() > 0) {
                word.add(walks.size(), shape.walkBits());
                word.add(ofPopulation.isEmpty() ? 0 : 1, 1);
            }
            walks.addAll(ofPopulation);
            words.add(word.value());
        }
        images.put(Memory.POPULATIONS, words);
        images.put(Memory.WALKS, walks);
    }
}
