// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * Neurons of one kind, in the units of NIR. Every array has a value for each neuron; those that the kind does not have are null.
 *
 * @param name of the node
 * @param shape of the neurons, row-major
 * @param tauSyn seconds
 * @param tau of the membrane, seconds
 * @param resistance r
 * @param leak v_leak
 * @param inputWeight w_in
 * @param threshold v_threshold, or threshold
 * @param reset v_reset, 0 where the file has none
 */
public record Population(
        String name,
        NeuronKind kind,
        int[] shape,
        double[] tauSyn,
        double[] tau,
        double[] resistance,
        double[] leak,
        double[] inputWeight,
        double[] threshold,
        double[] reset) {
    /** How many neurons. */
    public int size() {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }
}
