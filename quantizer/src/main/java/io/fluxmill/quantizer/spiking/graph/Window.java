// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * Where the windows of a convolution or pool lie along one axis.
 *
 * @param input positions of the input
 * @param kernel positions of the window
 * @param before positions of zeros before the input
 * @param after positions of zeros after it
 */
public record Window(int input, int kernel, int stride, int dilation, int before, int after) {
    /** How many windows; 0 if none fits. */
    public int outputs() {
        long room = (long) input + before + after - (long) dilation * (kernel - 1) - 1;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.floorDiv(room, stride) + 1));
    }

    /** The window in which an input position is place {@code k}, or -1. */
    int output(int position, int k) {
        long start = (long) position + before - (long) k * dilation;
        return start >= 0 && start % stride == 0 && start / stride < outputs() ? (int) (start / stride) : -1;
    }
}
