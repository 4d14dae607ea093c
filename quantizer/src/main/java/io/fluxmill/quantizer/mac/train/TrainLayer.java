// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

/** A layer to be trained. ReLU follows every matrix layer but the last. */
public sealed interface TrainLayer {
    /** Convolution of a square kernel, same padding on all sides. */
    record Conv(int channels, int kernel, int stride, int pad) implements TrainLayer {}

    /** Max pooling of a square window. */
    record MaxPool(int kernel, int stride) implements TrainLayer {}

    /** Dense layer on all elements. */
    record Dense(int channels) implements TrainLayer {}
}
