// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which groups of a population lie on which core. Each core has the same number of groups of each population, in their order; those left over go to the cores that
 * have the fewest groups so far, so that all cores have work in every population.
 */
final class Partition {
    private final SpikingShape shape;
    private final List<int[]> index = new ArrayList<>();
    private final List<List<Part>> parts = new ArrayList<>();
    private final int[] used;

    Partition(IntegerNetwork network, SpikingShape shape) {
        this.shape = shape;
        used = new int[shape.cores()];
        network.populations().forEach(this::place);
    }

    /** Groups that a core has in all. */
    int groups(int core) {
        return used[core];
    }

    /** {@code [neurons]}: neuron of the hardware, by neuron of a population. */
    int[] index(int population) {
        return index.get(population);
    }

    /** The same for a core: the neuron there, or -1 for one of another core. */
    int[] index(int population, int core) {
        return Arrays.stream(index.get(population))
                .map(neuron -> neuron / shape.neurons() == core ? neuron % shape.neurons() : -1)
                .toArray();
    }

    /** Where a population lies; each core that has groups of it once. */
    List<Part> parts(int population) {
        return parts.get(population);
    }

    /** The part of a population on a core, or null. */
    Part part(int population, int core) {
        return parts.get(population).stream()
                .filter(part -> part.core() == core)
                .findFirst()
                .orElse(null);
    }

    private void place(Neurons population) {
        int lanes = shape.lanes();
        int[] positions = positions(population.shape(), lanes);
        int groups = Arrays.stream(positions).max().orElse(0) / lanes + 1;
        int[] counts = new int[used.length];
        Arrays.fill(counts, groups / used.length);
        IntStream.range(0, used.length)
                .boxed()
                .sorted(Comparator.comparingInt(core -> used[core]))
                .limit(groups % used.length)
                .forEach(core -> counts[core]++);
        int[] placed = new int[groups];
        List<Part> of = new ArrayList<>();
        int group = 0;
        for (int core = 0; core < used.length; core++) {
            if (counts[core] > 0) {
                of.add(new Part(core, used[core], counts[core]));
            }
            for (int i = 0; i < counts[core]; i++) {
                placed[group++] = core * shape.groups() + used[core]++;
            }
        }
        parts.add(of);
        index.add(Arrays.stream(positions)
                .map(position -> placed[position / lanes] * lanes + position % lanes)
                .toArray());
    }

    /** Places of a population's neurons from 0 on, in whole groups. */
    static int[] positions(int[] extents, int lanes) {
        int size = Arrays.stream(extents).reduce(1, Math::multiplyExact);
        int channels = extents.length > 1 ? extents[0] : size;
        int positions = size / channels;
        boolean byPosition = extents.length > 1 && 2 * channels >= lanes;
        int padded = (channels + lanes - 1) / lanes * lanes;
        return IntStream.range(0, size)
                .map(i -> byPosition ? i % positions * padded + i / positions : i)
                .toArray();
    }
}
