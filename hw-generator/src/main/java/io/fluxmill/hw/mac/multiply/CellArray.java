// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * One array of 2-bit cells that multiplies the significands of one, two or four lanes, and whose other cells compare exponents in the modes of several lanes:
 * RMMEC in the sense of XR-NPE.
 *
 * <pre>
 *            one lane              two lanes               four lanes
 *         B0 B1 B2 B3 B4 B5
 *      A0  x  x  x  x  x  x        x  x  x  .  .  .        x  .  .  .  .  .     x multiplies
 *      A1  x  x  x  x  x  x        x  x  x  .  .  .        .  x  .  .  .  .     . compares, or is still
 *      A2  x  x  x  x  x  x        x  x  x  .  .  .        .  .  x  .  .  .
 *      A3  x  x  x  x  x  x        .  .  .  x  x  x        .  .  .  x  .  .
 *      A4  x  x  x  x  x  x        .  .  .  x  x  x        .  .  .  .  .  .
 *      A5  x  x  x  x  x  x        .  .  .  x  x  x        .  .  .  .  .  .
 * </pre>
 *
 * Lane k of d digits lies at digit k d of both operands, so its product is at bit 4 k d of the array's, and no lane reaches into another. Combinational.
 */
public final class CellArray {
    private static final int DIGIT_BITS = 2;

    private final List<CellMode> modes;
    private final List<Bit> selected;
    private final int digits;
    private final Word a;
    private final Word b;
    private final Cell[][] lent;
    private int ownCells;
    private int lentCells;

    /**
     * An array of the significands.
     *
     * @param selected whether a mode is selected; constant 1 if it is the only one
     * @param a significands of the lanes, {@link #bits} in all; {@code b} too
     */
    public CellArray(List<CellMode> modes, List<Bit> selected, Word a, Word b) {
        this.modes = List.copyOf(modes);
        this.selected = List.copyOf(selected);
        this.a = a;
        this.b = b;
        digits = bits(modes) / DIGIT_BITS;
        lent = new Cell[digits][digits];
    }

    /** Bits of an operand of all lanes: those of the mode with the most. */
    public static int bits(List<CellMode> modes) {
        return DIGIT_BITS * modes.stream().mapToInt(CellMode::allDigits).max().orElseThrow();
    }

    /**
     * How two exponents compare.
     *
     * @param less whether the first is less than the second
     * @param distance of both
     */
    public record Comparison(Bit less, Word distance) {}

    /**
     * Compares two exponents of equal width, in cells that do not multiply in modes of several lanes.
     *
     * @param name begins the names of the wires
     * @param lanes the fewest lanes of a mode that needs the comparison
     */
    public Comparison compare(String name, Word x, Word y, int lanes) {
        int width = x.width() + x.width() % DIGIT_BITS;
        Word xs = x.resize(width);
        Word ys = y.resize(width);
        List<Word> aboveY = new ArrayList<>();
        List<Word> aboveX = new ArrayList<>();
        Bit less = null;
        for (int i = 0; i < width / DIGIT_BITS; i++) {
            Word xDigit = xs.slice(i * DIGIT_BITS, DIGIT_BITS);
            Word yDigit = ys.slice(i * DIGIT_BITS, DIGIT_BITS);
            Cell cell = borrow(name + "_" + i, xDigit, yDigit, lanes);
            aboveY.add(cell.aboveB());
            aboveX.add(cell.aboveA());
            less = less == null
                    ? cell.less()
                    : cell.less().or(cell.greater().not().and(less)).named(name + "_less_" + i);
        }
        Word up = Word.catLow(aboveY).named(name + "_above_second");
        Word down = Word.catLow(aboveX).named(name + "_above_first");
        Word distance = Word.mux(less, down, up)
                .named(name + "_minuend")
                .minus(Word.mux(less, up, down))
                .named(name + "_distance");
        return new Comparison(less, distance.resize(x.width()));
    }

    /** A cell of the array that multiplies in no mode of so many lanes, or one of its own if there is none left. */
    private Cell borrow(String name, Word x, Word y, int lanes) {
        for (int i = 0; i < digits; i++) {
            for (int j = 0; j < digits; j++) {
                if (lent[i][j] == null && isSpare(i, j, lanes)) {
                    Bit compares = Bit.anyOf(select(lanes, Integer.MAX_VALUE)).named(name + "_compares");
                    String cell = "cell_" + i + "_" + j;
                    lent[i][j] = new Cell(
                            cell,
                            Word.mux(compares, x, digit(a, i)).named(cell + "_a"),
                            Word.mux(compares, y, digit(b, j)).named(cell + "_b"));
                    lentCells++;
                    return lent[i][j];
                }
            }
        }
        ownCells++;
        return new Cell(name + "_cell", x, y);
    }

    private boolean isSpare(int i, int j, int lanes) {
        return modes.stream().noneMatch(mode -> mode.lanes() >= lanes && mode.multiplies(i, j))
                && modes.stream().anyMatch(mode -> mode.multiplies(i, j));
    }

    private List<Bit> select(int fewest, int most) {
        List<Bit> bits = new ArrayList<>();
        for (int m = 0; m < modes.size(); m++) {
            if (modes.get(m).lanes() >= fewest && modes.get(m).lanes() <= most) {
                bits.add(selected.get(m));
            }
        }
        return bits;
    }

    private static Word digit(Word word, int index) {
        return word.slice(index * DIGIT_BITS, DIGIT_BITS);
    }

    /** The product of all lanes, {@code 2 * bits}; after all comparisons. */
    public Word product() {
        List<Word> addends = new ArrayList<>();
        int width = 2 * DIGIT_BITS * digits;
        for (int j = 0; j < digits; j++) {
            for (int parity = 0; parity < 2; parity++) {
                List<Word> fields = new ArrayList<>();
                boolean any = false;
                for (int i = parity; i < digits; i += 2) {
                    Word field = partial(i, j);
                    any |= field != null;
                    fields.add(field == null ? Word.of(0, 2 * DIGIT_BITS) : field);
                }
                if (any) {
                    Word row = Word.catLow(fields).padLow((parity + j) * DIGIT_BITS);
                    addends.add(row.resize(width).named("cells_" + j + "_" + parity));
                }
            }
        }
        for (int level = 0; addends.size() > 1; level++) {
            List<Word> sums = new ArrayList<>();
            for (int i = 0; i + 1 < addends.size(); i += 2) {
                sums.add(addends.get(i).plus(addends.get(i + 1)).named("cells_sum_" + level + "_" + i / 2));
            }
            if (addends.size() % 2 == 1) {
                sums.add(addends.get(addends.size() - 1));
            }
            addends = sums;
        }
        return addends.get(0);
    }

    /** A cell's product where it multiplies; null if it never does. */
    private Word partial(int i, int j) {
        List<Bit> active = new ArrayList<>();
        for (int m = 0; m < modes.size(); m++) {
            if (modes.get(m).multiplies(i, j)) {
                active.add(selected.get(m));
            }
        }
        if (active.isEmpty()) {
            return null;
        }
        String name = "cell_" + i + "_" + j;
        Cell cell = lent[i][j] != null ? lent[i][j] : new Cell(name, digit(a, i), digit(b, j));
        Word product = cell.product().named(name + "_product");
        return active.size() == modes.size() ? product : product.gate(Bit.anyOf(active));
    }

    /** Cells of the array that compare in modes of several lanes. */
    public int lentCells() {
        return lentCells;
    }

    /** Cells that compare only, because the array had none to spare. */
    public int ownCells() {
        return ownCells;
    }
}
