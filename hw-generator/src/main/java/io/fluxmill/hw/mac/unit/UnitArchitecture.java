// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every width of a multiply-accumulate unit, derived from its formats; docs/mac-engine.md, "How it is built".
 *
 * <pre>
 * lane     product                                              path
 *   0      multiplier; table if all formats have tables           0
 *   1      the same                                               1 if a format of two lanes is aligned, else 0
 *   2, 3   table if all formats of four lanes have tables,        0
 *          else multiplier
 * </pre>
 *
 * A path adds the products of its lanes, shifts the sum to its place and adds it to the accumulator. A unit does not know the selected format, but for its
 * tables: operands of lanes that a format does not have are zero, and so are places of fixed formats.
 */
public final class UnitArchitecture {
    /** Bits of a table's product above which a third multiplier is better where the target has one. */
    private static final int NARROW_TABLE_BITS = 8;

    /** Shorter products are made by logic: yosys takes a DSP block from 9 bits on. */
    private static final int LEAST_DSP_BITS = 9;

    private static final int LEAST_SEGMENT_BITS = 16;

    private final Target target;
    private final UnitOptions options;
    /** Null if lanes are multiplied on their own. */
    private final LaneLayout layout;

    private final int pipeline;
    private final int accumulatorBits;
    private final List<PairForm> forms;
    private final List<PairForm> tables;
    private final int lanes;
    private final int paths;
    private final int preshiftBits;
    private final Places places;
    private final Segments segments;

    /** @param accumulatorBits of the sum of all lanes */
    public UnitArchitecture(
            Target target, UnitOptions options, int pipeline, List<PairForm> forms, int accumulatorBits) {
        this.target = options.multiplier() == Multiplier.LOGIC ? Target.GOWIN : target;
        this.options = options;
        layout =
                options.multiplier() == Multiplier.CELLS || options.multiplier().isLogarithmic()
                        ? new LaneLayout(options.multiplier(), forms)
                        : null;
        this.pipeline = pipeline;
        this.accumulatorBits = accumulatorBits;
        this.forms = List.copyOf(forms);
        lanes = lanes(forms.stream());
        tables = hasTables() ? forms.stream().filter(PairForm::isTable).toList() : List.of();
        paths = layout != null
                ? 1
                : Math.max(1, aligned().mapToInt(PairForm::paths).max().orElse(0));
        preshiftBits = derivePreshift();
        places = new Places(aligned().toList(), paths, preshiftBits);
        segments = new Segments(accumulatorBits, deriveSegment());
    }

    private static int lanes(Stream<PairForm> forms) {
        return forms.mapToInt(PairForm::lanes).max().orElse(0);
    }

    private Stream<PairForm> aligned() {
        return forms.stream().filter(PairForm::aligned);
    }

    private Stream<PairForm> withLane(int lane) {
        return forms.stream().filter(form -> form.lanes() > lane);
    }

    private Stream<OperandForm> alignedOperands() {
        return forms.stream()
                .flatMap(form -> Stream.of(form.weights(), form.activations()))
                .filter(OperandForm::aligned);
    }

    /** Places of a shift of an operand at the array's edge. */
    private int preshift() {
        return (1 << preshiftBits) - 1;
    }

    /**
     * Low bits of a place that are a shift of the operand at the array's edge, so that the unit's shifter is shorter: k bits make an operand {@code 2^k - 1} bits
     * longer, as long as the target's multiplier takes it.
     */
    private int derivePreshift() {
        if (aligned().anyMatch(form -> form.shared() && form.lanes() > target.multipliers())) {
            return 0; // some of its products are logic
        }
        int longest = alignedOperands().mapToInt(OperandForm::operandBits).max().orElse(Target.MAXIMUM_OPERAND_BITS);
        int bits = 0;
        while (layout == null && longest + (1 << bits + 1) - 1 <= target.operandBits()) {
            bits++;
        }
        return bits;
    }

