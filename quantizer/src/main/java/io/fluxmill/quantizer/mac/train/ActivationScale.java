// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scale and zero point of an activation tensor that the quantiser after training chooses. A tensor without negative
 * values may have a negative zero point, so that it can use more than half of the codes: the one with the smallest error.
 */
final class ActivationScale {
    private static final int LARGEST_POWER = 64;

    private final List<QuantizationGrid> grids = new ArrayList<>();
    private final List<MseScale> searches = new ArrayList<>();
    private final int[] zeroPoints;

    ActivationScale(NumberFormat format) {
        zeroPoints = zeroPoints(format);
        for (int zeroPoint : zeroPoints) {
            QuantizationGrid grid = QuantizationGrid.shifted(format, zeroPoint);
            grids.add(grid);
            searches.add(new MseScale(format, grid, zeroPoint != 0));
        }
    }

    /** 0, then the negative whole values that may stand for zero: the lowest, and powers of two unless it is an integer. */
    private static int[] zeroPoints(NumberFormat format) {
        if (!MseScale.isSearched(format)) {
            return new int[] {0};
        }
        int lowest = (int) QuantizationGrid.hardware(format).min();
        if (format instanceof IntegerFormat) {
            return new int[] {0, lowest};
        }
        IntStream powers = IntStream.iterate(1, z -> z < Math.min(-lowest, LARGEST_POWER), z -> 2 * z);
        return IntStream.concat(IntStream.of(0, lowest), powers.map(z -> -z))
                .filter(z -> format.toDouble(format.fromDouble(z)) == z)
                .toArray();
    }

    /** The grid for each zero point that may be chosen, about the zero point; the first has none. */
    List<QuantizationGrid> grids() {
        return List.copyOf(grids);
    }

    /** @param grid index into {@link #grids} */
    record Choice(int grid, int zeroPoint, double scale) {}

    /** The choice for samples of a tensor's values. */
    Choice of(float[] values) {
        Choice best = null;
        double error = Double.POSITIVE_INFINITY;
        int allowed = isUnsigned(values) ? zeroPoints.length : 1;
        for (int i = 0; i < allowed; i++) {
            MseScale.Found found = searches.get(i).of(values, 0, values.length);
            if (found.squareError() < error) {
                error = found.squareError();
                best = new Choice(i, zeroPoints[i], found.scale());
            }
        }
        return best;
    }

    private static boolean isUnsigned(float[] values) {
        for (float value : values) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }
}
