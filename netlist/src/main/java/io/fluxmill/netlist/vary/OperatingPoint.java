// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.vary;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.NeuronBias;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;

/**
 * Factors on the nominal values of a circuit or of an instance; docs/sfq-margins.md says what changes with them.
 *
 * @param bias of bias currents, above 0
 * @param criticalCurrent of the junctions' critical currents, above 0
 * @param timing of delays and critical times, above 0
 */
public record OperatingPoint(double bias, double criticalCurrent, double timing) {
    /** Everything as designed. */
    public static final OperatingPoint NOMINAL = new OperatingPoint(1, 1, 1);

    /** @throws IllegalArgumentException if a factor is not above 0 */
    public OperatingPoint {
        require(bias, "bias");
        require(criticalCurrent, "critical current");
        require(timing, "timing");
    }

    private static void require(double factor, String what) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be a factor above 0: " + what + "=" + factor);
        }
    }

    /** The instance at this point. */
    public Instance apply(Instance instance) {
        Cell cell = instance.cell();
        double factor = timing * cell.operation().sensitivity().delayFactor(bias, criticalCurrent);
        Settings settings = instance.settings();
        return instance.withCell(cell.withTimes(time -> scaled(time, factor), time -> scaled(time, factor)))
                .withSettings(settings.withThreshold(threshold(cell.gate(), settings.threshold())));
    }

    private static int scaled(int time, double factor) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(time * factor));
    }

    private int threshold(Gate gate, int nominal) {
        return switch (gate) {
            case NONE -> nominal;
            case DRAW -> nominal == 0 || nominal == Settings.CERTAIN
                    ? nominal
                    : synapse(SynapseBias.microamperes((double) nominal / Settings.CERTAIN));
            case INTEGRATE -> nominal == Settings.FLUX_QUANTUM
                    ? nominal
                    : neuron(NeuronBias.microamperes((double) nominal / Settings.FLUX_QUANTUM));
        };
    }

    /** The middle of the transition moves with the critical current. */
    private int synapse(double microamperes) {
        return SynapseBias.threshold(microamperes * bias - SynapseBias.MIDDLE_MICROAMPERES * (criticalCurrent - 1));
    }

    /** The current at which the loop switches moves with the critical current. */
    private int neuron(double microamperes) {
        return NeuronBias.threshold(microamperes * bias - NeuronBias.SWITCHING_MICROAMPERES * (criticalCurrent - 1));
    }

    /** Whether the point is inside the ranges of a cell. */
    public boolean works(Cell cell) {
        return cell.operation().bias().contains(bias)
                && cell.operation().criticalCurrent().contains(criticalCurrent);
    }
}
