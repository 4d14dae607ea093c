// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.CellArray;
import io.fluxmill.hw.mac.multiply.CellMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sum of all lanes' products of a unit with an array of cells, or with logarithms.
 *
 * <pre>
 * cells   significands ─▶ cells ─▶ products, with signs ──▶ the one of the larger place, shifted by the distance ─▶ + ─▶ sum
 *         places ───────▶ + ─────▶ spare cells: which is less, distance ──────────────────────────────────────────┘    place: the lesser
 * lmul    logarithms ───▶ + ─────▶ 1.fraction &lt;&lt; exponent, with sign, of each lane ─▶ + ─▶ sum
 * </pre>
 *
 * Nothing is lost: a sum of two is {@code 2^least (p + q 2^distance)}.
 */
final class LaneProducts {
    /** Registers of a stage, by a name for them. */
    interface Stage {
        Word of(String name, Word value);
    }

    /**
     * A sum.
     *
     * @param value two's complement
     * @param place left shift to its value
     */
    record Placed(Word value, Word place) {}

    private final LaneLayout layout;
    private final Word a;
    private final Word b;
    private final Map<Integer, Bit> negatives = new HashMap<>();

    /** @param a operand words of all lanes; {@code b} too */
    LaneProducts(LaneLayout layout, Word a, Word b) {
        this.layout = layout;
        this.a = a;
        this.b = b;
    }

    private Bit negative(int lane) {
        return negatives.computeIfAbsent(lane, key -> layout.sign(a, Side.ACTIVATIONS, key)
                .bit(0)
                .xor(layout.sign(b, Side.WEIGHTS, key).bit(0))
                .named("negative_" + key));
    }

    private static Word signed(String name, Bit negative, Word magnitude, int bits) {
        Word wide = magnitude.resize(bits);
        return wide.xor(negative.repeat(bits)).plus(negative.extend(bits)).named(name);
    }

    /** By logarithms: registers after their addition, and after the sum. */
    Word ofLogarithms(Stage multiplied, Stage shifted) {
        Word sum = null;
        int bits = layout.sumBits();
        for (int lane = 0; lane < layout.lanes(); lane++) {
            String name = "lane_" + lane;
            Word log = layout.logarithm(a, Side.ACTIVATIONS, lane)
                    .plusExpand(layout.logarithm(b, Side.WEIGHTS, lane))
                    .named(name + "_log");
            Bit some = layout.sign(a, Side.ACTIVATIONS, lane)
                    .bit(1)
                    .and(layout.sign(b, Side.WEIGHTS, lane).bit(1));
            Word signs = Word.cat(some.asWord(), negative(lane).asWord()).named(name + "_signs");
            Word later = multiplied.of(name + "_log", log);
            Word laterSigns = multiplied.of(name + "_signs", signs);
            int m = layout.fractionBits(lane);
            int width = layout.productBits(lane) + m;
            Word one = laterSigns.bit(1).asWord();
            Word significand = m == 0 ? one : Word.cat(one, later.slice(0, m).gate(laterSigns.bit(1)));
            Word exponent = later.slice(m, later.width() - m);
            Word magnitude = significand
                    .resize(width)
                    .named(name + "_significand")
                    .shiftLeft(exponent)
                    .named(name + "_magnitude")
                    .slice(m, width - m);
            Word product = signed(name + "_product", laterSigns.bit(0), magnitude, width - m)
                    .signExtend(bits);
            sum = sum == null ? product : sum.plus(product).named("sum_" + lane);
        }
        return shifted.of("products_0", sum);
    }

    /**
     * By cells, before any register.
     *
     * @param mode a bit for each mode; null for one
     */
    Placed ofCells(Word mode) {
        List<CellMode> modes = layout.modes();
        List<Bit> selected = new ArrayList<>();
        for (int m = 0; m < modes.size(); m++) {
            selected.add(mode == null ? Bit.of(true) : mode.bit(m));
        }
        CellArray cells = new CellArray(modes, selected, layout.significands(a), layout.significands(b));
        Adder adder = new Adder(cells, selected);
        return adder.all();
    }

    /** Adds the lanes of all modes. */
    private final class Adder {
        private final CellArray cells;
        private final List<Bit> selected;
        private final List<CellMode> modes = layout.modes();

        Adder(CellArray cells, List<Bit> selected) {
            this.cells = cells;
            this.selected = selected;
        }

