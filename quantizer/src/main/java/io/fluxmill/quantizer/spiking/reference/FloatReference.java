// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.ArrayList;
import java.util.List;

/** A spiking network in floating point (double) by {@link TickRules}. */
public final class FloatReference {
    private final SpikingNetwork network;
    private final TickRules rules;
    private final List<FloatNeurons> neurons = new ArrayList<>();
    private final List<List<Wire>> wires = new ArrayList<>();
    private final List<History> ofInputs = new ArrayList<>();
    private final List<History> ofPopulations = new ArrayList<>();
    private int tick;

    /**
     * A connection with its delays in ticks.
     *
     * @param delay of all values
     * @param sourceDelays further ticks of each value of the source, or null
     * @param targetDelays further ticks of each sum, or null
     */
    private record Wire(Connection connection, History source, int delay, int[] sourceDelays, int[] targetDelays) {}

    /** @throws io.fluxmill.core.config.InputException if a delay is not a number of ticks that the rules allow */
    public FloatReference(SpikingNetwork network, TickRules rules) {
        this.network = network;
        this.rules = rules;
        network.inputs().forEach(input -> ofInputs.add(new History(input.size())));
        network.populations().forEach(p -> {
            neurons.add(new FloatNeurons(p, rules));
            ofPopulations.add(new History(p.size()));
            wires.add(new ArrayList<>());
        });
        for (Connection connection : network.connections()) {
            wires.get(connection.target()).add(wire(connection));
        }
    }

    private Wire wire(Connection connection) {
        Delays delays = Delays.of(network, connection, rules);
        History source = (connection.fromInput() ? ofInputs : ofPopulations).get(connection.source());
        source.keep(delays.most());
        return new Wire(connection, source, delays.all(), delays.ofSource(), delays.ofTarget());
    }

    /**
     * Results of a run.
     *
     * @param activity {@code [populations][ticks][neurons]}: spikes in each tick; membranes or sums of those that do not fire
     * @param membranes the same, in the unit of the rules; null for populations without a membrane
     */
    public record Run(double[][][] activity, double[][][] membranes) {}

    /**
     * Runs from rest.
     *
     * @param inputs {@code [inputs of the network][ticks][values]}
     */
    public Run run(double[][][] inputs) {
        reset();
        int ticks = inputs[0].length;
        int count = neurons.size();
        double[][][] activity = new double[count][ticks][];
        double[][][] membranes = new double[count][ticks][];
        for (int t = 0; t < ticks; t++) {
            double[][] now = new double[inputs.length][];
            for (int i = 0; i < inputs.length; i++) {
                now[i] = inputs[i][t];
            }
            step(now);
            for (int p = 0; p < count; p++) {
                activity[p][t] = ofPopulations.get(p).at(0).clone();
                membranes[p][t] = neurons.get(p).membranes();
            }
        }
        return new Run(activity, membranes);
    }

    /** Puts every state to 0. */
    public void reset() {
        tick = 0;
        ofInputs.forEach(History::clear);
        ofPopulations.forEach(History::clear);
        neurons.forEach(FloatNeurons::clear);
    }

    /** One tick. */
    private void step(double[][] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            ofInputs.get(i).push(inputs[i]);
        }
        ofPopulations.forEach(History::advance);
        for (int p = 0; p < neurons.size(); p++) {
            Population population = network.populations().get(p);
            double[] sum = new double[population.size()];
            wires.get(p).forEach(wire -> add(wire, sum));
            neurons.get(p).step(sum, ofPopulations.get(p).at(0));
        }
        tick++;
    }

    private void add(Wire wire, double[] sum) {
        Connection connection = wire.connection();
        boolean arrives = !connection.recurrent() || rules.recurrentBias() || tick >= wire.delay();
        if (connection.bias() != null && arrives) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += connection.bias()[i];
            }
        }
        if (wire.targetDelays() == null) {
            double[] values = connection.apply(wire.source().at(wire.delay(), wire.sourceDelays(), 0));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
            return;
        }
        int most = 0;
        for (int delay : wire.targetDelays()) {
            most = Math.max(most, delay);
        }
        for (int delay = 0; delay <= most; delay++) {
            addDelayed(wire, delay, sum);
        }
    }

    /** Adds to the neurons that see the source so many ticks late. */
    private static void addDelayed(Wire wire, int delay, double[] sum) {
        boolean any = false;
        for (int of : wire.targetDelays()) {
            any |= of == delay;
        }
        if (any) {
            double[] values = wire.connection().apply(wire.source().at(wire.delay(), wire.sourceDelays(), delay));
            for (int i = 0; i < sum.length; i++) {
                if (wire.targetDelays()[i] == delay) {
                    sum[i] += values[i];
                }
            }
        }
    }
}
