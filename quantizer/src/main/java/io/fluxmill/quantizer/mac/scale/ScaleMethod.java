// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

/**
 * How the scale of a tensor is found from samples of its values.
 *
 * <p>{@link #MIN_MAX} and {@link #PERCENTILE} put the largest magnitude (or its 99.9 % quantile) on the format's
 * {@linkplain Levels reference point}. {@link #MSE} searches the scale whose rounding error has the smallest mean
 * square.
 */
public enum ScaleMethod {
    MIN_MAX,
    PERCENTILE,
    MSE
}
