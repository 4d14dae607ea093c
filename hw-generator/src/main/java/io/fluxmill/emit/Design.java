// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.emit;

import io.fluxmill.manifest.Manifest;

/**
 * A generated design, in memory.
 *
 * @param verilog the text of {@code <design>.v}
 * @param manifest what everything but the generator knows of it
 */
public record Design(String verilog, Manifest manifest) {}
