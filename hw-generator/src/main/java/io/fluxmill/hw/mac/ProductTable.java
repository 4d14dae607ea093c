// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of narrow codes without a multiplier: a function of the six bits of two magnitudes. For an FPGA it is a table for each bit of the product, a LUT of six
 * inputs, which synthesis would not find behind the carry chains of sums. Without a target it is arithmetic, which is faster in simulation: a magnitude is {@code
 * odd * 2^twos}, so a product is the product of the odd parts, of two bits, shifted left by the sum of the others.
 */
final class ProductTable {
    private static final int CODES = 1 << Operands.CODE_BITS;

    private final List<OperandForm> forms;
    private final int oddBits;
    private final int twosBits;
    private final int productBits;
    private final boolean bitwise;

    /** @param forms by number; {@code productBits} of the largest magnitude of a product */
    ProductTable(List<OperandForm> forms, int productBits, Target target) {
        this.forms = forms;
        this.productBits = productBits;
        bitwise = target != Target.GENERIC;
        oddBits = forms.stream().mapToInt(form -> bits(form, true)).max().orElseThrow();
        twosBits = forms.stream().mapToInt(form -> bits(form, false)).max().orElseThrow();
    }

    private static int bits(OperandForm form, boolean odd) {
        int bits = 1;
        for (int code = 0; code < CODES; code++) {
            bits = Math.max(bits, 32 - Integer.numberOfLeadingZeros(part(form.magnitude(code), odd)));
        }
        return bits;
    }

    private static int part(int magnitude, boolean odd) {
        int twos = magnitude == 0 ? 0 : Integer.numberOfTrailingZeros(magnitude);
        return odd ? magnitude >> twos : twos;
    }

    /**
     * The magnitude of a product.
     *
     * @param a magnitude code, with the format's number above it; {@code b} too
     */
    Word product(String name, Word a, Word b) {
        if (bitwise) {
            return bits(a, b).named(name + "_magnitude");
        }
        Word odd = look(name + "_a_odd", a, true)
                .times(look(name + "_b_odd", b, true))
                .named(name + "_odd");
        Word twos = look(name + "_a_twos", a, false)
                .plusExpand(look(name + "_b_twos", b, false))
                .named(name + "_twos");
        return odd.resize(productBits).shiftLeft(twos).named(name + "_magnitude");
    }

    private Word bits(Word a, Word b) {
        Word address = Word.cat(b.slice(0, Operands.CODE_BITS), a.slice(0, Operands.CODE_BITS));
        List<Word> products = new ArrayList<>();
        for (OperandForm form : forms) {
            List<Word> bits = new ArrayList<>();
            for (int bit = 0; bit < productBits; bit++) {
                BigInteger column = column(form, bit);
                bits.add(
                        column.signum() == 0
                                ? Word.of(0, 1)
                                : Word.of(column, CODES * CODES)
                                        .shiftRight(address)
                                        .slice(0, 1));
            }
            products.add(Word.catLow(bits));
        }
        return products.size() == 1
                ? products.get(0)
                : a.slice(Operands.CODE_BITS, a.width() - Operands.CODE_BITS).select(products);
    }

    /** A bit of all products, at the address {@code 8 b + a}. */
    private static BigInteger column(OperandForm form, int bit) {
        BigInteger column = BigInteger.ZERO;
        for (int address = 0; address < CODES * CODES; address++) {
            long product = (long) form.magnitude(address % CODES) * form.magnitude(address / CODES);
            if ((product >> bit & 1) != 0) {
                column = column.setBit(address);
            }
        }
        return column;
    }

    /** A part of every code's magnitude in one constant, shifted right by the code. */
    private Word look(String name, Word code, boolean odd) {
        int bits = odd ? oddBits : twosBits;
        int step = 31 - Integer.numberOfLeadingZeros(2 * bits - 1);
        BigInteger all = BigInteger.ZERO;
        for (int i = 0; i < CODES * forms.size(); i++) {
            int value = part(forms.get(i / CODES).magnitude(i % CODES), odd);
            all = all.or(BigInteger.valueOf(value).shiftLeft(i << step));
        }
        Word constants = Word.of(all, CODES * forms.size() << step);
        return constants.shiftRight(code.padLow(step)).slice(0, bits).named(name);
    }
}
