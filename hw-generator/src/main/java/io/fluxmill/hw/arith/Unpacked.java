// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * One unpacked operand in hardware; the fields mean what {@link io.fluxmill.core.format.NumberFormat.Unpacked} says.
 *
 * @param significand of the format's significandBits; zero for zero and NaR
 * @param down how far below the largest exponent; zero-extended as needed by the format
 */
public record Unpacked(Bit negative, Word significand, Word down, Bit nar) {}
