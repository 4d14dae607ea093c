// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which a layer takes its output positions: all of a window whose results become a maximum, row by row, then the windows of a row, rows, images.
 *
 * @param window of the layer
 * @param maxima windows of its results
 * @param input map that it reads
 * @param arrayRows rows of the array, at least as many as a window of results has
 */
public record WindowRows(Window window, Maxima maxima, MapLayout input, int arrayRows) {
    public WindowRows {
        if (maxima.size() > arrayRows) {
            throw new IllegalArgumentException(
                    "windows of " + maxima.size() + " results must fit " + arrayRows + " rows of the array");
        }
    }

    /** Rows of a tile: as many whole windows as the array has rows for. */
    public int tileRows() {
        return arrayRows / maxima.size() * maxima.size();
    }

    /** Output positions of the batch, of one tile of columns. */
    public int rows() {
        return input.images() * maxima.countY() * maxima.countX() * maxima.size();
    }

    /** Where the window of a row begins; rows behind the last go on in the same order. */
    public Position position(int row) {
        int element = row % maxima.size();
        int number = row / maxima.size();
        int image = number / (maxima.countX() * maxima.countY());
        int elementY = element / maxima.width() * window.strideY();
        int elementX = element % maxima.width() * window.strideX();
        int y = number / maxima.countX() % maxima.countY() * stepY() + elementY - window.padTop();
        int x = number % maxima.countX() * stepX() + elementX - window.padLeft();
        return new Position(x, y, input.linear(image, y, x), elementX, elementY);
    }

    /** Rows of the map from a window of results to the next. */
    private int stepY() {
        return maxima.strideY() * window.strideY();
    }

    /** Columns. */
    private int stepX() {
        return maxima.strideX() * window.strideX();
    }

    /** Whether the rows of every tile lie in different banks, or in one place, for each element of the window. */
    public boolean isFreeOfConflicts(int banks) {
        for (int first = 0; first < rows(); first += tileRows()) {
            // Elements differ by what all rows add, so that of a paired map two places stand for all, of others one.
            for (int offset = 0; offset <= (input.paired() ? 1 : 0); offset++) {
                if (conflicts(first, offset, banks)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean conflicts(int first, int offset, int banks) {
        int[] taken = new int[banks];
        Arrays.fill(taken, Integer.MIN_VALUE);
        for (int row = first; row < first + tileRows(); row++) {
            int linear = position(row).linear() + offset;
            int bank = input.bank(linear, banks);
            if (taken[bank] != Integer.MIN_VALUE && taken[bank] != linear) {
                return true;
            }
            taken[bank] = linear;
        }
        return false;
    }

    /**
     * How far a tile reads: linear positions from the first element of its first row's window to the last element of any of its rows, of the tile in
     * which these are the most.
     */
    public int reach() {
        int most = 0;
        for (int first = 0; first < rows(); first += tileRows()) {
            int begin = position(first).linear();
            for (int row = first; row < Math.min(rows(), first + tileRows()); row++) {
                most = Math.max(most, position(row).linear() - begin);
            }
        }
        int lastY = (window.kernelHeight() - 1) * window.dilationY();
        int lastX = (window.kernelWidth() - 1) * window.dilationX();
        return most + lastY * input.rowPitch() + lastX;
    }

    /** Positions of the first tile; rows of the array that are not of a tile read where others do. */
    public List<Position> firstTile() {
        return IntStream.range(0, arrayRows)
                .mapToObj(row -> position(row % tileRows()))
                .toList();
    }

    /**
     * Sets the fields of the window, of the input map and of the steps.
     *
     * @param words of a position
     */
    public void set(LayerDescriptor.Builder descriptor, int words) {
        int step = tileRows() / maxima.size();
        int spanX = maxima.countX() * stepX();
        int spanY = maxima.countY() * stepY();
        int advanceX = step % maxima.countX() * stepX();
        int advanceY = step / maxima.countX() % maxima.countY() * stepY();
        int images = step / (maxima.countX() * maxima.countY());
        int pitch = input.rowPitch();
        descriptor
                .set(DescriptorField.ROWS, rows())
                .set(DescriptorField.TILE_ROWS, tileRows())
                .set(DescriptorField.WINDOW, maxima.size())
                .set(DescriptorField.LAST_KERNEL_X, window.kernelWidth() - 1)
                .set(DescriptorField.LAST_KERNEL_Y, window.kernelHeight() - 1)
                .set(DescriptorField.LAST_WORD, words - 1)
                .set(DescriptorField.WIDTH, input.width())
                .set(DescriptorField.HEIGHT, input.height())
                .set(DescriptorField.DILATION_X, window.dilationX())
                .set(DescriptorField.DILATION_Y, window.dilationY())
                .set(
                        DescriptorField.KERNEL_ROW_STEP,
                        window.dilationY() * pitch - (window.kernelWidth() - 1) * window.dilationX())
                .set(DescriptorField.ADVANCE_X, advanceX)
                .set(DescriptorField.LIMIT_X, spanX - window.padLeft())
                .set(DescriptorField.SPAN_X, spanX)
                .set(DescriptorField.STEP_Y, stepY())
                .set(DescriptorField.ADVANCE_Y, advanceY)
                .set(DescriptorField.LIMIT_Y, spanY - window.padTop())
                .set(DescriptorField.SPAN_Y, spanY)
                .set(DescriptorField.ADVANCE_L, input.linear(images, advanceY, advanceX) & 0xFFFF)
                .set(DescriptorField.CARRY_L, stepY() * pitch - spanX)
                .set(DescriptorField.OVER_L, input.imagePitch() - spanY * pitch)
                .set(DescriptorField.INPUT_BASE, input.base())
                .set(DescriptorField.INPUT_PLANE, input.planeSize())
                .set(DescriptorField.INPUT_PAIRED, input.paired() ? 1 : 0);
    }
}
