// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One multiply-accumulate unit of the array: products of the lanes, their sum, its place, the accumulator, and a drain register.
 *
 * <pre>
 *  a, b ─▶ products of the lanes ─▶ sum ─▶ shift within a segment ─▶ segments ─▶ + ─▶ acc
 *  places ────────── + ──────────────────────┴────────────────────────┘         └───▶ drain
 * </pre>
 *
 * {@link UnitArchitecture} says which parts there are. Without aligned formats there is no shifter, and on targets with adders in their DSP blocks the whole sum
 * is in these. The accumulator is zero between sums, so nothing but an adder is in front of it.
 */
@Contract(
        """
        One multiply-accumulate unit: the products of a_* and b_* are added to the accumulator; and a drain register.
        in:  a_values, b_values: operands of the multipliers, two's complement, side by side; a_codes, b_codes,
             a_negatives, b_negatives: magnitudes and signs for tables of products, of the format that table_number
             says;
             a_places, b_places: their sums are left shifts of the paths' products; a_nar, b_nar: an operand is NaR;
             a_joined, b_joined: all products are of the first path. Two's complement places are those of a window: bits
             of products below the accumulator's unit are dropped, which rounds down.
             mode: where lanes share an array of cells, a bit for each count of lanes.
             a_active, b_active: where something is gated, the operands can change the sum: both, or the registers of
             products and the accumulator stay as they are.
             valid: belongs to the accumulate stage: the products are added. last: with valid, the sum with these
             products goes to drain_*, drain_nar. clear: accumulator and its NaR are zero in the next cycle, also with
             valid. shift: drain_in_*, drain_nar_in go to drain_* (last wins), which are the sum's words, lowest first.
        The accumulator is the sum of all lanes, two's complement; it wraps around. NaR stays until clear.
        Latency: a register after multiply and one after align where the design has them, and the accumulator. With
        registers in front of multipliers a_joined, b_joined come a cycle after the other operands; places and NaR come
        so many cycles after them as there are registers in front of multipliers and behind the sum of products.
        There is no reset: clear comes before the first sum.
        """)
public final class MacUnit extends Module {
    public final Operands a;
    public final Operands b;
    /** Null if there is one table at most. */
    public final Word tableNumber;

    /** Null if there is one mode, or no array of cells. */
    public final Word mode;

    /** Whether the operands can change the sum; null, as the other, if nothing in the unit is gated. */
    public final Bit aActive;

    public final Bit bActive;

    public final Bit valid = inBit();
    public final Bit last = inBit();
    public final Bit clear = inBit();
    public final Bit shift = inBit();
    /** Words of the drain register, lowest first. */
    public final Word[] drainIn;

    /** Null, as the output, if no operand is NaR. */
    public final Bit drainNarIn;

    public final Word[] drain;
    public final Bit drainNar;

    private final UnitArchitecture unit;
    private final Stages stages;
    private final ProductPlacer placer;
    /** Of the operands, and of their products. */
    private final Bit active;

    private final Bit activeLater;

    /** Whether all products are of the first path, in the stage of the products; null if they never are. */
    private Bit joined;

    /** Products of lanes that have paths of their own, and share the first one in some formats. */
    private final Map<Integer, Word> movable = new HashMap<>();

    /** Products of tables, added: {@code value} if not {@code negative}, else its negation. */
    private record Signed(Word value, Bit negative) {}

