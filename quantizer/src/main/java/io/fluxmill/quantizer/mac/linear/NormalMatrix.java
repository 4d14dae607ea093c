// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.linear;

import java.util.stream.IntStream;

/**
 * The matrix {@code H = X' X / samples + damping} of a least squares problem, and its factor L, lower triangular with {@code H = L' L}. Immutable. The
 * results are the same in every run and on any number of cores.
 */
public final class NormalMatrix {
    /** Rows that a task computes together, so that the rows that it reads stay in the processor's cache. */
    private static final int TASK_ROWS = 16;

    private static final int BLOCK = 4 * TASK_ROWS;

    private final int depth;
    private final double[] matrix;
    private final double[] factor;
    private final int[] starts;

    /** @param x {@code [samples][depth]} */
    public NormalMatrix(double[] x, int samples, int depth, double damping) {
        this.depth = depth;
        starts = starts(Math.max(depth, samples), depth);
        matrix = new double[depth * depth];
        tasks(0, depth).forEach(first -> products(x, samples, first, Math.min(depth, first + TASK_ROWS)));
        for (int i = 0; i < depth; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i * depth + j] /= samples;
                matrix[j * depth + i] = matrix[i * depth + j];
            }
            matrix[i * depth + i] = matrix[i * depth + i] / samples + damping;
        }
        factor = new double[depth * depth];
        factorise();
    }

    /** Where each of some rows of the same length begins. */
    public static int[] starts(int rows, int length) {
        return IntStream.range(0, rows).map(i -> i * length).toArray();
    }

    private static IntStream tasks(int from, int to) {
        return IntStream.range(0, (to - from + TASK_ROWS - 1) / TASK_ROWS)
                .map(task -> from + task * TASK_ROWS)
                .parallel();
    }

    /** Rows first to end of X' X, up to the diagonal. */
    private void products(double[] x, int samples, int first, int end) {
        double[] four = new double[ScaledRows.FOUR];
        int fours = samples - samples % ScaledRows.FOUR;
        for (int block = 0; block < fours; block += BLOCK) {
            for (int i = first; i < end; i++) {
                for (int s = block; s < Math.min(fours, block + BLOCK); s += ScaledRows.FOUR) {
                    for (int r = 0; r < four.length; r++) {
                        four[r] = x[starts[s + r] + i];
                    }
                    ScaledRows.addFour(matrix, starts[i], x, 0, starts, s, four, 0, i + 1);
                }
            }
        }
        for (int s = fours; s < samples; s++) {
            for (int i = first; i < end; i++) {
                ScaledRows.add(matrix, starts[i], x, starts[s], x[starts[s] + i], i + 1);
            }
        }
    }

    /** From the last row up: the Cholesky factorisation of the reversed matrix, a block of rows after the other. */
    private void factorise() {
        for (int i = 0; i < depth; i++) {
            System.arraycopy(matrix, starts[i], factor, starts[i], i + 1);
        }
        for (int end = depth; end > 0; end -= BLOCK) {
            int last = end;
            int first = Math.max(0, end - BLOCK);
            tasks(first, end).forEach(row -> subtract(row, Math.min(last, row + TASK_ROWS), last));
            for (int k = end - 1; k >= first; k--) {
                for (int i = k + 1; i < end; i++) {
                    ScaledRows.add(factor, starts[k], factor, starts[i], -factor[starts[i] + k], k + 1);
                }
                double pivot = Math.sqrt(factor[starts[k] + k]);
                for (int j = 0; j <= k; j++) {
                    factor[starts[k] + j] /= pivot;
                }
            }
        }
    }

    /** Takes the share of all rows from {@code done} on from the rows first to end. */
    private void subtract(int first, int end, int done) {
        double[] four = new double[ScaledRows.FOUR];
        int i = done;
        for (; i + ScaledRows.FOUR <= depth; i += ScaledRows.FOUR) {
            for (int k = first; k < end; k++) {
                for (int r = 0; r < four.length; r++) {
                    four[r] = -factor[starts[i + r] + k];
                }
                ScaledRows.addFour(factor, starts[k], factor, 0, starts, i, four, 0, k + 1);
            }
        }
        for (; i < depth; i++) {
            for (int k = first; k < end; k++) {
                ScaledRows.add(factor, starts[k], factor, starts[i], -factor[starts[i] + k], k + 1);
            }
        }
    }

    /** H, {@code [depth][depth]}; not to be changed. */
    public double[] matrix() {
        return matrix;
    }

    /** L, {@code [depth][depth]} with zeros above the diagonal; not to be changed. */
    public double[] factor() {
        return factor;
    }

    /** The z with {@code L' z = right}. */
    public double[] solveTransposed(double[] right) {
        double[] z = right.clone();
        double[] negative = new double[depth];
        int fours = depth - depth % ScaledRows.FOUR;
        for (int k = depth - 1; k >= 0; k--) {
            z[k] /= factor[starts[k] + k];
            negative[k] = -z[k];
            int group = k >= fours ? 0 : k - k % ScaledRows.FOUR;
            ScaledRows.add(z, group, factor, starts[k] + group, negative[k], k - group);
            if (k == group && k > 0) {
                ScaledRows.addFour(z, 0, factor, 0, starts, k, negative, k, k);
            }
        }
        return z;
    }

    /** {@code H u}. */
    public double[] times(double[] u) {
        double[] product = new double[depth];
        int fours = depth - depth % ScaledRows.FOUR;
        for (int k = 0; k < fours; k += ScaledRows.FOUR) {
            ScaledRows.addFour(product, 0, matrix, 0, starts, k, u, k, depth);
        }
        for (int k = fours; k < depth; k++) {
            addRow(product, k, u[k]);
        }
        return product;
    }

    /** {@code product += change * row k of H}. */
    public void addRow(double[] product, int k, double change) {
        ScaledRows.add(product, 0, matrix, starts[k], change, depth);
    }
}
