// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;

/** Weights as the network processor reads them. */
final class WindowWeights {
    private WindowWeights() {}

    /** Tiles of columns of a layer. */
    static int tiles(Matrix matrix, int arrayColumns) {
        return (matrix.outChannels() + arrayColumns - 1) / arrayColumns;
    }

    /** Words of a tile: those of a window. */
    static int length(Matrix matrix, NetworkStages stages) {
        int columns = stages.isPacked(matrix.input()) ? 1 : matrix.geometry().kernelWidth();
        return columns * matrix.geometry().kernelHeight() * stages.reads(matrix).words();
    }

    /** Weights in the order of windows, {@code [tiles][ky][kx][words of a position][arrayColumns]}. */
    static short[] image(Matrix matrix, NetworkStages stages, int arrayColumns) {
        NumberFormat format = matrix.rescale().operands().weights();
        int channels = matrix.geometry().channels();
        int kernelX = matrix.geometry().kernelWidth();
        int kernelY = matrix.geometry().kernelHeight();
        TileReads reads = stages.reads(matrix);
        int words = reads.words();
        int inGroup = matrix.outChannels() / matrix.geometry().groups();
        boolean packed = stages.isPacked(matrix.input());
        int length = length(matrix, stages);
        int mask = (1 << format.widthBits()) - 1;
        short[] image = new short[tiles(matrix, arrayColumns) * length * arrayColumns];
        for (int n = 0; n < matrix.outChannels(); n++) {
            for (int c = 0; c < channels; c++) {
                for (int tap = 0; tap < kernelY * kernelX; tap++) {
                    int code = matrix.weights()[(n * channels + c) * kernelY * kernelX + tap] & mask;
                    int lane = packed
                            ? stages.packing().unused() + tap % kernelX * channels + c
                            : reads.lane(n / inGroup * channels + c, n, arrayColumns);
                    int position = packed ? tap / kernelX : tap;
                    int word = n / arrayColumns * length + position * words + lane / format.lanes();
                    image[word * arrayColumns + n % arrayColumns] |=
                            (short) (code << lane % format.lanes() * format.laneBits());
                }
            }
        }
        return image;
    }
}
