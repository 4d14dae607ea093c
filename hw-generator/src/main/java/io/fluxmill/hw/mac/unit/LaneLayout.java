// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.CellArray;
import io.fluxmill.hw.mac.multiply.CellMode;
import io.fluxmill.hw.mac.multiply.Multiplier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The operands of units whose multiplier takes significands or logarithms apart from their signs: fields of one word, and the widths of what is computed of them.
 *
 * <pre>
 * cells             | sign, place of lane n-1 | ... | sign, place of lane 0 | significands of all lanes |
 * lmul, mitchell    | not zero, sign, logarithm of lane n-1 | ... | not zero, sign, logarithm of lane 0 |
 * </pre>
 *
 * A lane that is zero, NaR or not there is zero in all its fields.
 */
public final class LaneLayout {
    private final Multiplier multiplier;
    private final List<PairForm> forms;
    private final List<CellMode> modes = new ArrayList<>();
    private final int lanes;

    LaneLayout(Multiplier multiplier, List<PairForm> forms) {
        this.multiplier = multiplier;
        this.forms = forms;
        lanes = forms.stream().mapToInt(PairForm::lanes).max().orElseThrow();
        for (int count = 1; count <= lanes; count *= 2) {
            int significand = most(ofLanes(count), LaneLayout::significandBits);
            if (significand > 0) {
                modes.add(new CellMode(count, significand));
            }
        }
    }

    /** Of the longer operand. */
    private static int significandBits(PairForm form) {
        return Math.max(form.weights().operandBits(), form.activations().operandBits()) - 1;
    }

    public boolean isLogarithmic() {
        return multiplier.isLogarithmic();
    }

    public int lanes() {
        return lanes;
    }

    /** Modes of the array of cells: each count of lanes that a format has. */
    public List<CellMode> modes() {
        return modes;
    }

    private Stream<PairForm> ofLanes(int count) {
        return forms.stream().filter(form -> form.lanes() == count);
    }

    private Stream<PairForm> withLane(int lane) {
        return forms.stream().filter(form -> form.lanes() > lane);
    }

    private static int most(Stream<PairForm> forms, ToIntFunction<PairForm> value) {
        return forms.mapToInt(value).max().orElse(0);
    }

    private static int bits(int largest) {
        return 32 - Integer.numberOfLeadingZeros(largest);
    }

    /** Bits of an operand's place in a lane; 0 if no format with the lane has places. */
    public int placeBits(Side side, int lane) {
        return bits(most(withLane(lane), form -> form.form(side).topPlace()));
    }

    /** Whether products of a lane have places. */
    public boolean hasPlaces(int lane) {
        return most(withLane(lane), form -> form.topPlace(0)) > 0;
    }

    /** Fraction bits of a lane's logarithms: those of the format with the most. */
    public int fractionBits(int lane) {
        return most(withLane(lane), form -> form.formats().weights().fractionBits());
    }

    /** Bits of a lane's logarithm, of a row of the array with its offset. */
    public int logarithmBits(int lane) {
        return Math.max(
                1,
                bits(most(
                        withLane(lane),
                        form -> largestLogarithm(form.formats().weights())
                                << fractionBits(lane) - form.formats().weights().fractionBits())));
    }

    private int largestLogarithm(NumberFormat format) {
        return Multiplication.logarithm(format, format.maxBits()) + offset(format);
    }

    /** What is added to the logarithms of activations, in units of the format's last fraction bit. */
    public int offset(NumberFormat format) {
        return multiplier.multiplication().offset(format);
    }

    /** Bits of a lane's fields. */
    private int laneBits(Side side, int lane) {
        return isLogarithmic() ? logarithmBits(lane) + 2 : placeBits(side, lane) + 1;
    }

    /** First bit of a lane's fields. */
    private int laneOffset(Side side, int lane) {
        int offset = significandsBits();
        for (int i = 0; i < lane; i++) {
            offset += laneBits(side, i);
        }
        return offset;
    }

    /** Bits of the significands of all lanes. */
    public int significandsBits() {
        return isLogarithmic() ? 0 : CellArray.bits(modes);
    }

    /** Bits of an operand word of all lanes. */
    public int bits(Side side) {
        return laneOffset(side, lanes);
    }

    public Word significands(Word values) {
        return values.slice(0, significandsBits());
    }

    /** A lane's place; a constant 0 if it has none. */
    public Word place(Word values, Side side, int lane) {
        int bits = placeBits(side, lane);
        return bits == 0 ? Word.of(0, 1) : values.slice(laneOffset(side, lane), bits);
    }

    public Word logarithm(Word values, Side side, int lane) {
        return values.slice(laneOffset(side, lane), logarithmBits(lane));
    }

    /** A lane's sign, and for logarithms above it whether it is not zero. */
    public Word sign(Word values, Side side, int lane) {
        int bits = isLogarithmic() ? 2 : 1;
        return values.slice(laneOffset(side, lane + 1) - bits, bits);
    }

    /** Whether a product has a place: a shift to its value. */
    boolean isAligned() {
        return !isLogarithmic() && topPlace() > 0;
    }

    /** Largest place of a product. */
    public int topPlace() {
        return most(forms.stream(), form -> form.topPlace(0));
    }

    /** Bits, two's complement, of a lane's product in quire units, or for one lane with a place of its significands. */
    public int productBits(int lane) {
        return signedBits(withLane(lane), 1);
    }

    /** Bits, two's complement, of the sum of two lanes' products. */
    public int pairBits() {
        return signedBits(withLane(1), 2);
    }

    /** Bits, two's complement, of the sum of all lanes' products, shifted by its place or not. */
    public int sumBits() {
        if (isLogarithmic()) {
            return signedBits(forms.stream(), lanes);
        }
        int one = most(ofLanes(1), form -> form.largestProduct(0).bitLength() + 1);
        return Math.max(one, signedBits(withLane(1), lanes));
    }

    private static int signedBits(Stream<PairForm> forms, int terms) {
        return most(
                forms,
                form -> form.largestUnits()
                                .multiply(BigInteger.valueOf(Math.min(terms, form.lanes())))
                                .bitLength()
                        + 1);
    }
}
