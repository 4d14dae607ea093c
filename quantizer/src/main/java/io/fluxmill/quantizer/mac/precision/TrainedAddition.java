// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.mac.HostSteps;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An addition whose result has a trained quantisation. The driver adds exactly and rounds half to even; the search looks for scales and an
 * offset with which the result is the trained code for every pair of trained operands, and tries them on every pair.
 */
final class TrainedAddition {
    /** Largest number of pairs that are tried; with more, exactness cannot be shown. */
    private static final int MOST_PAIRS = 1 << 20;

    /** The tiny amount that other roundings add to a value that is rounded half to even, to move ties to either side. */
    private static final double TINY = 0x1p-24;

    /** Makes a sum that is not zero saturate. */
    private static final double LARGE = 0x1p20;

    private static final double[] SHIFTS = {0, TINY, -TINY, 0.5 - TINY, -0.5 + TINY, 0.5 + TINY, -0.5 - TINY};

    private final AddLayer layer;
    private final Tensor left;
    private final Tensor right;
    private final Tensor output;

    TrainedAddition(AddLayer layer, Tensor left, Tensor right, Tensor output) {
        this.layer = layer;
        this.left = left;
        this.right = right;
        this.output = output;
    }

    /**
     * The addition with exact parameters.
     *
     * @param nominal parameters that round half to even
     * @param exact whether the addition is refused if there are none; otherwise the nominal ones are used
     */
    AddStep like(AddStep nominal, boolean exact) {
        boolean trained = left.quant() != null && right.quant() != null;
        boolean tried = trained && pairs() <= MOST_PAIRS;
        if (tried) {
            for (AddStep candidate : candidates(nominal)) {
                if (isExact(candidate)) {
                    return candidate;
                }
            }
        }
        if (exact && (tried || !trained || !addsWithoutRounding(nominal))) {
            throw new InputException(
                    "addition " + layer.name()
                            + " cannot have its trained codes exactly: no scales and offset give them for"
                            + " every pair of its operands",
                    "use the format trained-nearest, which rounds the exact sum half to even, or train with one scale for"
                            + " both operands and the rounding mode ROUND");
        }
        return nominal;
    }

    /** Whole ratios and a quantiser that rounds no whole code, so that every pair is exact. */
    private boolean addsWithoutRounding(AddStep add) {
        Quant quant = output.quant();
        return !quant.bipolar()
                && quant.shift() == null
                && isWhole(add.leftScale())
                && isWhole(add.rightScale())
                && isWhole(add.offset());
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1 << 24;
    }

    private long pairs() {
        return codes(left) * codes(right);
    }

    private static long codes(Tensor tensor) {
        return (long) tensor.quant().high() - tensor.quant().low() + 1;
    }

    private List<AddStep> candidates(AddStep nominal) {
        List<AddStep> candidates = new ArrayList<>();
        for (double shift : SHIFTS) {
            candidates.add(with(nominal, nominal.leftScale(), nominal.rightScale(), shift));
            candidates.add(with(nominal, (float) nominal.leftScale(), (float) nominal.rightScale(), shift));
        }
        if (output.quant().bipolar()) {
            // Zero at +1 or -1, and everything else far beyond.
            for (double shift : new double[] {1, -1}) {
                candidates.add(with(nominal, LARGE * nominal.leftScale(), LARGE * nominal.rightScale(), shift));
            }
        }
        return candidates;
    }

    private AddStep with(AddStep add, double leftScale, double rightScale, double shift) {
        double zero = output.zeroPoint() - left.zeroPoint() * leftScale - right.zeroPoint() * rightScale;
        return new AddStep(
                add.name(),
                add.left(),
                add.right(),
                add.output(),
                leftScale,
                rightScale,
                zero + shift,
                add.clipLow(),
                add.clipHigh());
    }

    private boolean isExact(AddStep add) {
        int count = (int) pairs();
        short[] lefts = new short[count];
        short[] rights = new short[count];
        short[] expected = new short[count];
        int rightCodes = (int) codes(right);
        for (int i = 0; i < count; i++) {
            int a = left.quant().low() + i / rightCodes;
            int b = right.quant().low() + i % rightCodes;
            lefts[i] = (short) left.bitsOf(a);
            rights[i] = (short) right.bitsOf(b);
            float sum =
                    (float) left.quant().toReal(a, 0) + (float) right.quant().toReal(b, 0);
            expected[i] = (short) output.encode(0, layer.activation().apply(sum));
        }
        short[] found = new short[count];
        HostSteps.add(
                add, value(left, count), lefts, 0, value(right, count), rights, 0, value(output, count), found, 0);
        return Arrays.equals(found, expected);
    }

    private static MacProgram.Value value(Tensor tensor, int elements) {
        return new MacProgram.Value(tensor.name(), elements, 1, 1, tensor.format());
    }
}
