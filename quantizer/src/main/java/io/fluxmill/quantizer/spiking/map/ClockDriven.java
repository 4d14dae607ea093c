// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Connections whose weights are all added in every tick, whether their sources fire or not: no source and no row is looked up, which pays where most
 * sources fire. The values of a tick are kept until the last of the walks that need them, so that what comes from an input or from an earlier population
 * must arrive in its own tick, and what comes from the same or a later one in the next.
 */
public final class ClockDriven {
    /** Cycles of a walk beside those of its words. */
    private static final int WALK_CYCLES = 3;

    /** Cycles from one event to the next that the words of a row can hide. */
    private static final int EVENT_CYCLES = 3;

    private ClockDriven() {}

    /** Whether a connection can be clock-driven: it has synapses, and the delays that the kept values allow. */
    public static boolean allows(Wiring wiring) {
        int wanted = !wiring.fromInput() && wiring.source() >= wiring.target() ? 1 : 0;
        return Arrays.stream(wiring.synapses()).anyMatch(synapses -> synapses.targets().length > 0)
                && Arrays.stream(wiring.synapses())
                        .flatMapToInt(synapses -> Arrays.stream(synapses.delays()))
                        .allMatch(delay -> delay == wanted);
    }

    /**
     * Connections by name.
     *
     * @throws InputException if there is no such connection, or it cannot be clock-driven
     */
    public static Set<Integer> named(IntegerNetwork network, List<String> names) {
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String name : names) {
            int[] found = IntStream.range(0, network.connections().size())
                    .filter(c -> network.connections().get(c).name().equals(name))
                    .toArray();
            if (found.length == 0) {
                throw new InputException(
                        "mapping.clock-driven names " + name + ", which is no connection of " + network.name(),
                        "name some of: "
                                + network.connections().stream()
                                        .map(Wiring::name)
                                        .map(of -> of.contains(",") ? '"' + of + '"' : of)
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
            }
            for (int c : found) {
                if (!allows(network.connections().get(c))) {
                    throw new InputException(
                            "connection " + name
                                    + " cannot be clock-driven: its spikes do not all arrive in the tick in"
                                    + " which they are sent (in the next one, over a recurrent connection)",
                            "remove it from mapping.clock-driven, or change the delays");
                }
                chosen.add(c);
            }
        }
        return chosen;
    }

