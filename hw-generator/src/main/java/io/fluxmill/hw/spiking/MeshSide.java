// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * The ports that a core has on a mesh only.
 *
 * @param firedNeuron out: a neuron of this core that fired
 * @param firedValue out: its spike's value
 * @param firedLeaves out: it is one of an output
 * @param firedValid out
 * @param firedReady in: the spike is taken, and none is kept
 * @param eventSource in: a source that sends to the neurons of this core
 * @param eventValue in: its value
 * @param eventValid in
 * @param eventReady out
 * @param phaseOver out, a pulse: the spikes of a phase of the tick were taken
 * @param gathered in: the phases of all cores are over
 * @param beatEnds out: the beat is the last one of a tick
 * @param loadRoutes out: a word of the routing table is loaded
 * @param loadAddress out: its address
 * @param loadData out: the word
 */
record MeshSide(
        Word firedNeuron,
        Word firedValue,
        Bit firedLeaves,
        Bit firedValid,
        Bit firedReady,
        Word eventSource,
        Word eventValue,
        Bit eventValid,
        Bit eventReady,
        Bit phaseOver,
        Bit gathered,
        Bit beatEnds,
        Bit loadRoutes,
        Word loadAddress,
        Word loadData) {}
