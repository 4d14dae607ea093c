// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

/** Signals go from the output of one node, element by element, to the input of another; what arrives at an input from several edges is added. */
public record NirEdge(String source, String target) {}
