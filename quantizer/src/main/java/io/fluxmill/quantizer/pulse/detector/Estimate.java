// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * What an estimator finds in an event.
 *
 * @param timeSamples beginning of the pulse, in samples from the window's first one
 * @param amplitude in the units of the samples
 */
public record Estimate(double timeSamples, double amplitude) {}
