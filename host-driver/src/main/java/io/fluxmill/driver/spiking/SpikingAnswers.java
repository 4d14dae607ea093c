// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingProgram.Place;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.spiking.SpikingRunner.Read;
import io.fluxmill.driver.spiking.SpikingRunner.Run;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads what an engine sends of a sample. */
final class SpikingAnswers {
    private static final int INDEX = (1 << SpikingLayout.INDEX_BITS) - 1;

    private final String design;
    private final SpikingShape shape;
    private final SpikingProgram program;
    private final int[] neuronOf;
    private final int[] populationOf;

    /** @param design its name, for messages */
    SpikingAnswers(String design, SpikingShape shape, SpikingProgram program) {
        this.design = design;
        this.shape = shape;
        this.program = program;
        neuronOf = new int[shape.cores() * shape.neurons()];
        populationOf = new int[neuronOf.length];
        Arrays.fill(populationOf, -1);
        for (int p = 0; p < program.populations().size(); p++) {
            int[] index = program.populations().get(p).index();
            for (int n = 0; n < index.length; n++) {
                populationOf[index[n]] = p;
                neuronOf[index[n]] = n;
            }
        }
    }

    /**
     * What happened in a run.
     *
     * @param out all words that came
     * @param outputs that were read; 0 for none
     * @throws DeviceException if other words came than those of the sample
     */
    Run run(List<Integer> out, SpikingSample sample, States states, int outputs, Map<String, Long> counters) {
        int count = program.populations().size();
        int ticks = sample.ticks();
        Run run = new Run(new int[count][][], new int[count][ticks][], new int[count][ticks][], counters, null);
        for (int p = 0; p < count; p++) {
            if (program.populations().get(p).output()) {
                run.spikes()[p] = new int[ticks][program.populations().get(p).index().length];
            }
        }
        int end = decode(out, run, sample, states);
        return outputs == 0
                ? run
                : new Run(run.spikes(), run.membranes(), run.currents(), counters, read(out, end, outputs));
    }

    private Read read(List<Integer> out, int at, int outputs) {
        int word = at < out.size() ? out.get(at) : -1;
        if (word >>> SpikingLayout.OP_LSB != SpikingLayout.READ || out.size() - at != outputs + 1) {
            throw new DeviceException(String.format(
                    "%s did not send the class and %d read-outs, but %d words from 0x%08X on: load its program again",
                    design, outputs, out.size() - at, word));
        }
        return new Read(
                word & INDEX,
                out.subList(at + 1, out.size()).stream().mapToInt(w -> w).toArray());
    }

    /** The place behind what was decoded. */
    private int decode(List<Integer> out, Run run, SpikingSample sample, States states) {
        int at = 0;
        int over = 0;
        List<Integer> group = new ArrayList<>();
        while (over < sample.ticks()) {
            while (at < out.size() && out.get(at) >>> SpikingLayout.OP_LSB == SpikingLayout.SPIKE) {
                group.add(out.get(at++));
            }
            // The next end that must come; one before it comes if there were spikes.
            int due = sample.nextEnd(over);
            int end = at < out.size() ? out.get(at++) : -1;
            int tick = end - (SpikingLayout.TICK << SpikingLayout.OP_LSB);
            if (tick < over || tick > due || tick < due && group.isEmpty()) {
                throw new DeviceException(String.format(
                        "%s did not send the end of tick %d, but 0x%08X: load its program again", design, due, end));
            }
            for (int spike : group) {
                spike(spike, run.spikes(), tick);
            }
            group.clear();
            over = tick + 1;
            if (states.of(tick, sample.ticks())) {
                at = states(out, at, tick, run.membranes(), run.currents());
            }
        }
        return at;
    }

    private void spike(int word, int[][][] spikes, int tick) {
        int neuron = word & INDEX;
        int p = neuron < populationOf.length ? populationOf[neuron] : -1;
        if (p < 0 || spikes[p] == null) {
            throw new DeviceException(design + " sent a spike of neuron " + neuron
                    + ", which is none of an output: load its program again");
        }
        spikes[p][tick][neuronOf[neuron]] += word >>> SpikingLayout.VALUE_LSB & ((1 << SpikingLayout.VALUE_BITS) - 1);
    }

    private int states(List<Integer> out, int from, int t, int[][][] membranes, int[][][] currents) {
        int at = from;
        int lanes = shape.lanes();
        int words = lanes * (shape.currents() ? 2 : 1);
        for (int p = 0; p < program.populations().size(); p++) {
            Place place = program.populations().get(p);
            if (!place.watched()) {
                continue;
            }
            int size = place.index().length;
            membranes[p][t] = new int[size];
            currents[p][t] = new int[size];
            for (Part part : place.parts()) {
                int first = part.core() * shape.neurons() + part.firstGroup() * lanes;
                for (int n = 0; n < size; n++) {
                    int local = place.index()[n] - first;
                    if (local >= 0 && local < part.groups() * lanes) {
                        int word = at + local / lanes * words + local % lanes;
                        membranes[p][t][n] = out.get(word);
                        currents[p][t][n] = shape.currents() ? out.get(word + lanes) : 0;
                    }
                }
                at += part.groups() * words;
            }
        }
        return at;
    }
}
