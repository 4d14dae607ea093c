// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.board.ChipFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What nextpnr adds when it packs a netlist, or saves: counts that stand beside the types of cells, under names that begin with {@code $}. PackingTest
 * compares with what nextpnr reports.
 */
final class Packing {
    /**
     * iCE40: a logic cell has a LUT, a flip-flop and a carry. A flip-flop shares the cell of the LUT that drives it alone, a carry that of the LUT
     * with the same operands and its carry input; all else has a cell of its own.
     */
    static final String LOGIC_CELLS = "$logic_cells";
    /** ECP5: LUTs around a carry chain, four for its beginning and its end and two for each carry that logic reads. */
    static final String CARRY_ENDS = "$carry_ends";
    /** Gowin: flip-flops that no LUT and no ALU drives alone; each takes a LUT as its way in. */
    static final String LONE_FLIP_FLOPS = "$lone_flip_flops";

    private static final String CARRY = "CCU2C";
    private static final int LUTS_OF_CHAIN = 4;
    private static final int LUTS_OF_READ_CARRY = 2;

    /** Number of inputs that a net goes to, ports of the top included. */
    private final Map<String, Integer> users = new HashMap<>();
    /** {@code <type>.<port>} that drives a net. */
    private final Map<String, String> drivers = new HashMap<>();
    /** Number of carry inputs that a net goes to. */
    private final Map<String, Integer> carryUsers = new HashMap<>();

    private final List<JsonNode> cells = new ArrayList<>();

    private Packing(JsonNode module) {
        module.path("ports").forEach(port -> {
            if (port.path("direction").asText().equals("output")) {
                port.path("bits").forEach(bit -> users.merge(bit.asText(), 1, Integer::sum));
            }
        });
        for (JsonNode cell : module.path("cells")) {
            cells.add(cell);
            cell.path("connections").fields().forEachRemaining(port -> connect(cell, port.getKey(), port.getValue()));
        }
    }

    private void connect(JsonNode cell, String port, JsonNode bits) {
        String name = type(cell) + "." + port;
        boolean input = cell.path("port_directions").path(port).asText().equals("input");
        for (JsonNode bit : bits) {
            if (!input) {
                drivers.put(bit.asText(), name);
                continue;
            }
            users.merge(bit.asText(), 1, Integer::sum);
            if (name.equals(CARRY + ".CIN")) {
                carryUsers.merge(bit.asText(), 1, Integer::sum);
            }
        }
    }

    /**
     * The counts of a family; none if packing changes nothing that is counted.
     *
     * @param netlist flat, in yosys's JSON
     */
    static Map<String, Integer> of(ChipFamily family, Path netlist, String top) throws IOException {
        if (!changes(family)) {
            return Map.of();
        }
        Packing packing = new Packing(
                new ObjectMapper().readTree(netlist.toFile()).path("modules").path(top));
        return switch (family) {
            case ICE40 -> Map.of(LOGIC_CELLS, packing.logicCells());
            case ECP5 -> Map.of(CARRY_ENDS, packing.carryEnds());
            default -> Map.of(LONE_FLIP_FLOPS, packing.loneFlipFlops());
        };
    }

    /** Whether a family has such counts. */
    static boolean changes(ChipFamily family) {
        return family == ChipFamily.ICE40 || family == ChipFamily.ECP5 || family == ChipFamily.GOWIN;
    }

    private static String type(JsonNode cell) {
        return cell.path("type").asText();
    }

    private static String bit(JsonNode cell, String port) {
        return cell.path("connections").path(port).path(0).asText();
    }

    private int carryEnds() {
        int luts = 0;
        for (JsonNode cell : cells) {
            if (type(cell).equals(CARRY)) {
                boolean begins = !(CARRY + ".COUT").equals(drivers.get(bit(cell, "CIN")));
                String out = bit(cell, "COUT");
                boolean read = users.getOrDefault(out, 0) > carryUsers.getOrDefault(out, 0);
                luts += (begins ? LUTS_OF_CHAIN : 0) + (read ? LUTS_OF_READ_CARRY : 0);
            }
        }
        return luts;
    }

    private int loneFlipFlops() {
        return (int) cells.stream()
                .filter(cell -> type(cell).startsWith("DFF"))
                .filter(cell -> !drivenAlone(bit(cell, "D"), "LUT[1-4]\\.F|ALU\\.SUM"))
                .count();
    }

    private boolean drivenAlone(String net, String driver) {
        return drivers.getOrDefault(net, "").matches(driver) && users.get(net) == 1;
    }

    private int logicCells() {
        Map<String, ArrayDeque<String>> luts = new HashMap<>();
        int count = 0;
        for (JsonNode cell : cells) {
            if (type(cell).equals("SB_LUT4")) {
                count++;
                luts.computeIfAbsent(bit(cell, "I1") + " " + bit(cell, "I2"), key -> new ArrayDeque<>())
                        .add(bit(cell, "I3"));
            }
        }
        for (JsonNode cell : cells) {
            boolean alone = type(cell).startsWith("SB_DFF") && !drivenAlone(bit(cell, "D"), "SB_LUT4\\.O")
                    || type(cell).equals("SB_CARRY") && !shares(cell, luts);
            count += alone ? 1 : 0;
        }
        return count;
    }

    /** Takes the LUT that a carry shares the cell of; the first carry of a chain has a constant input and takes any with its operands. */
    private static boolean shares(JsonNode carry, Map<String, ArrayDeque<String>> luts) {
        ArrayDeque<String> inputs = luts.get(bit(carry, "I0") + " " + bit(carry, "I1"));
        if (inputs == null || inputs.isEmpty()) {
            return false;
        }
        String in = bit(carry, "CI");
        return inputs.remove(in) || (in.matches("[01x]") && inputs.poll() != null);
    }
}
