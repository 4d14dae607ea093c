// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * How the scale {@code 2^e} of an MX block comes from its largest magnitude {@code amax > 0}; {@code max} is the largest value of an element and {@code emax} the
 * exponent of that. {@code e} is then at least -127.
 */
public enum ScaleRule {
    /** {@code floor(log2 amax) - emax}: OCP MX v1.0, 6.3. Values above {@code max 2^e} saturate. */
    FLOOR,
    /** {@code ceil(log2 amax) - emax}. */
    CEIL,
    /** The least with {@code amax <= max 2^e}: nothing saturates. */
    RCEIL,
    /** FLOOR of amax rounded to as many bits of fraction as an element has, ties to even. */
    EVEN,
    /** FLOOR or one more: the one with the smaller sum of squared errors, FLOOR if they are equal. */
    MSE
}