    /**
     * The connections that take fewer cycles so, by how often their sources fired, as many as the engine has room for, those that gain most first.
     *
     * @param events {@code [connections][values of the source]}: spikes in those ticks
     */
    public static Set<Integer> cheaper(IntegerNetwork network, SpikingShape shape, long[][] events, int ticks) {
        record Gain(int connection, long cycles) {}
        List<Gain> gains = new ArrayList<>();
        for (int c = 0; c < network.connections().size(); c++) {
            Wiring wiring = network.connections().get(c);
            if (allows(wiring) && (shape.cores() == 1 || !returns(wiring)) && fits(network, shape, wiring)) {
                int[] index = Partition.positions(
                        network.populations().get(wiring.target()).shape(), shape.lanes());
                long byEvent = 0;
                int low = Integer.MAX_VALUE;
                int high = 0;
                for (int i = 0; i < wiring.synapses().length; i++) {
                    int[] groups = groups(wiring.synapses()[i], index, shape);
                    byEvent += events[c][i] * Math.max(EVENT_CYCLES, groups.length);
                    if (groups.length > 0) {
                        low = Math.min(low, groups[0]);
                        high = Math.max(high, groups[groups.length - 1]);
                    }
                }
                int ways = shape.walkSources();
                long steps = (wiring.synapses().length + 2L * ways - 2) / ways;
                long byClock = ticks * ((high + 1L - low) * steps + WALK_CYCLES);
                gains.add(new Gain(c, byEvent - byClock));
            }
        }
        return gains.stream()
                .filter(gain -> gain.cycles() > 0)
                .sorted(Comparator.comparingLong(Gain::cycles).reversed())
                .limit(shape.clockDriven())
                .map(Gain::connection)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the weights can say which synapses there are not. */
    private static boolean fits(IntegerNetwork network, SpikingShape shape, Wiring wiring) {
        int all = network.populations().get(wiring.target()).size();
        return shape.weightBits() > 1
                || Arrays.stream(wiring.synapses()).allMatch(synapses -> synapses.targets().length == all);
    }

    /** Where the sources of a population on a single core lie behind its first one; null if they follow each other. */
    private static int[] offsets(Wiring wiring, Partition partition, SpikingShape shape) {
        if (wiring.fromInput() || shape.cores() > 1) {
            return null;
        }
        int first = partition.parts(wiring.source()).get(0).firstGroup() * shape.lanes();
        return Arrays.stream(partition.index(wiring.source()))
                .map(n -> n - first)
                .toArray();
    }

    private static int[] groups(Synapses synapses, int[] index, SpikingShape shape) {
        return Arrays.stream(synapses.targets())
                .filter(n -> index[n] >= 0)
                .map(n -> index[n] / shape.lanes())
                .sorted()
                .distinct()
                .toArray();
    }

    /**
     * Refuses what the spikes of other cores could overtake: a core may send those of a population before another has added that population's old ones.
     *
     * @throws InputException if a chosen connection leads from a population to itself, and there are several cores
     */
    static void check(IntegerNetwork network, SpikingShape shape, Set<Integer> chosen) {
        for (int c : chosen) {
            Wiring wiring = network.connections().get(c);
            if (!fits(network, shape, wiring)) {
                throw new InputException(
                        "connection " + wiring.name()
                                + " does not lead from all to all, and weights of one bit cannot be 0, as those of clock-driven connections must",
                        "remove it from mapping.clock-driven, or set engine.weight-bits: 2");
            }
            if (shape.cores() > 1 && returns(wiring)) {
                throw new InputException(
                        "connection " + wiring.name()
                                + " leads from a population to itself, which cannot be clock-driven on several cores",
                        "remove it from mapping.clock-driven, or set engine.cores: 1");
            }
        }
    }

    private static boolean returns(Wiring wiring) {
        return !wiring.fromInput() && wiring.source() == wiring.target();
    }

    /** Whether a connection has synapses to neurons of a core, which are 0 or more in the index. */
    static boolean reaches(Wiring wiring, int[] index) {
        return Arrays.stream(wiring.synapses())
                .anyMatch(synapses -> Arrays.stream(synapses.targets()).anyMatch(n -> index[n] >= 0));
    }

    /**
     * The walks of a population on a core, in the order in which they are done.
     *
     * @param chosen connections
     * @param firstSource of each connection
     * @param rows where their weights go
     */
    static List<BigInteger> words(
            IntegerNetwork network,
            SpikingShape shape,
            Partition partition,
            int core,
            Set<Integer> chosen,
            int population,
            int[] firstSource,
            RowTable rows) {
        List<BigInteger> words = new ArrayList<>();
        Set<Integer> here = chosen.stream()
                .filter(c -> reaches(
                        network.connections().get(c),
                        partition.index(network.connections().get(c).target(), core)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        int[] of = IntStream.range(0, network.connections().size())
                .filter(c -> here.contains(c) && network.connections().get(c).target() == population)
                .toArray();
        int[] target = partition.index(population, core);
        for (int c : of) {
            Wiring wiring = network.connections().get(c);
            int[] source = offsets(wiring, partition, shape);
            int sources = source == null
                    ? wiring.synapses().length
                    : partition.parts(wiring.source()).get(0).groups() * shape.lanes();
            int[] reached = IntStream.range(0, wiring.synapses().length)
                    .flatMap(i -> Arrays.stream(groups(wiring.synapses()[i], target, shape)))
                    .sorted()
                    .distinct()
                    .toArray();
            int low = reached[0];
            int groups = reached[reached.length - 1] + 1 - low;
            int ways = shape.walkSources();
            int skipped = firstSource[c] % ways;
            int steps = (skipped + sources + ways - 1) / ways;
            long[][][] weights = new long[groups][steps * ways][shape.lanes()];
            for (int i = 0; i < wiring.synapses().length; i++) {
                Synapses synapses = wiring.synapses()[i];
                int at = skipped + (source == null ? i : source[i]);
                for (int k = 0; k < synapses.targets().length; k++) {
                    if (target[synapses.targets()[k]] < 0) {
                        continue;
                    }
                    int neuron = target[synapses.targets()[k]] - low * shape.lanes();
                    weights[neuron / shape.lanes()][at][neuron % shape.lanes()] = synapses.weights()[k];
                }
            }
            List<BigInteger> block = new ArrayList<>();
            for (long[][] group : weights) {
                for (long[] lanes : group) {
                    Packed word = new Packed();
                    for (long weight : lanes) {
                        word.addWeight(weight, shape.weightBits());
                    }
                    block.add(word.value());
                }
            }
            int all = (1 << ways) - 1;
            words.add(new Packed()
                    .add(firstSource[c] / ways, shape.stepBits())
                    .add(steps - 1, shape.stepBits())
                    .add(rows.steps(block, ways), shape.weightStepBits())
                    .add(low, shape.groupBits())
                    .add(groups - 1, shape.groupBits())
                    .add(all << skipped & all, ways)
                    .add(all >> steps * ways - skipped - sources, ways)
                    .add(clears(network, here, c) ? 1 : 0, 1)
                    .add(c == of[of.length - 1] ? 1 : 0, 1)
                    .value());
        }
        return words;
    }

    /** Whether no later walk needs the values of the connection's source before they are new. */
    private static boolean clears(IntegerNetwork network, Set<Integer> chosen, int connection) {
        Wiring wiring = network.connections().get(connection);
        int last = chosen.stream()
                .filter(c -> network.connections().get(c).fromInput() == wiring.fromInput()
                        && network.connections().get(c).source() == wiring.source())
                .max(Comparator.<Integer>comparingInt(
                                c -> when(network, network.connections().get(c)))
                        .thenComparing(c -> c))
                .orElseThrow();
        return last == connection;
    }

    /** Updates after that of the source until the one of the target. */
    private static int when(IntegerNetwork network, Wiring wiring) {
        int count = network.populations().size();
        return wiring.fromInput() ? wiring.target() : Math.floorMod(wiring.target() - wiring.source() - 1, count);
    }
}
