// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Blocks of elements with a common scale, along K of a dot product: {@code value = element * scale}. A format of operands alone; as a {@link NumberFormat} it is
 * that of its elements, without the scale.
 *
 * <pre>
 * name         element      elements  scale                      source
 * MXFP4        FP4_E2M1        32     E8M0: 2^(code - 127),      OCP MX v1.0, 5.2
 * MXFP6_E2M3   FP6_E2M3        32       255 is NaN
 * MXFP6_E3M2   FP6_E3M2        32
 * MXFP8_E4M3   FP8_E4M3FN      32
 * MXFP8_E5M2   FP8_E5M2        32
 * MXINT8       INT8 * 2^-6     32
 * NVFP4        FP4_E2M1        16     E4M3 without sign:         the tensor scale of NVFP4 is that of the tensor, outside of the sum
 *                                       FP8_E4M3FN, 127 is NaN
 * </pre>
 *
 * <p>A sum's operands are 16-bit words: before every two blocks a word with their scales, the first in the low byte, then the words of their elements, as of every
 * other format. Elements that a last block lacks are 0; words that it lacks are not there.
 *
 * <p>Special cases: a scale that is NaN, or an element that is NaN or infinite, makes the sum NaR. A value that is not finite makes the scale of its block NaN,
 * whatever the elements could hold. A block of zeros has scale code 0.
 *
 * <p>Two formats of the same name are equal: rule and fourOverSix say how values become blocks, not what blocks are.
 *
 * @param elementExponent a value of the element format times 2 to this is an element
 * @param size elements of a block, a multiple of the lanes
 * @param unsignedE4m3 whether scales are E4M3 and not E8M0
 * @param rule of E8M0 scales
 * @param fourOverSix whether an E4M3 scale may put the largest magnitude on 4 instead of 6, if the block's squared error is then smaller
 */
public record BlockFormat(
        String name,
        NumberFormat element,
        int elementExponent,
        int size,
        boolean unsignedE4m3,
        ScaleRule rule,
        boolean fourOverSix)
        implements NumberFormat {
    /** Scales in a word. */
    public static final int SCALES = 2;

    /** Bits of a scale. */
    public static final int SCALE_BITS = 8;

    static final int E8M0_BIAS = 127;
    static final int E8M0_NAN = 255;
    static final int E4M3_NAN = 127;

    /** Integers of at most so many signed bits are multiplied as they are; wider ones have places of their own. */
    private static final int FIXED_BITS = 18;

    static BlockFormat mx(String name, NumberFormat element) {
        int exponent = element instanceof IntegerFormat ? 2 - element.widthBits() : 0;
        return new BlockFormat(name, element, exponent, 32, false, ScaleRule.FLOOR, false);
    }

    static BlockFormat nvfp4() {
        return new BlockFormat("NVFP4", NumberFormats.FP4_E2M1, 0, 16, true, ScaleRule.FLOOR, false);
    }

    /** The same blocks, from values by another rule. */
    public BlockFormat with(ScaleRule other, boolean four) {
        return new BlockFormat(name, element, elementExponent, size, unsignedE4m3, other, four);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockFormat block && name.equals(block.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Words of a block's elements. */
    public int blockWords() {
        return size / lanes();
    }

    /** Words of two blocks and their scales. */
    public int pairWords() {
        return 1 + SCALES * blockWords();
    }

    @Override
    public int words(int depth) {
        return NumberFormat.super.words(depth) + (depth + SCALES * size - 1) / (SCALES * size);
    }

    /** The word of an element: of the k-th of a sum. */
    public int wordOf(int k) {
        return k / lanes() + k / (SCALES * size) + 1;
    }

    /** The scale of the block of an element among the words of a sum from {@code offset} on. */
    public int scaleCode(short[] words, int offset, int k) {
        int word = words[offset + k / (SCALES * size) * pairWords()];
        return word >> k / size % SCALES * SCALE_BITS & 0xFF;
    }

    /** The code of an element among the words of a sum. */
    public int elementCode(short[] words, int offset, int k) {
        return words[offset + wordOf(k)] >> k % lanes() * laneBits() & (1 << widthBits()) - 1;
    }

    public boolean isNaNScale(int code) {
        return unsignedE4m3 ? (code & E4M3_NAN) == E4M3_NAN : code == E8M0_NAN;
    }

    /** Significand of a scale that is not NaN, an integer of at most 4 bits. */
    public int scaleSignificand(int code) {
        return unsignedE4m3 ? NumberFormats.FP8_E4M3FN.unpack(code & E4M3_NAN).significand() : 1;
    }

    /** Exponent of the unit of its significand. */
    public int scaleExponent(int code) {
        if (!unsignedE4m3) {
            return code - E8M0_BIAS;
        }
        NumberFormat e4m3 = NumberFormats.FP8_E4M3FN;
        return e4m3.maxExponent() - e4m3.unpack(code & E4M3_NAN).down() - e4m3.fractionBits();
    }

    /** The value of a scale; NaN for NaN. */
    public double scale(int code) {
        return isNaNScale(code) ? Double.NaN : Math.scalb((double) scaleSignificand(code), scaleExponent(code));
    }

    /** The value of an element of a sum, its scale included. */
    public double value(short[] words, int offset, int k) {
        return toDouble(elementCode(words, offset, k)) * scale(scaleCode(words, offset, k));
    }

    /** Whether the elements of a word have one place, that of the block, and are summed before it: their integers have at most 18 bits. */
    public boolean sharesPlace() {
        return FixedPoint.magnitudeBits(element) < FIXED_BITS;
    }

    /** Largest value of an element. */
    public double maxElement() {
        return toDouble(element.maxBits());
    }

    @Override
    public boolean canBeResult() {
        return false;
    }

    @Override
    public boolean isWindowed() {
        return !unsignedE4m3;
    }

    @Override
    public int widthBits() {
        return element.widthBits();
    }

    @Override
    public int laneBits() {
        return element.laneBits();
    }

    @Override
    public boolean isNaR(int bits) {
        return element.isNaR(bits);
    }

    @Override
    public int narBits() {
        return element.narBits();
    }

    @Override
    public int maxBits() {
        return element.maxBits();
    }

    @Override
    public int significandBits() {
        return element.significandBits();
    }

    @Override
    public int fractionBits() {
        return element.fractionBits();
    }

    @Override
    public int maxExponent() {
        return element.maxExponent() + elementExponent;
    }

    @Override
    public int maxDown() {
        return element.maxDown();
    }

    /** Twice the exponents of the smallest element and of the smallest scale. */
    @Override
    public int quireExponent() {
        return element.quireExponent() + 2 * (elementExponent + smallestScale());
    }

    private int smallestScale() {
        return unsignedE4m3 ? scaleExponent(0) : -E8M0_BIAS;
    }

    /** Of the largest element and scale, in quire units. */
    @Override
    public int productBits() {
        int largest = unsignedE4m3 ? E4M3_NAN - 1 : E8M0_NAN - 1;
        int significand = scaleSignificand(largest);
        int bits = 32 - Integer.numberOfLeadingZeros(significand * significand);
        // An upper bound: the significands of both may carry into one bit less.
        return element.productBits() + bits + 2 * (scaleExponent(largest) - smallestScale());
    }

    @Override
    public Unpacked unpack(int bits) {
        return element.unpack(bits);
    }

    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        return element.round(negative, significand, exponent - elementExponent, rounding);
    }

    @Override
    public int order(int bits) {
        return element.order(bits);
    }
}
