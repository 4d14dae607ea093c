// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerDescriptor;

/**
 * An input of few channels as the first layer reads it: the columns of its kernel as channels of a position, the last in the highest lane.
 *
 * @param window of the layer over pixels
 * @param width of an image in pixels
 * @param lanes of a word of codes
 */
record PixelWindows(Window window, int width, int lanes) {
    /** Whether the processor can make these windows, which fit two bank words and are as many as the layer wants, and a layer reads fewer words of them. */
    boolean isUseful(int bankWords) {
        int span = (window.outWidth() - 1) * window.strideX() + window.kernelWidth();
        int rest = window.padLeft() + width + padRight() - span;
        int unpacked = window.kernelWidth() * ((window.channels() + lanes - 1) / lanes);
        return window.dilationX() == 1
                && words() < unpacked
                && elements() <= 2 * bankWords * lanes
                && rest < window.strideX()
                && window.padLeft() < window.kernelWidth();
    }

    /** Pads behind a row. */
    private int padRight() {
        int span = (window.outWidth() - 1) * window.strideX() + window.kernelWidth();
        return Math.max(0, span - window.padLeft() - width);
    }

    /** Codes of a window's row. */
    int elements() {
        return window.kernelWidth() * window.channels();
    }

    /** Words of a position. */
    int words() {
        return (elements() + lanes - 1) / lanes;
    }

    /** Bank words of a position. */
    int planes(int bankWords) {
        return (words() + bankWords - 1) / bankWords;
    }

    /** Lanes before the first code. */
    int unused() {
        return words() * lanes - elements();
    }

    /** The layer's window over positions. */
    Window overPositions() {
        return new Window(
                0,
                elements(),
                window.kernelHeight(),
                1,
                window.strideY(),
                1,
                window.padTop(),
                0,
                window.dilationY(),
                1,
                window.outHeight(),
                window.outWidth());
    }

    /** Sets what makes the windows. */
    void setInput(LayerDescriptor.Builder descriptor, int bankWords, int pad) {
        descriptor
                .set(DescriptorField.LAST_WORD, planes(bankWords) - 1)
                .set(DescriptorField.LAST_KERNEL_X, window.kernelWidth() - 1)
                .set(DescriptorField.LAST_KERNEL_Y, window.channels() - 1)
                .set(DescriptorField.ADVANCE_X, window.padLeft())
                .set(DescriptorField.WIDTH, width)
                .set(DescriptorField.ADVANCE_Y, padRight())
                .set(DescriptorField.STEP_Y, window.strideX())
                .set(DescriptorField.PAD, pad);
    }
}
