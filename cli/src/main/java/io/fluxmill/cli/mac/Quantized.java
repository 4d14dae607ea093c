// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;

/**
 * A network in one format.
 *
 * @param format as the configuration names it
 * @param seconds that it took
 */
public record Quantized(String format, QuantizedNetwork network, double seconds) {}