    /** @param gated whether the registers of products and the accumulator stay as they are while operands cannot change the sum */
    public MacUnit(UnitArchitecture unit, boolean gated) {
        this.unit = unit;
        stages = unit.stages();
        placer = new ProductPlacer(unit, this::shifted);
        a = operands(Side.ACTIVATIONS);
        b = operands(Side.WEIGHTS);
        tableNumber = unit.tableSelectBits() == 0 ? null : in(unit.tableSelectBits());
        mode = unit.layout() == null || unit.layout().modes().size() < 2
                ? null
                : in(unit.layout().modes().size());
        aActive = gated ? inBit() : null;
        bActive = gated ? inBit() : null;
        active = aActive == null ? null : aActive.and(bActive).named("active");
        activeLater = active == null ? null : delay("active", active, stages.multiply());
        int words = unit.segments().drainWords().size();
        drainIn = new Word[words];
        drain = new Word[words];
        for (int i = 0; i < words; i++) {
            drainIn[i] = in(unit.segments().drainWordBits(i));
            drain[i] = out(unit.segments().drainWordBits(i));
        }
        drainNarIn = unit.hasNar() ? inBit() : null;
        drainNar = unit.hasNar() ? outBit() : null;

        Signed tables = unit.tableLanes().isEmpty() ? null : tables();
        Bit carry = tables == null
                ? null
                : active == null
                        ? delay("tables_negative", tables.negative, stages.sum() + stages.align())
                        : shifted("tables_negative", tables.negative.asWord()).bit(0);
        if (unit.hasNar()) {
            Word nar = a.nar().or(b.nar()).asWord();
            nar(delay("nar", nar, stages.multiply() + stages.align()).bit(0));
        }
        if (unit.layout() != null) {
            add(List.of(lanes(unit.layout())), null);
            return;
        }
        if (unit.addsInMultipliers()) {
            Word acc = reg(unit.accumulatorBits()).named("acc");
            accumulate(List.of(acc), List.of(chain(acc)));
            return;
        }
        joined = unit.joinsPaths() ? joined() : null;
        List<List<Word>> addends = new ArrayList<>();
        for (int path = 0; path < unit.paths(); path++) {
            addends.add(placer.place(path, sum(path, path == 0 ? tables : null), productPlace(path)));
        }
        add(addends, carry);
    }

    private Operands operands(Side side) {
        String prefix = side.letter() + "_";
        return Operands.of(
                unit, side, (name, bits) -> in(bits).named(prefix + name), name -> inBit().named(prefix + name));
    }

    private Bit joined() {
        Bit both = a.joined().and(b.joined()).named("joined");
        return unit.target().registersProducts() ? delay("products_joined", both, stages.multiply()) : both;
    }

    /** What a multiplier of all lanes adds to each segment. */
    private List<Word> lanes(LaneLayout layout) {
        LaneProducts products = new LaneProducts(layout, a.values(), b.values());
        if (layout.isLogarithmic()) {
            Word sum = products.ofLogarithms(this::multiplied, this::shifted);
            return List.of(sum.signExtend(unit.accumulatorBits()));
        }
        LaneProducts.Placed sum = products.ofCells(mode);
        return placer.place(0, multiplied("products_0", sum.value()), multiplied("path_0_place", sum.place()));
    }

    /** Registers after multiplication, which stay as they are while the operands cannot change the sum. */
    private Word multiplied(String name, Word value) {
        return held(name, value, stages.multiply(), active);
    }

    /** Registers after alignment, likewise. */
    private Word shifted(String name, Word value) {
        return held(name, value, stages.align(), activeLater);
    }

    private static Word held(String name, Word value, int registers, Bit enable) {
        if (enable == null || registers == 0) {
            return delay(name, value, registers);
        }
        Word register = reg(value.width()).named(name + "_d1");
        when(enable, () -> register.set(value));
        return register;
    }

    /** The sum of the tables' products as a binary tree of sums and differences; its value can be negative. In the stage after multiplication. */
    private Signed tables() {
        ProductTable products = new ProductTable(unit.tables(), unit.tableBits());
        List<Signed> terms = new ArrayList<>();
        for (int i = 0; i < unit.tableLanes().size(); i++) {
            String name = "table_" + unit.tableLanes().get(i);
            Word product = products.product(code(a, i), code(b, i)).named(name + "_magnitude");
            Bit negative = a.negatives().bit(i).xor(b.negatives().bit(i)).named(name + "_negative");
            int early = stages.operand();
            terms.add(new Signed(
                    delay(name, product.resize(unit.tableBits(1)), early), delay(name + "_sign", negative, early)));
        }
        for (int count = 2; terms.size() > 1; count *= 2) {
            List<Signed> sums = new ArrayList<>();
            for (int i = 0; i < terms.size(); i += 2) {
                sums.add(plus("tables_" + count + "_" + i / 2, terms.get(i), terms.get(i + 1), unit.tableBits(count)));
            }
            terms = sums;
        }
        Signed all = terms.get(0);
        int registers = stages.multiply();
        Bit negative = active == null
                ? delay("tables_sign", all.negative, registers)
                : multiplied("tables_sign", all.negative.asWord()).bit(0);
        if (unit.multiplierLanes().isEmpty()) {
            return new Signed(multiplied("tables", all.value), negative);
        }
        if (!unit.target().registersProducts()) {
            return new Signed(conditionallyInverted(all.value, all.negative), negative);
        }
        Word inverted = conditionallyInverted(all.value, all.negative).named("tables_inverted");
        return new Signed(multiplied("tables", inverted), negative);
    }

