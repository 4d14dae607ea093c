// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

/**
 * An event as a front end cuts it.
 *
 * @param stamp number of the trigger's sample since enabling
 * @param baseline 2^-4 LSB
 * @param peak largest of {@code samples}
 * @param peakLength p, the bit length of the peak; 0 without normalisation
 * @param gainIndex i, the number of the gain; 0 without normalisation
 * @param gain G
 * @param shift s
 * @param samples y, baseline subtracted, 2^-4 LSB
 * @param elements of the network's input; the arrays are not copied
 */
public record PulseEvent(
        int channel,
        long stamp,
        boolean pileUp,
        boolean overRange,
        int baseline,
        int peak,
        int peakLength,
        int gainIndex,
        int gain,
        int shift,
        int[] samples,
        int[] elements) {}
