// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/** Nodes of NIR that keep a state or compare, and sums that are read. */
public enum NeuronKind {
    /** Integrates: dv/dt = r x. */
    I("I", false, false, false),
    /** Integrates and fires. */
    IF("IF", false, false, true),
    /** Leaky: tau dv/dt = (v_leak - v) + r x. */
    LI("LI", true, false, false),
    /** Leaky, and fires. */
    LIF("LIF", true, false, true),
    /** Leaky behind a synapse: tau_syn dI/dt = -I + w_in x, and LI of I. */
    CUBA_LI("CubaLI", true, true, false),
    /** Leaky behind a synapse, and fires. */
    CUBA_LIF("CubaLIF", true, true, true),
    /** No state: fires if x is above the threshold. */
    THRESHOLD("Threshold", false, false, true),
    /** No state: the sum itself, for an output that is no neuron. */
    SUM("sum", false, false, false);

    private final String nirName;
    private final boolean leaky;
    private final boolean synapse;
    private final boolean fires;

    NeuronKind(String nirName, boolean leaky, boolean synapse, boolean fires) {
        this.nirName = nirName;
        this.leaky = leaky;
        this.synapse = synapse;
        this.fires = fires;
    }

    /** The type of the node in NIR. */
    public String nirName() {
        return nirName;
    }

    /** Whether the membrane has a time constant. */
    public boolean isLeaky() {
        return leaky;
    }

    /** Whether a synaptic current stands before the membrane. */
    public boolean hasSynapse() {
        return synapse;
    }

    /** Whether its results are spikes; otherwise they are membranes, or sums. */
    public boolean fires() {
        return fires;
    }

    /** Whether it has a membrane. */
    public boolean hasMembrane() {
        return this != THRESHOLD && this != SUM;
    }
}