    /** A magnitude code of a lane, with the format's number above it. */
    private Word code(Operands operands, int index) {
        return Word.cat(tableNumber, operands.codes().slice(index * Operands.CODE_BITS, Operands.CODE_BITS));
    }

    /** The first plus or minus the second; its sign is that of the first. */
    private static Signed plus(String name, Signed first, Signed second, int bits) {
        Bit minus = first.negative.xor(second.negative).named(name + "_minus");
        Word addend = conditionallyInverted(second.value.signExtend(bits), minus);
        return new Signed(
                plusCarry(name, first.value.signExtend(bits), addend, minus).slice(0, bits), first.negative);
    }

    /** Ones' complement: a carry of one is missing. */
    private static Word conditionallyInverted(Word word, Bit invert) {
        return word.xor(invert.repeat(word.width()));
    }

    /** The whole sum with a carry in, which synthesis makes one adder of; one bit wider than the operands. */
    private static Word plusCarry(String name, Word a, Word b, Bit carry) {
        Word sum = a.plusExpand(b).named(carry == null ? name : name + "_before_carry");
        return carry == null ? sum : sum.plus(carry.extend(sum.width())).named(name);
    }

    /** A lane's product, in the stage after multiplication if every product has a register. */
    private Word product(int lane) {
        Word left = operand(a, Side.ACTIVATIONS, lane);
        Word right = operand(b, Side.WEIGHTS, lane);
        int bits = Math.min(left.width() + right.width(), unit.productBits(lane));
        if (stages.operand() > 0) {
            if (unit.isDsp(lane) && !unit.isRows(lane)) {
                return RegisteredMultiplier.product("multiplier_" + lane, left, right)
                        .slice(0, bits);
            }
            left = delay("left_" + lane, left, stages.operand());
            right = delay("right_" + lane, right, stages.operand());
        }
        Word product = (unit.isRows(lane) ? rows("product_" + lane, left, right) : left.timesSigned(right))
                .named("product_" + lane)
                .slice(0, bits);
        if (!unit.target().registersProducts()) {
            return product;
        }
        Word registered = multiplied("product_" + lane, product);
        return unit.target().keepsProducts() ? kept(registered.named("kept_product_" + lane)) : registered;
    }

    private Word operand(Operands operands, Side side, int lane) {
        return operands.values().slice(unit.operandOffset(side, lane), unit.operandBits(side, lane));
    }

    /** A product of short words by logic: the first for each bit of the second, which for its sign is subtracted. */
    private static Word rows(String name, Word a, Word b) {
        int bits = a.width() + b.width();
        Word sum = null;
        for (int i = 0; i < b.width(); i++) {
            Word row = a.gate(b.bit(i)).signExtend(bits - i).padLow(i);
            if (sum == null) {
                sum = row;
            } else {
                sum = (i == b.width() - 1 ? sum.minus(row) : sum.plus(row)).named(name + "_rows_" + i);
            }
        }
        return sum;
    }

    /** The accumulator and all products: each sum has one product as addend, as DSP blocks add. */
    private Word chain(Word acc) {
        Word sum = acc;
        for (int lane : unit.multiplierLanes(0)) {
            sum = sum.plus(product(lane).signExtend(unit.accumulatorBits())).named("sum_" + lane);
        }
        return sum;
    }

