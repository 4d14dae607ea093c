// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.HostExecutor;
import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAddStep;
import io.fluxmill.core.program.mac.MacProgram.TableStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Additions and functions of codes as two tables of terms whose sum is rescaled. What is not exact for every pair of codes is not made. */
final class TermTables {
    private static final int CODES = 256;
    private static final int CODE_BITS = 8;
    private static final int TERM_BITS = 31;
    private static final int MULTIPLIER_BITS = 15;
    private static final int ONE = 0x8000;
    private static final int NAR = 1 << TERM_BITS;

    private final Manifest manifest;
    private final int bits;

    TermTables(Manifest manifest) {
        this.manifest = manifest;
        bits = Math.min(TERM_BITS, Math.toIntExact(manifest.parameter("accumulatorBits")));
    }

    /**
     * Terms of a layer.
     *
     * @param right the second tensor, which can be the first
     * @param words the left table and the right one, 256 words each
     */
    record Terms(int right, int[] words) {}

    /** What rescales the sums, and the terms. */
    record Sum(Matrix matrix, Terms terms) {}

    /** Terms in real values of a unit, and how their sum becomes a code. */
    private record Draft(Rescale.Layer layer, Rescale.Channel channel, int[] left, int[] right) {}

    /** A step as terms: empty if it is of another kind, or not exact. */
    Optional<Sum> of(HostStep step, List<Tensor> tensors) {
        Tensor left = tensors.get(step.inputs().isEmpty() ? 0 : step.inputs().get(0));
        Tensor out = tensors.get(step.output());
        Draft draft;
        Tensor right = left;
        if (step instanceof QuantizedAddStep add) {
            right = tensors.get(add.right());
            draft = draft(add, left, right, out);
        } else if (step instanceof AddStep add) {
            right = tensors.get(add.right());
            draft = draft(add, left, right, out);
        } else if (step instanceof TableStep table) {
            draft = draft(table, left, out);
        } else {
            return Optional.empty();
        }
        boolean codes = left.format().widthBits() <= CODE_BITS
                && left.format().lanes() == right.format().lanes();
        if (draft == null || !codes || !isExact(step, draft, left, right, out)) {
            return Optional.empty();
        }
        int[] words = new int[2 * CODES];
        System.arraycopy(draft.left, 0, words, 0, CODES);
        System.arraycopy(draft.right, 0, words, CODES, CODES);
        int channels = left.shape().channels();
        BigInteger most = BigInteger.ONE.shiftLeft(bits - 1);
        Matrix matrix = new Matrix(
                step.name(),
                step.inputs().get(0),
                step.output(),
                new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, channels),
                new short[channels],
                0,
                draft.layer,
                Collections.nCopies(channels, draft.channel),
                most.negate(),
                most);
        int second = step.inputs().get(step.inputs().size() - 1);
        return Optional.of(new Sum(matrix, new Terms(second, words)));
    }

    private Draft draft(QuantizedAddStep step, Tensor left, Tensor right, Tensor out) {
        Rounding rounding = step.ending().rounding();
        if (!LayerWords.has(manifest, rounding) || !MatrixRules.hasLongMultiplier(manifest)) {
            return null;
        }
        int sign = step.subtract() ? -1 : 1;
        int[] a = terms(left.format(), code -> step.leftFactor()
                .apply(left.format().order(code) - step.leftZero() << step.shift(), rounding));
        int[] b = terms(
                right.format(),
                code -> sign
                        * step.rightFactor()
                                .apply(right.format().order(code) - step.rightZero() << step.shift(), rounding));
        NumberFormat format = out.format();
        int mask = (1 << format.widthBits()) - 1;
        Rescale.Layer layer = layer(
                left,
                format,
                rounding,
                step.ending().low() & mask,
                step.ending().high() & mask,
                step.ending().zeroPoint());
        return new Draft(layer, PoolMatrices.line(0, step.outputFactor()), a, b);
    }

    private Draft draft(AddStep step, Tensor left, Tensor right, Tensor out) {
        double[] a = values(left.format(), step.leftScale(), step.offset());
        double[] b = values(right.format(), step.rightScale(), 0);
        return draft(a, b, left, out, step.clipLow(), step.clipHigh());
    }

    private Draft draft(TableStep step, Tensor left, Tensor out) {
        NumberFormat format = out.format();
        double[] a = new double[CODES];
        for (int code = 0; code < step.table().length && code < CODES; code++) {
            a[code] = format.toDouble(step.table()[code] & (1 << format.widthBits()) - 1);
        }
        return draft(a, new double[CODES], left, out, format.minBits(), format.maxBits());
    }

    /** Terms in the smallest unit in which every sum fits; NaN is NaR. */
    private Draft draft(double[] a, double[] b, Tensor left, Tensor out, int low, int high) {
        Rounding rounding = Arrays.stream(Rounding.values())
                .filter(one -> LayerWords.has(manifest, one))
                .findFirst()
                .orElseThrow();
        double most = largest(a) + largest(b);
        int exponent = most == 0 ? 0 : bits - 3 - Math.getExponent(most);
        int scale = -exponent - Rescale.BIAS_FRACTION_BITS - MULTIPLIER_BITS;
        if (scale < -512 || scale > 511) {
            return null;
        }
        int word = Rescale.scaleWord(false, scale);
        return new Draft(
                layer(left, out.format(), rounding, low, high, 0),
                new Rescale.Channel(0, ONE, word, ONE, word),
                units(a, exponent),
                units(b, exponent));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static int[] units(double[] values, int exponent) {
        return Arrays.stream(values)
                .mapToInt(value -> Double.isNaN(value) ? NAR : term((int) Math.rint(Math.scalb(value, exponent))))
                .toArray();
    }

    /** Real values of the codes of a format, NaN for NaR. */
    private static double[] values(NumberFormat format, double scale, double offset) {
        double[] values = new double[CODES];
        for (int code = 0; code < Math.min(CODES, 1 << format.widthBits()); code++) {
            values[code] = format.isNaR(code) ? Double.NaN : format.toDouble(code) * scale + offset;
        }
        return values;
    }

    private static int[] terms(NumberFormat format, IntUnaryOperator value) {
        int[] terms = new int[CODES];
        for (int code = 0; code < Math.min(CODES, 1 << format.widthBits()); code++) {
            terms[code] = term(value.applyAsInt(code));
        }
        return terms;
    }

    /** A value without the bit of NaR. */
    private static int term(int value) {
        return value & ~NAR;
    }

    private static int value(int term) {
        return term << 1 >> 1;
    }

    private static Rescale.Layer layer(
            Tensor left, NumberFormat result, Rounding rounding, int low, int high, int zeroPoint) {
        return new Rescale.Layer(left.format(), result, rounding, Rescale.BIAS_FRACTION_BITS, low, high, zeroPoint);
    }

    /** Whether all pairs of codes give what the step gives. */
    private boolean isExact(HostStep step, Draft draft, Tensor left, Tensor right, Tensor out) {
        boolean single = step.inputs().size() == 1;
        int lefts = 1 << left.format().widthBits();
        int rights = single ? 1 : 1 << right.format().widthBits();
        int count = lefts * rights;
        short[] a = new short[count];
        short[] b = new short[count];
        IntStream.range(0, count).forEach(i -> {
            a[i] = (short) (i / rights);
            b[i] = (short) (i % rights);
        });
        short[] wanted = executed(step, a, b, left, right, out);
        int mask = (1 << out.format().widthBits()) - 1;
        long limit = 1L << bits - 1;
        for (int i = 0; i < count; i++) {
            int x = draft.left[a[i]];
            int y = single ? 0 : draft.right[b[i]];
            long sum = (long) value(x) + value(y);
            boolean nar = x < 0 || y < 0;
            boolean fits = sum >= -limit && sum < limit;
            if (!nar && !fits || Rescale.apply(draft.layer, draft.channel, sum, nar) != (wanted[i] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** What the driver makes of the pairs. */
    private static short[] executed(HostStep step, short[] a, short[] b, Tensor left, Tensor right, Tensor out) {
        int count = a.length;
        boolean single = step.inputs().size() == 1;
        List<Value> values = single
                ? List.of(value("left", left, count), value("out", out, count))
                : List.of(value("left", left, count), value("right", right, count), value("out", out, count));
        short[][] codes = single ? new short[][] {a, new short[count]} : new short[][] {a, b, new short[count]};
        HostExecutor.of(renumbered(step), values).run(codes, 0);
        return codes[codes.length - 1];
    }

    private static Value value(String name, Tensor tensor, int count) {
        return new Value(name, count, 1, 1, tensor.format());
    }

    /** The same step over values 0, 1 and 2. */
    private static HostStep renumbered(HostStep step) {
        if (step instanceof QuantizedAddStep add) {
            return new QuantizedAddStep(
                    add.name(),
                    0,
                    1,
                    2,
                    add.subtract(),
                    add.shift(),
                    add.leftZero(),
                    add.rightZero(),
                    add.leftFactor(),
                    add.rightFactor(),
                    add.outputFactor(),
                    add.ending());
        }
        if (step instanceof AddStep add) {
            return new AddStep(
                    add.name(),
                    0,
                    1,
                    2,
                    add.leftScale(),
                    add.rightScale(),
                    add.offset(),
                    add.clipLow(),
                    add.clipHigh());
        }
        TableStep table = (TableStep) step;
        return new TableStep(table.name(), 0, 1, table.table());
    }
}