    /**
     * Bits G of a segment of the accumulator, a power of two. A product at a place below G must lie within two segments; places in a segment are multiples of
     * {@code 2^k}: {@code product bits + G - 2^k <= 2 G}. Without alignment there is one segment.
     */
    private int deriveSegment() {
        if (!isAligned()) {
            return accumulatorBits;
        }
        int bits = LEAST_SEGMENT_BITS;
        for (int path = 0; path < paths; path++) {
            int product = layout != null ? layout.sumBits() : alignedBits(path);
            while (bits + (1 << preshiftBits) < product || 2 * bits < sumBits(path)) {
                bits *= 2;
            }
        }
        return bits;
    }

    private static Predicate<PairForm> inPath(int path) {
        return form -> form.paths() > path;
    }

    /** Bits, two's complement, of what an aligned pair adds up in a path. */
    private int alignedBits(int path) {
        return aligned()
                .filter(inPath(path))
                .mapToInt(form -> bits(form.largestProduct(preshift()), form.shared() ? form.lanes() : 1))
                .max()
                .orElse(1);
    }

    /** Bits, two's complement, of a sum of as many products of each format. */
    private int productBits(Stream<PairForm> forms, int terms) {
        return forms.mapToInt(form -> bits(form.largestProduct(preshift()), Math.min(terms, form.lanes())))
                .max()
                .orElse(1);
    }

    private static int bits(BigInteger product, int terms) {
        return product.multiply(BigInteger.valueOf(terms)).bitLength() + 1;
    }

    public List<PairForm> forms() {
        return forms;
    }

    public Target target() {
        return target;
    }

    public int accumulatorBits() {
        return accumulatorBits;
    }

    /** Lanes of the format with the most. */
    public int lanes() {
        return lanes;
    }

    /** Paths to the accumulator: as many as the aligned format with the most has lanes, at least one. */
    public int paths() {
        return paths;
    }

    /** The path of a lane's product. */
    public int path(int lane) {
        return lane < paths ? lane : 0;
    }

    public boolean hasNar() {
        return forms.stream().anyMatch(PairForm::hasNar);
    }

    boolean isAligned() {
        return layout != null ? layout.isAligned() : aligned().findAny().isPresent();
    }

    /** Whether operands have places of their own, beside what is multiplied. */
    public boolean hasPlaces() {
        return layout == null && isAligned();
    }

    /** The fields of operands whose lanes are multiplied together, or null. */
    public LaneLayout layout() {
        return layout;
    }

    public UnitOptions options() {
        return options;
    }

    /** Low bits of a place that are a shift of the operand. */
    public int preshiftBits() {
        return preshiftBits;
    }

    /** Places of the paths' operands and products. */
    public Places places() {
        return places;
    }

    /** The parts of the accumulator that products of aligned formats come to. */
    public Segments segments() {
        return segments;
    }

    /** Whether a lane's product is a table of two codes instead of a product of two numbers. */
    public boolean isTable(int lane) {
        boolean all = forms.stream().allMatch(PairForm::isTable) && target != Target.GENERIC;
        return layout == null && withLane(lane).allMatch(PairForm::isTable) && (all || lane >= multipliers());
    }

    /** Lanes that are multipliers before those of narrow formats become tables: more than two only where a table is larger. */
    private int multipliers() {
        int tableBits = withLane(2)
                .mapToInt(form -> form.largestProduct(0).bitLength())
                .max()
                .orElse(0);
        return target == Target.GENERIC || tableBits > NARROW_TABLE_BITS ? target.multipliers() : 2;
    }

    private boolean hasTables() {
        return IntStream.range(0, lanes).anyMatch(this::isTable);
    }

    /** Formats that the tables tell apart, in the order of their numbers. */
    public List<PairForm> tables() {
        return tables;
    }

    /** Bits of a format's number among them; 0 for one format. */
    public int tableSelectBits() {
        return tables.isEmpty() ? 0 : 32 - Integer.numberOfLeadingZeros(tables.size() - 1);
    }

    /** Lanes whose products are tables. */
    public List<Integer> tableLanes() {
        return IntStream.range(0, lanes).filter(this::isTable).boxed().toList();
    }

    /** Lanes of a path whose products are multiplications, those for logic first. */
    public List<Integer> multiplierLanes(int path) {
        List<Integer> ordered = new ArrayList<>();
        for (boolean dsp : new boolean[] {false, true}) {
            IntStream.range(0, lanes)
                    .filter(lane -> path(lane) == path && !isTable(lane) && isDsp(lane) == dsp)
                    .forEach(ordered::add);
        }
        return ordered;
    }