        Placed all() {
            List<Word> exponents = new ArrayList<>();
            for (int lane = 0; lane < layout.lanes(); lane++) {
                exponents.add(layout.place(a, Side.ACTIVATIONS, lane)
                        .plusExpand(layout.place(b, Side.WEIGHTS, lane))
                        .named("exponent_" + lane));
            }
            // Comparisons come first: they borrow cells, which then multiply in the other modes.
            CellArray.Comparison low =
                    layout.lanes() < 2 ? null : compare("low", exponents.get(0), exponents.get(1), 2);
            Word lowPlace = layout.lanes() < 2 ? null : least("low", low, exponents.get(0), exponents.get(1));
            CellArray.Comparison high = null;
            CellArray.Comparison both = null;
            Word highPlace = null;
            if (layout.lanes() == 4) {
                high = compare("high", exponents.get(2), exponents.get(3), 4);
                highPlace = least("high", high, exponents.get(2), exponents.get(3));
                both = compare("both", lowPlace, highPlace, 4);
            }
            Word product = cells.product().named("cells_product");
            Placed sum = null;
            for (CellMode mode : modes) {
                if (mode.lanes() == 1) {
                    Word one = signed("product_alone", negative(0), product, product.width() + 1);
                    int bits = Math.min(one.width(), layout.sumBits());
                    sum = new Placed(one.slice(0, bits).signExtend(layout.sumBits()), exponents.get(0));
                }
            }
            if (layout.lanes() < 2) {
                return sum;
            }
            Word pair = add("low", low, lane(product, 0), lane(product, 1), layout.pairBits());
            Placed pairs = new Placed(pair, lowPlace);
            if (has(2)) {
                sum = choose("pair", sum, pairs, 2);
            }
            if (layout.lanes() == 4) {
                Word other = add("high", high, lane(product, 2), lane(product, 3), layout.pairBits());
                int bits = layout.sumBits();
                Word all = add("both", both, pair, other, bits);
                sum = choose("all", sum, new Placed(all, least("both", both, lowPlace, highPlace)), 4);
            }
            return sum;
        }

        private boolean has(int lanes) {
            return modes.stream().anyMatch(mode -> mode.lanes() == lanes);
        }

        private Bit selected(int lanes) {
            for (int m = 0; m < modes.size(); m++) {
                if (modes.get(m).lanes() == lanes) {
                    return selected.get(m);
                }
            }
            return Bit.of(false);
        }

        private Placed choose(String name, Placed before, Placed placed, int lanes) {
            Word value = placed.value.signExtend(layout.sumBits());
            if (before == null) {
                return new Placed(value, placed.place);
            }
            int bits = Math.max(before.place.width(), placed.place.width());
            return new Placed(
                    Word.mux(selected(lanes), value, before.value).named(name + "_or_fewer"),
                    Word.mux(selected(lanes), placed.place.resize(bits), before.place.resize(bits))
                            .named(name + "_place_or_fewer"));
        }

        private CellArray.Comparison compare(String name, Word x, Word y, int lanes) {
            int bits = Math.max(x.width(), y.width());
            boolean none = !layout.hasPlaces(lanes == 2 ? 1 : 2);
            return none ? null : cells.compare(name, x.resize(bits), y.resize(bits), lanes);
        }

        private Word least(String name, CellArray.Comparison comparison, Word x, Word y) {
            int bits = Math.max(x.width(), y.width());
            return comparison == null
                    ? x.resize(bits)
                    : Word.mux(comparison.less(), x.resize(bits), y.resize(bits))
                            .named(name + "_least");
        }

        /** The sum of two: that of the larger place is shifted by the distance. */
        private Word add(String name, CellArray.Comparison comparison, Word x, Word y, int bits) {
            Word first = x.signExtend(bits);
            Word second = y.signExtend(bits);
            if (comparison == null) {
                return first.plus(second).named(name + "_sum");
            }
            Word larger = Word.mux(comparison.less(), second, first).named(name + "_larger");
            Word smaller = Word.mux(comparison.less(), first, second).named(name + "_smaller");
            return larger.shiftLeft(comparison.distance())
                    .named(name + "_shifted")
                    .plus(smaller)
                    .named(name + "_sum");
        }

        /** A lane's product with its sign, in the modes of several lanes. */
        private Word lane(Word product, int lane) {
            Word magnitude = null;
            int width = 0;
            for (CellMode mode : modes) {
                width = mode.lanes() > Math.max(1, lane) ? Math.max(width, 4 * mode.digits()) : width;
            }
            for (CellMode mode : modes) {
                if (mode.lanes() > Math.max(1, lane)) {
                    Word part = product.slice(4 * mode.digits() * lane, 4 * mode.digits())
                            .resize(width);
                    magnitude = magnitude == null
                            ? part
                            : Word.mux(selected(mode.lanes()), part, magnitude)
                                    .named("lane_" + lane + "_of_" + mode.lanes());
                }
            }
            int bits = Math.min(width + 1, layout.pairBits());
            return signed("product_" + lane, negative(lane), magnitude, width + 1)
                    .slice(0, bits);
        }
    }
}
