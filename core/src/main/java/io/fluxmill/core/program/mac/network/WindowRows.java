// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which a layer takes its output positions: all of a window of poolY x poolX results, row by row, then the windows of a row, rows, images. Results
 * that fill no window are left out.
 *
 * @param window of the layer
 * @param poolY rows of the windows whose results become their maximum, 1 without
 * @param poolX columns of them
 * @param input map that it reads
 * @param arrayRows rows of the array: a multiple of poolY * poolX
 */
public record WindowRows(Window window, int poolY, int poolX, MapLayout input, int arrayRows) {
    public WindowRows {
        if (arrayRows % (poolY * poolX) != 0) {
            throw new IllegalArgumentException(
                    "windows of " + poolY + " x " + poolX + " do not fill tiles of " + arrayRows + " rows");
        }
    }

    /** Windows in a row of an image. */
    public int windowsX() {
        return window.outWidth() / poolX;
    }

    /** Rows of windows in an image. */
    public int windowsY() {
        return window.outHeight() / poolY;
    }

    /** Output positions of the batch, of one tile of columns. */
    public int rows() {
        return input.images() * windowsY() * windowsX() * poolY * poolX;
    }

    /** Where the window of a row begins; rows behind the last go on in the same order. */
    public Position position(int row) {
        int inWindow = row % (poolY * poolX);
        int number = row / (poolY * poolX);
        int image = number / (windowsX() * windowsY());
        int oy = number / windowsX() % windowsY() * poolY + inWindow / poolX;
        int ox = number % windowsX() * poolX + inWindow % poolX;
        int y = oy * window.strideY() - window.padTop();
        int x = ox * window.strideX() - window.padLeft();
        return new Position(x, y, input.linear(image, y, x));
    }

    /** Whether the rows of every tile lie in different banks, for each element of the window. */
    public boolean isFreeOfConflicts(int banks) {
        for (int first = 0; first < rows(); first += arrayRows) {
            // Elements differ by what all rows add, so that of a paired map two places stand for all, of others one.
            for (int offset = 0; offset <= (input.paired() ? 1 : 0); offset++) {
                BitSet taken = new BitSet(banks);
                for (int row = first; row < first + arrayRows; row++) {
                    int bank = input.bank(position(row).linear() + offset, banks);
                    if (taken.get(bank)) {
                        return false;
                    }
                    taken.set(bank);
                }
            }
        }
        return true;
    }

    /** Positions of the first tile. */
    public List<Position> firstTile() {
        return IntStream.range(0, arrayRows).mapToObj(this::position).toList();
    }

    /**
     * Sets the fields of the window, of the input map and of the steps.
     *
     * @param words of a position
     */
    public void set(LayerDescriptor.Builder descriptor, int words) {
        int step = arrayRows / (poolY * poolX);
        int stepX = poolX * window.strideX();
        int stepY = poolY * window.strideY();
        int spanX = windowsX() * stepX;
        int spanY = windowsY() * stepY;
        int advanceX = step % windowsX() * stepX;
        int advanceY = step / windowsX() % windowsY() * stepY;
        int images = step / (windowsX() * windowsY());
        int pitch = input.rowPitch();
        descriptor
                .set(DescriptorField.ROWS, rows())
                .set(DescriptorField.WINDOW, poolY * poolX)
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
                .set(DescriptorField.STEP_Y, stepY)
                .set(DescriptorField.ADVANCE_Y, advanceY)
                .set(DescriptorField.LIMIT_Y, spanY - window.padTop())
                .set(DescriptorField.SPAN_Y, spanY)
                .set(DescriptorField.ADVANCE_L, input.linear(images, advanceY, advanceX) & 0xFFFF)
                .set(DescriptorField.CARRY_L, stepY * pitch - spanX)
                .set(DescriptorField.OVER_L, input.imagePitch() - spanY * pitch)
                .set(DescriptorField.INPUT_BASE, input.base())
                .set(DescriptorField.INPUT_PLANE, input.planeSize())
                .set(DescriptorField.INPUT_PAIRED, input.paired() ? 1 : 0);
    }
}