    /** Lanes whose products are multiplications. */
    public List<Integer> multiplierLanes() {
        return IntStream.range(0, lanes).filter(lane -> !isTable(lane)).boxed().toList();
    }

    /** First bit of a lane's operand in the word of all multipliers' operands. */
    int operandOffset(Side side, int lane) {
        return multiplierLanes().stream()
                .filter(other -> other < lane)
                .mapToInt(other -> operandBits(side, other))
                .sum();
    }

    /** Bits of the word of all multipliers' operands. */
    public int operandsBits(Side side) {
        return layout != null ? layout.bits(side) : operandOffset(side, lanes);
    }

    /** Whether a short product beyond the multipliers is written as a sum of rows, for which synthesis takes no DSP block. */
    boolean isRows(int lane) {
        boolean isShort = target != Target.GENERIC && !isDsp(lane) && lane >= target.multipliers();
        return isShort || options.multiplier() == Multiplier.LOGIC;
    }

    boolean isDsp(int lane) {
        return operandBits(Side.ACTIVATIONS, lane) + operandBits(Side.WEIGHTS, lane) >= LEAST_DSP_BITS;
    }

    /** Bits of a multiplier's operands. */
    public int operandBits(Side side, int lane) {
        return withLane(lane)
                .mapToInt(form -> form.form(side).operandBits(preshift()))
                .max()
                .orElseThrow();
    }

    /** Bits of a lane's product, two's complement. */
    public int productBits(int lane) {
        return productBits(withLane(lane), 1);
    }

    /** Bits of the magnitude of a table's product. */
    public int tableBits() {
        return tables.stream()
                .mapToInt(form -> form.largestProduct(0).bitLength())
                .max()
                .orElseThrow();
    }

    /** Bits, two's complement, of the sum of so many products of tables. */
    public int tableBits(int terms) {
        return productBits(tables.stream(), terms);
    }

    /** Bits of the sum of a path's products, two's complement. */
    public int sumBits(int path) {
        if (layout != null) {
            return layout.sumBits();
        }
        return path == 0
                ? Math.max(productBits(forms.stream().filter(form -> !form.aligned()), lanes), alignedBits(0))
                : productBits(withLane(path), 1);
    }

    /** Whether lanes that have paths of their own share the first one in block formats with common places. */
    public boolean joinsPaths() {
        return paths > 1 && forms.stream().anyMatch(form -> form.shared() && form.lanes() > 1);
    }

    /** Whether operands have scales. */
    public boolean hasBlocks() {
        return forms.stream().anyMatch(form -> form.formats().isBlocks());
    }

    /** Low bits of a product's place that shift it within a segment; those above tell the segment. */
    int fineBits() {
        return 31 - Integer.numberOfLeadingZeros(segments.segmentBits()) - preshiftBits;
    }

    /** Segments that the lowest bits of a path's products come to. */
    public int targetSegments(int path) {
        int top = layout != null
                ? layout.topPlace()
                : aligned()
                        .filter(inPath(path))
                        .mapToInt(form -> form.topPlace(preshiftBits))
                        .max()
                        .orElse(0);
        return (top >> fineBits()) + 1;
    }

    /** Whether the accumulator is the first addend of the products' sum, in a DSP block. */
    public boolean addsInMultipliers() {
        return target.addsInMultipliers()
                && layout == null
                && !isAligned()
                && tables.isEmpty()
                && multiplierLanes(0).stream().allMatch(this::isDsp);
    }

    /** The unit's registers. */
    public Stages stages() {
        boolean aligns = isAligned() || layout != null && layout.isLogarithmic();
        boolean isPlain = layout == null && options.gating().isEmpty();
        boolean hasMultipliers = multiplierLanes().stream().anyMatch(lane -> isDsp(lane) && !isRows(lane));
        return Stages.of(
                pipeline,
                aligns,
                target.registersOperands() && isPlain && hasMultipliers,
                lanes > paths || joinsPaths());
    }
}
