// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

/** Something that was recorded of each neuron of a node, such as spikes or membrane voltages. */
public sealed interface Observable permits TimeGriddedData, EventData, ValuedEventData {
    /** Number of independent recordings. */
    int samples();

    /** Number of neurons. */
    int neurons();
}
