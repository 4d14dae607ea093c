// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of narrow codes without a multiplier: each bit of a product is a function of the six bits of two magnitudes, a LUT of six inputs. Synthesis would not
 * find it behind the carry chains of a multiplication.
 */
final class ProductTable {
    private static final int CODES = 1 << Operands.CODE_BITS;

    private final List<PairForm> forms;
    private final int productBits;

    /** @param forms by number; {@code productBits} of the largest magnitude of a product */
    ProductTable(List<PairForm> forms, int productBits) {
        this.forms = forms;
        this.productBits = productBits;
    }

    /**
     * The magnitude of a product.
     *
     * @param a magnitude code of an activation, with the pair's number above it; {@code b} of a weight
     */
    public Word product(Word a, Word b) {
        Word address = Word.cat(b.slice(0, Operands.CODE_BITS), a.slice(0, Operands.CODE_BITS));
        List<Word> products = new ArrayList<>();
        for (PairForm form : forms) {
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
    private static BigInteger column(PairForm form, int bit) {
        BigInteger column = BigInteger.ZERO;
        for (int address = 0; address < CODES * CODES; address++) {
            long product = (long) form.activations().magnitude(address % CODES)
                    * form.weights().magnitude(address / CODES);
            if ((product >> bit & 1) != 0) {
                column = column.setBit(address);
            }
        }
        return column;
    }
}
