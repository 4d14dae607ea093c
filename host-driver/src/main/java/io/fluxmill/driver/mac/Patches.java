// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram;
import java.util.Arrays;

/**
 * The rows of a matrix product as windows over samples (im2col), without copying them: element {@code k} of a row is
 * {@code source()[base() + offset(k)]}. If the window leaves the input, each sample is copied once into a frame of pad codes.
 */
final class Patches {
    private final MacProgram.Window window;
    private final int height;
    private final int width;
    private final int elements;
    private final boolean framed;
    private final int frameHeight;
    private final int frameWidth;
    private final int[] offsets;
    private final short[] frame;
    private short[] codes;
    private int framedSample = -1;
    private int sample;
    private int oy;
    private int ox;

    Patches(MacProgram.Value value, MacProgram.Window window, int padCode) {
        this.window = window;
        height = value.height();
        width = value.width();
        elements = value.elements();
        int reachY = (window.outHeight() - 1) * window.strideY() + (window.kernelHeight() - 1) * window.dilationY() + 1;
        int reachX = (window.outWidth() - 1) * window.strideX() + (window.kernelWidth() - 1) * window.dilationX() + 1;
        framed = window.padTop() > 0
                || window.padLeft() > 0
                || reachY - window.padTop() > height
                || reachX - window.padLeft() > width;
        frameHeight = framed ? Math.max(reachY, window.padTop() + height) : height;
        frameWidth = framed ? Math.max(reachX, window.padLeft() + width) : width;
        frame = new short[framed ? window.channels() * frameHeight * frameWidth : 0];
        Arrays.fill(frame, (short) padCode);
        offsets = windowOffsets();
    }

    private int[] windowOffsets() {
        int[] result = new int[window.depth()];
        int k = 0;
        int first = framed ? 0 : window.firstChannel();
        for (int c = 0; c < window.channels(); c++) {
            for (int ky = 0; ky < window.kernelHeight(); ky++) {
                for (int kx = 0; kx < window.kernelWidth(); kx++) {
                    int y = (first + c) * frameHeight + ky * window.dilationY();
                    result[k++] = y * frameWidth + kx * window.dilationX();
                }
            }
        }
        return result;
    }

    /** Goes to a row of a batch: {@code (sample * outHeight + oy) * outWidth + ox}. */
    void seek(short[] batch, long row) {
        if (codes != batch) {
            codes = batch;
            framedSample = -1;
        }
        sample = (int) (row / window.positions());
        int position = (int) (row % window.positions());
        oy = position / window.outWidth();
        ox = position % window.outWidth();
    }

    /** Goes to the next row. */
    void advance() {
        if (++ox == window.outWidth()) {
            ox = 0;
            if (++oy == window.outHeight()) {
                oy = 0;
                sample++;
            }
        }
    }

    /** The array that the offsets of the current row refer to. */
    short[] source() {
        fillFrame();
        return framed ? frame : codes;
    }

    /** Where the current row's window starts in {@link #source}. */
    int base() {
        int start = framed ? 0 : sample * elements;
        return start + oy * window.strideY() * frameWidth + ox * window.strideX();
    }

    /** Offsets of the window's elements in row-major order (channel, ky, kx). */
    int[] offsets() {
        return offsets;
    }

    private void fillFrame() {
        if (!framed || framedSample == sample) {
            return;
        }
        framedSample = sample;
        for (int c = 0; c < window.channels(); c++) {
            int from = sample * elements + (window.firstChannel() + c) * height * width;
            int to = (c * frameHeight + window.padTop()) * frameWidth + window.padLeft();
            for (int y = 0; y < height; y++) {
                System.arraycopy(codes, from + y * width, frame, to + y * frameWidth, width);
            }
        }
    }
}
