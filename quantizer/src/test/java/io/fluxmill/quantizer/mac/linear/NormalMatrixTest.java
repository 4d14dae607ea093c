// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Commons Math, for sizes that are and are not multiples of what is computed together. */
class NormalMatrixTest {
    private static final double DAMPING = 0.03;

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "16, 64", "61, 130", "64, 7", "65, 66", "131, 200"})
    void productsFactorAndSolution(int depth, int samples) {
        Random random = new Random(depth);
        double[] x = random.doubles((long) samples * depth, -1, 1).toArray();
        RealMatrix rows = new Array2DRowRealMatrix(square(x, samples, depth));
        RealMatrix h = rows.transpose()
                .multiply(rows)
                .scalarMultiply(1.0 / samples)
                .add(MatrixUtils.createRealIdentityMatrix(depth).scalarMultiply(DAMPING));
        NormalMatrix normal = new NormalMatrix(x, samples, depth, DAMPING);
        assertNear(h, square(normal.matrix(), depth, depth));
        RealMatrix l = new Array2DRowRealMatrix(square(normal.factor(), depth, depth));
        for (int i = 0; i < depth; i++) {
            for (int j = i + 1; j < depth; j++) {
                assertEquals(0, l.getEntry(i, j));
            }
        }
        assertNear(h, l.transpose().multiply(l).getData());
        double[] u = random.doubles(depth, -1, 1).toArray();
        assertArrayEquals(h.operate(u), normal.times(u), 1e-12);
        assertArrayEquals(u, l.transpose().operate(normal.solveTransposed(u)), 1e-10);
    }

    private static void assertNear(RealMatrix expected, double[][] found) {
        assertEquals(0, expected.subtract(new Array2DRowRealMatrix(found)).getNorm(), 1e-12);
    }

    private static double[][] square(double[] flat, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < flat.length; i++) {
            matrix[i / columns][i % columns] = flat[i];
        }
        return matrix;
    }
}
