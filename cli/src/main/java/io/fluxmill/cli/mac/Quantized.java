// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;

/**
 * A network in one format.
 *
 * @param format as the configuration names it
 * @param round the arithmetic of a TensorFlow Lite model's own codes, or null
 * @param seconds that it took
 */
public record Quantized(String format, QuantizedNetwork network, Rounding round, double seconds) {}
