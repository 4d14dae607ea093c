// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/** Decides, together with the state, whether a pulse on a cell's only input makes its transition emit. */
public enum Gate {
    /** Nothing: every transition emits. */
    NONE,
    /** A draw of the cell's LFSR: a stochastic synapse. */
    DRAW,
    /** The current of the cell's loop: an integrate-and-fire neuron. */
    INTEGRATE
}
