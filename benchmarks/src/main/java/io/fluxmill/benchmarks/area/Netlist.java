// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A flat netlist of one module, as yosys {@code write_json} writes it: its cells by kind, and its longest combinational path.
 *
 * @param lut look-up tables and inverters, with those in carry cells of ECP5
 * @param ff flip-flops outside of DSP blocks
 * @param dsp DSP blocks
 * @param ram block RAMs, those of half a size as halves
 * @param depth cells on the longest path between registers and ports; a carry cell is one, a DSP block is where paths end
 */
public record Netlist(int lut, int ff, int dsp, double ram, int depth) {
    private static final Pattern LUT = Pattern.compile("LUT[1-6]|INV|SB_LUT4|SRL.*|\\$lut");
    /** Two look-up tables with their carry. */
    private static final String ECP5_CARRY = "CCU2C";

    /** Look-up tables of a small memory. */
    private static final Map<String, Integer> LUT_RAM =
            Map.of("TRELLIS_DPR16X4", 4, "RAM32X1D", 2, "RAM64X1D", 2, "RAM32M", 4, "RAM64M", 4);

    private static final Map<String, Double> RAM =
            Map.of("RAMB36E1", 1.0, "RAMB18E1", 0.5, "DP16KD", 1.0, "SB_RAM40_4K", 1.0);
    private static final Pattern FF = Pattern.compile("FD[A-Z]+|TRELLIS_FF|SB_DFF.*");
    private static final Pattern DSP = Pattern.compile("DSP48E1|MULT18X18D|SB_MAC16");

    /** @throws IllegalStateException if the file has no such module */
    static Netlist read(Path file, String top) throws IOException {
        JsonNode cells = new ObjectMapper()
                .readTree(file.toFile())
                .path("modules")
                .path(top)
                .path("cells");
        if (!cells.isObject()) {
            throw new IllegalStateException(file + " has no module " + top);
        }
        int lut = 0;
        int ff = 0;
        int dsp = 0;
        double ram = 0;
        for (JsonNode cell : cells) {
            String type = cell.path("type").asText();
            lut += LUT.matcher(type).matches() ? 1 : type.equals(ECP5_CARRY) ? 2 : LUT_RAM.getOrDefault(type, 0);
            ram += RAM.getOrDefault(type, 0.0);
            ff += FF.matcher(type).matches() ? 1 : 0;
            dsp += DSP.matcher(type).matches() ? 1 : 0;
        }
        return new Netlist(lut, ff, dsp, ram, new Paths(cells).longest());
    }

    /** Depth of every cell: one more than that of the deepest cell that drives it. */
    private static final class Paths {
        private final Map<String, JsonNode> drivers = new HashMap<>();
        private final Map<JsonNode, Integer> depths = new HashMap<>();
        private final Set<JsonNode> open = new HashSet<>();
        private final JsonNode cells;

        Paths(JsonNode cells) {
            this.cells = cells;
            for (JsonNode cell : cells) {
                if (!ends(cell)) {
                    bits(cell, "output").forEach(bit -> drivers.put(bit, cell));
                }
            }
        }

        private static boolean ends(JsonNode cell) {
            String type = cell.path("type").asText();
            return FF.matcher(type).matches() || DSP.matcher(type).matches() || RAM.containsKey(type);
        }

        private static List<String> bits(JsonNode cell, String direction) {
            List<String> bits = new ArrayList<>();
            Iterator<Map.Entry<String, JsonNode>> ports =
                    cell.path("connections").fields();
            while (ports.hasNext()) {
                Map.Entry<String, JsonNode> port = ports.next();
                if (cell.path("port_directions").path(port.getKey()).asText().equals(direction)) {
                    port.getValue().forEach(bit -> bits.add(bit.asText()));
                }
            }
            return bits;
        }

        int longest() {
            int longest = 0;
            for (JsonNode cell : cells) {
                longest = Math.max(longest, ends(cell) ? inputs(cell) : depth(cell));
            }
            return longest;
        }

        private int depth(JsonNode cell) {
            Integer known = depths.get(cell);
            if (known != null) {
                return known;
            }
            if (!open.add(cell)) {
                throw new IllegalStateException("combinational loop at a " + cell.path("type"));
            }
            int depth = 1 + inputs(cell);
            open.remove(cell);
            depths.put(cell, depth);
            return depth;
        }

        private int inputs(JsonNode cell) {
            int depth = 0;
            for (String bit : bits(cell, "input")) {
                JsonNode driver = drivers.get(bit);
                depth = Math.max(depth, driver == null ? 0 : depth(driver));
            }
            return depth;
        }
    }
}
