// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingProgram.Place;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
    private final Partition partition;
    private final Routes routes;
    private final int core;
    private final RowTable rows;

    /** That of one core. */
    private SpikingMapping(
            IntegerNetwork network,
            SpikingShape shape,
            Set<String> outputs,
            Set<Integer> clockDriven,
            Partition partition,
            Routes routes,
            int core) {
        this.network = network;
        this.shape = shape;
        this.outputs = outputs;
        this.clockDriven = clockDriven;
        this.partition = partition;
        this.routes = routes;
        this.core = core;
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
        MappingRules.check(network, shape);
        require(
                "clock-driven connections",
                clockDriven.size(),
                shape.clockDriven(),
                "engine.clock-driven",
                0,
                shape.withCores(1));
        ClockDriven.check(network, shape, clockDriven);
        Partition partition = new Partition(network, shape);
        int most = IntStream.range(0, shape.cores())
                .boxed()
                .max(Comparator.comparingInt(partition::groups))
                .orElseThrow();
        require("neurons", partition.groups(most) * shape.lanes(), shape.neurons(), "engine.neurons", most, shape);
        int populations = network.populations().size();
        require("populations", populations, shape.populations(), "engine.populations", 0, shape.withCores(1));
        int inputs = network.inputs().stream().mapToInt(input -> input.size()).sum();
        Routes routes = shape.cores() == 1 ? null : new Routes(network, shape, partition, clockDriven, inputs);
        List<Map<Memory, List<BigInteger>>> images = IntStream.range(0, shape.cores())
                .mapToObj(core ->
                        new SpikingMapping(network, shape, outputs, clockDriven, partition, routes, core).images())
                .toList();
        for (Memory memory : shape.memories()) {
            fits(memory, images, shape);
        }
        List<Place> places = new ArrayList<>();
        for (int p = 0; p < populations; p++) {
            Neurons population = network.populations().get(p);
            places.add(new Place(
                    population.name(),
                    partition.parts(p),
                    partition.index(p),
                    outputs.contains(population.name()),
                    population.kind().fires(),
                    !population.kind().fires() || population.kind().hasMembrane()));
        }
        return new SpikingProgram(network.name(), images, inputs, places, network.lateTick(), network.rules());
    }

    private static void fits(Memory memory, List<Map<Memory, List<BigInteger>>> images, SpikingShape shape) {
        String key =
                switch (memory) {
                    case WEIGHTS -> "engine.weight-words";
                    case ROWS -> "engine.row-words";
                    case SOURCES, INPUT_ROUTES -> "engine.sources";
                    case PARAMETER_INDEX, ROUTES -> "engine.neurons";
                    case PARAMETERS -> "engine.parameter-words";
                    case POPULATIONS -> "engine.populations";
                    case WALKS -> "engine.clock-driven";
                };
        int most = 0;
        for (int core = 1; core < images.size(); core++) {
            most = words(images, memory, core) > words(images, memory, most) ? core : most;
        }
        String what =
                "words of " + memory.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        require(what, words(images, memory, most), shape.depthWords(memory), key, most, shape);
    }

    private static int words(List<Map<Memory, List<BigInteger>>> images, Memory memory, int core) {
        return images.get(core).getOrDefault(memory, List.of()).size();
    }

    private Map<Memory, List<BigInteger>> images() {
        Map<Memory, List<BigInteger>> images = new EnumMap<>(Memory.class);
        images.put(Memory.SOURCES, sources());
        images.put(Memory.ROWS, rows.rows());
        images.put(Memory.WEIGHTS, rows.weights());
        parameters(images, partition.groups(core));
        populations(images);
        if (routes != null) {
            images.put(Memory.ROUTES, routes.of(core));
        }
        if (routes != null && core == 0) {
            images.put(Memory.INPUT_ROUTES, routes.ofInputs());
        }
        return images;
    }

    private static void require(String what, int needed, int available, String key, int core, SpikingShape shape) {
        if (needed > available) {
            int power = Integer.highestOneBit(Math.max(1, needed - 1)) * 2;
            throw new InputException(
                    shape.cores() == 1
                            ? "the network needs " + needed + " " + what + ", but the engine has " + available
                            : "the network needs " + needed + " " + what + " on core " + core + ", but a core has "
                                    + available,
                    "set " + key + ": " + power);
        }
    }

    private int inputs() {
        return network.inputs().stream().mapToInt(input -> input.size()).sum();
    }

    private List<BigInteger> sources() {
        int firstNeuron = SpikingLayout.CONSTANTS + inputs();
        List<List<Row>> of = new ArrayList<>();
        int all = firstNeuron + (routes == null ? partition.groups(core) * shape.lanes() : 0);
        for (int i = 0; i < all; i++) {
            of.add(new ArrayList<>());
        }
        for (int p = 0; routes != null && p < network.populations().size(); p++) {
            for (int n = 0; n < network.populations().get(p).size(); n++) {
                while (routes.leads(p, n, core) && of.size() <= routes.source(p, n)) {
                    of.add(new ArrayList<>());
                }
            }
        }
        boolean[] kept = new boolean[of.size()];
        for (int c = 0; c < network.connections().size(); c++) {
            Wiring wiring = network.connections().get(c);
            int[] target = partition.index(wiring.target(), core);
            boolean walked = clockDriven.contains(c) && ClockDriven.reaches(wiring, target);
            DrawnRows drawn = wiring.isDrawn() && shape.randomWeights()
                    ? DrawnRows.of(wiring, partition.part(wiring.target(), core), groupsBefore(wiring.target()), shape)
                    : null;
            int[] sender = wiring.fromInput() ? null : partition.index(wiring.source());
            for (int i = 0; i < wiring.synapses().length; i++) {
                int source = wiring.fromInput()
                        ? firstSource(wiring) + i
                        : routes == null ? firstNeuron + sender[i] : routes.source(wiring.source(), i);
                if (clockDriven.contains(c)) {
                    if (walked && source < kept.length) {
                        kept[source] = true;
                    }
                    continue;
                }
                List<Row> here = drawn == null ? stored(wiring, i, target) : drawn.row(i);
                if (!here.isEmpty()) {
                    of.get(source).addAll(here);
                }
            }
            if (wiring.bias() != null) {
                int[] biased = IntStream.range(0, target.length)
                        .filter(n -> wiring.bias()[n] != 0)
                        .toArray();
                int[] weights = Arrays.stream(biased).map(n -> wiring.bias()[n]).toArray();
                of.get(wiring.lateBias() ? 1 : 0)
                        .addAll(Row.of(wiring.name(), target, biased, weights, new int[biased.length], shape));
            }
        }
        return IntStream.range(0, of.size())
                .mapToObj(i -> kept[i]
                        ? rows.source(of.get(i)).setBit(shape.widthBits(Memory.SOURCES) - 1)
                        : rows.source(of.get(i)))
                .toList();
    }

    private List<Row> stored(Wiring wiring, int source, int[] target) {
        IntegerNetwork.Synapses synapses = wiring.synapses()[source];
        return Row.of(wiring.name(), target, synapses.targets(), synapses.weights(), synapses.delays(), shape);
    }

    /** Groups of a population on the cores before this one. */
    private int groupsBefore(int population) {
        return partition.parts(population).stream()
                .filter(part -> part.core() < core)
                .mapToInt(Part::groups)
                .sum();
    }

    /** The first source of a connection. */
    private int firstSource(Wiring wiring) {
        return wiring.fromInput()
                ? SpikingLayout.CONSTANTS
                        + network.inputs().stream()
                                .limit(wiring.source())
                                .mapToInt(input -> input.size())
                                .sum()
                : routes != null
                        ? routes.source(wiring.source(), 0)
                        : SpikingLayout.CONSTANTS
                                + inputs()
                                + partition.parts(wiring.source()).get(0).firstGroup() * shape.lanes();
    }

    private void parameters(Map<Memory, List<BigInteger>> images, int groups) {
        Map<BigInteger, Integer> known = new LinkedHashMap<>();
        List<BigInteger> sets = new ArrayList<>();
        Map<Integer, int[]> owner = new HashMap<>(); // hardware neuron -> population, neuron
        for (int p = 0; p < network.populations().size(); p++) {
            int[] index = partition.index(p, core);
            for (int n = 0; n < index.length; n++) {
                owner.put(index[n], new int[] {p, n});
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
            sets.add(BigInteger.valueOf(known.computeIfAbsent(word.value(), w -> known.size())));
        }
        images.put(Memory.PARAMETER_INDEX, sets);
        images.put(Memory.PARAMETERS, List.copyOf(known.keySet()));
    }

    /**
     * A lane's parameters; one without a neuron is like its neighbour, but never fires: its threshold is the largest number, and its states are what comes in
     * a tick, as weights that cannot be 0 come to it, too.
     */
    private void add(Packed word, int[] neuron, boolean real) {
        Neurons population = network.populations().get(neuron == null ? 0 : neuron[0]);
        int n = neuron == null ? 0 : neuron[1];
        int factor = shape.factorBits();
        int bits = shape.stateBits();
        boolean keeps = real || shape.weightBits() > 1 && !shape.randomWeights();
        if (shape.currents()) {
            word.add(keeps ? population.synapseDecay()[n] : 0, factor);
        }
        word.add(keeps ? population.membraneDecay()[n] : 0, factor);
        word.add(real ? population.leak()[n] : 0, bits);
        word.add(real ? population.threshold()[n] : (1L << (bits - 1)) - 1, bits);
        word.add(population.reset()[n], bits);
    }

    private void populations(Map<Memory, List<BigInteger>> images) {
        List<BigInteger> words = new ArrayList<>();
        List<BigInteger> walks = new ArrayList<>();
        int[] firstSource =
                network.connections().stream().mapToInt(this::firstSource).toArray();
        for (int p = 0; p < network.populations().size(); p++) {
            Part part = partition.part(p, core);
            Neurons population = network.populations().get(p);
            Packed word = new Packed();
            word.add(part == null ? 0 : part.firstGroup(), shape.groupBits());
            word.add(part == null ? 0 : part.groups() - 1, shape.groupBits());
            word.add(population.kind().hasSynapse() ? 1 : 0, 1);
            word.add(population.kind().fires() ? 1 : 0, 1);
            word.add(population.kind() == io.fluxmill.quantizer.spiking.graph.NeuronKind.THRESHOLD ? 1 : 0, 1);
            word.add(outputs.contains(population.name()) ? 1 : 0, 1);
            List<BigInteger> ofPopulation =
                    ClockDriven.words(network, shape, partition, core, clockDriven, p, firstSource, rows);
            if (shape.clockDriven() > 0) {
                word.add(walks.size(), shape.walkBits());
                word.add(ofPopulation.isEmpty() ? 0 : 1, 1);
            }
            walks.addAll(ofPopulation);
            if (shape.cores() > 1) {
                word.add(part == null ? 0 : 1, 1);
            }
            words.add(word.value());
        }
        images.put(Memory.POPULATIONS, words);
        images.put(Memory.WALKS, walks);
    }
}