    /** The sum of a path's products, in the stage after multiplication; ones' complement where the tables' sum is negated. */
    private Word sum(int path, Signed tables) {
        List<Integer> lanes = unit.multiplierLanes(path);
        if (lanes.isEmpty()) {
            return conditionallyInverted(tables.value, tables.negative).named("addend");
        }
        int bits = unit.sumBits(path);
        Word sum = tables == null ? null : tables.value.signExtend(bits);
        for (int lane : lanes) {
            Word product = path == 0 ? product(lane) : movable(lane);
            if (path > 0 && joined != null) {
                product = product.gate(joined.not()).named("own_" + lane);
            }
            Word wide = product.signExtend(bits);
            sum = sum == null ? wide : sum.plus(wide).named("sum_" + lane);
        }
        for (int lane = 1; joined != null && path == 0 && lane < unit.paths(); lane++) {
            Word moved = movable(lane).gate(joined).named("joined_" + lane);
            sum = sum.plus(moved.signExtend(bits)).named("sum_" + lane);
        }
        boolean registered = unit.target().registersProducts();
        return registered ? delay("products_" + path, sum, stages.sum()) : multiplied("products_" + path, sum);
    }

    private Word movable(int lane) {
        return movable.computeIfAbsent(lane, this::product);
    }

    /** The place of a path's product, in the stage after multiplication; null without places. */
    private Word productPlace(int path) {
        if (!unit.isAligned()) {
            return null;
        }
        String name = "path_" + path + "_place";
        int bits = unit.places().bits(path) - 1;
        Word placeA = operandPlace(a, Side.ACTIVATIONS, path);
        Word placeB = operandPlace(b, Side.WEIGHTS, path);
        Word place = (unit.places().isWindow()
                        ? placeA.signExtend(bits + 1).plus(placeB.signExtend(bits + 1))
                        : placeA.resize(bits).plusExpand(placeB.resize(bits)))
                .named(name);
        return multiplied(name, place);
    }

    private Word operandPlace(Operands operands, Side side, int path) {
        return operands.places()
                .slice(unit.places().offset(side, path), unit.places().bits(side, path));
    }

    private void add(List<List<Word>> addends, Bit carryIn) {
        List<Word> acc = new ArrayList<>();
        List<Word> sums = new ArrayList<>();
        for (int s = 0; s < unit.segments().count(); s++) {
            acc.add(reg(unit.segments().bits(s)).named("acc_" + s));
            sums.add(acc.get(s));
        }
        for (int path = 0; path < addends.size(); path++) {
            Bit carry = path == 0 ? carryIn : null;
            for (int s = 0; s < unit.segments().count(); s++) {
                int bits = unit.segments().bits(s);
                String name = "path_" + path + "_total_" + s;
                Word total = plusCarry(name, sums.get(s), addends.get(path).get(s), carry);
                carry = total.bit(bits);
                sums.set(s, total.slice(0, bits));
            }
        }
        accumulate(acc, sums);
    }

    private void accumulate(List<Word> acc, List<Word> sums) {
        Bit adds = active == null
                ? valid
                : valid.and(delay("active_shifted", activeLater, stages.align()))
                        .named("adds");
        when(adds, () -> {
            for (int s = 0; s < acc.size(); s++) {
                acc.get(s).set(sums.get(s));
            }
        });
        when(clear, () -> {
            for (Word segment : acc) {
                segment.set(Word.of(0, segment.width()));
            }
        });
        List<List<Integer>> words = unit.segments().drainWords();
        for (int i = 0; i < words.size(); i++) {
            int word = i;
            Word drained = reg(unit.segments().drainWordBits(i)).named("drained_" + i);
            Word total = Word.catLow(words.get(i).stream().map(sums::get).toList());
            when(shift, () -> drained.set(drainIn[word]));
            when(last, () -> drained.set(total));
            drain[i].set(drained);
        }
    }

    /** The NaR of the sum, in step with it. */
    private void nar(Bit operandNar) {
        Word accNar = reg(1).named("acc_nar");
        Word sumNar = accNar.bit(0).or(operandNar).asWord().named("sum_nar");
        when(valid, () -> accNar.set(sumNar));
        when(clear, () -> accNar.set(Word.of(0, 1)));
        Word drainedNar = reg(1).named("drained_nar");
        when(shift, () -> drainedNar.set(drainNarIn.asWord()));
        when(last, () -> drainedNar.set(sumNar));
        drainNar.set(drainedNar.bit(0));
    }
}
