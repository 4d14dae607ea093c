// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.format.Rescale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A job on a matrix co-processor: activations {@code [m][k]} and weights {@code [n][k]}, all of 8 bits, and its results of 16 bits in plain arithmetic. Streams
 * are lists of 32-bit words (docs/mac-engine.md).
 *
 * @param rows of the array
 * @param columns of the array
 */
record Product(int rows, int columns, int[][] a, int[][] w) {
    static Product random(Random random, int rows, int columns, int m, int n, int k) {
        return new Product(rows, columns, matrix(random, m, k), matrix(random, n, k));
    }

    private static int[][] matrix(Random random, int height, int width) {
        int[][] matrix = new int[height][width];
        for (int[] row : matrix) {
            for (int i = 0; i < width; i++) {
                row[i] = random.nextInt(256) - 128;
            }
        }
        return matrix;
    }

    int depthWords() {
        return (a[0].length + 1) / 2;
    }

    List<Integer> activations() {
        return beats(a, rows);
    }

    List<Integer> weights() {
        return beats(w, columns);
    }

    /** Beats of operands, tile after tile. */
    private static List<Integer> beats(int[][] codes, int tile) {
        List<Integer> halves = new ArrayList<>();
        for (int first = 0; first < codes.length; first += tile) {
            for (int k = 0; k < codes[0].length; k += 2) {
                for (int r = first; r < first + tile; r++) {
                    int low = r < codes.length ? codes[r][k] & 0xFF : 0;
                    int high = r < codes.length && k + 1 < codes[r].length ? codes[r][k + 1] & 0xFF : 0;
                    halves.add(low | high << 8);
                }
            }
        }
        return pairs(halves);
    }

    /** Parameters that clip the sum to 16 bits and do nothing else. */
    List<Integer> parameters() {
        int scale = Rescale.scaleWord(false, -Rescale.BIAS_FRACTION_BITS - 15);
        List<Integer> halves = new ArrayList<>();
        for (int tile = 0; tile < w.length; tile += columns) {
            for (int field : new int[] {0, 0, 0x8000, scale, 0x8000, scale}) {
                for (int c = 0; c < columns; c++) {
                    halves.add(tile + c < w.length ? field & 0xFFFF : 0);
                }
            }
        }
        return pairs(halves);
    }

    /** Result words in the order of m_axis_res; columns beyond the last are 0. */
    List<Integer> expected() {
        List<Integer> halves = new ArrayList<>();
        for (int rowTile = 0; rowTile < a.length; rowTile += rows) {
            for (int columnTile = 0; columnTile < w.length; columnTile += columns) {
                for (int m = rowTile; m < Math.min(a.length, rowTile + rows); m++) {
                    for (int n = columnTile; n < columnTile + columns; n++) {
                        halves.add(n < w.length ? dot(a[m], w[n]) & 0xFFFF : 0);
                    }
                }
            }
        }
        return pairs(halves);
    }

    private static int dot(int[] x, int[] y) {
        long sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (long) x[i] * y[i];
        }
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sum));
    }

    private static List<Integer> pairs(List<Integer> halves) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < halves.size(); i += 2) {
            words.add(halves.get(i) | halves.get(i + 1) << 16);
        }
        return words;
    }
}
