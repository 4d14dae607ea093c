// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.ChipFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which resources of a family the cells of a netlist take. Each term is a pattern of the cell's type and what one of them takes.
 */
final class Census {
    /** @param early whether it is known as soon as memories and products are mapped */
    private record Row(String resource, boolean early, List<Term> terms) {}

    private record Term(String types, int each) {}

    /** A CCU2C adds two bits, a TRELLIS_DPR16X4 stores in four LUTs: nextpnr-ecp5 places them as TRELLIS_COMB. */
    private static final List<Row> ECP5 = List.of(
            new Row(
                    Capacity.LUT4,
                    false,
                    List.of(
                            new Term("LUT4", 1),
                            new Term("CCU2C", 2),
                            new Term("TRELLIS_DPR16X4", 4),
                            quoted(Packing.CARRY_ENDS))),
            new Row(Capacity.FLIP_FLOPS, false, List.of(new Term("TRELLIS_FF", 1))),
            new Row(Capacity.RAM + "DP16KD", true, List.of(new Term("DP16KD", 1))),
            new Row("MULT18X18D", true, List.of(new Term("MULT18X18D", 1))));

    private static final List<Row> ICE40 = List.of(
            new Row(Capacity.ICE40_CELLS, false, List.of(quoted(Packing.LOGIC_CELLS))),
            new Row(Capacity.RAM + "SB_RAM40_4K", true, List.of(new Term("SB_RAM40_4K.*", 1))),
            new Row("SB_SPRAM256KA", true, List.of(new Term("SB_SPRAM256KA", 1))),
            new Row("SB_MAC16", true, List.of(new Term("SB_MAC16", 1))));

    /** An ALU is placed on a LUT. */
    private static final List<Row> GOWIN = List.of(
            new Row(
                    Capacity.LUT4,
                    false,
                    List.of(
                            new Term("LUT[1-4]", 1),
                            new Term("ALU", 1),
                            new Term("RAM16SDP4", 4),
                            quoted(Packing.LONE_FLIP_FLOPS))),
            new Row(Capacity.FLIP_FLOPS, false, List.of(new Term("DFF[A-Z]*", 1))),
            new Row(Capacity.RAM + "BSRAM", true, List.of(new Term("(SDP|DP|SP)X?9?B|p?ROM(X9)?", 1))),
            new Row("RAM16SDP4", true, List.of(new Term("RAM16SDP4", 1))));

    /** LUTs as memory and as shift registers: Xilinx UG474, tables 2-3 and 2-4. A RAMB36E1 is two RAMB18E1. */
    private static final List<Row> XILINX = List.of(
            new Row(
                    Capacity.LUT6,
                    false,
                    List.of(
                            new Term("LUT[1-6]|INV|SRL16E|SRLC32E|RAM(32|64)X1S(_1)?", 1),
                            new Term("RAM(32|64)X1D(_1)?|RAM128X1S", 2),
                            new Term("RAM(32|64)M|RAM128X1D|RAM256X1S", 4),
                            new Term("RAM(32M16|64M8)", 8))),
            new Row(Capacity.FLIP_FLOPS, false, List.of(new Term("FD[RSCP]E(_1)?", 1))),
            new Row(Capacity.RAM + "RAMB18", true, List.of(new Term("RAMB18E[12]", 1), new Term("RAMB36E[12]", 2))),
            new Row("DSP48E1", true, List.of(new Term("DSP48E1", 1))));

    private static final List<Row> ULTRASCALE = List.of(
            XILINX.get(0), XILINX.get(1), XILINX.get(2), new Row("DSP48E2", true, List.of(new Term("DSP48E2", 1))));

    private Census() {}

    private static Term quoted(String type) {
        return new Term(Pattern.quote(type), 1);
    }

    /** @param complete whether the cells are those of the whole synthesis; else only what is known early has a number */
    static List<Resource> resources(Board board, Map<String, Integer> cells, boolean complete) {
        List<Resource> resources = new ArrayList<>();
        for (Row row : rows(board.family())) {
            OptionalInt used = complete || row.early() ? OptionalInt.of(sum(row, cells)) : OptionalInt.empty();
            resources.add(new Resource(row.resource(), used, Capacity.of(board, row.resource())));
        }
        return resources;
    }

    private static int sum(Row row, Map<String, Integer> cells) {
        int sum = 0;
        for (Term term : row.terms()) {
            sum += term.each()
                    * cells.entrySet().stream()
                            .filter(cell -> cell.getKey().matches(term.types()))
                            .mapToInt(Map.Entry::getValue)
                            .sum();
        }
        return sum;
    }

    private static List<Row> rows(ChipFamily family) {
        return switch (family) {
            case ICE40 -> ICE40;
            case ECP5 -> ECP5;
            case GOWIN -> GOWIN;
            case XC7 -> XILINX;
            case XCUP -> ULTRASCALE;
        };
    }
}
