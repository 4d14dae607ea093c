// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.sfq.SfqConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever engines, hosts, netlists and cells are called: all that is generated of them can be read together. */
class ModuleNamesTest {
    private static final int DRAWS = 25;
    private static final Pattern MODULE = Pattern.compile("(?m)^\\s*module\\s+(\\w+)");

    /** What is near to the names of modules, so that random names made of it are likely to clash. */
    private static final List<String> PARTS = List.of(
            "a",
            "_a",
            "_",
            "_cell",
            "_cells",
            "_cell_jtl",
            "_sfq",
            "_sfqcell_jtl",
            "_sfqgate_draw",
            "_jtl",
            "_v1",
            "_1",
            "_ecp5",
            "_xc7",
            "_uart");

    private static final List<String> CELLS =
            List.of("JTL", "CELL_JTL", "S", "CELLS", "GATE_DRAW", "SFQCELL_JTL", "JTL_V1");

    private final Map<String, String> modules = new HashMap<>();

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("a");
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return name.toString();
    }

    private static HostedEngine engine(String name, String netlist, String cell) {
        String own =
                "{inputs: [a], outputs: [q], transitions: ['0 a -> 0, q 1.0'], junctions: 1, bias-ua: 1, area-um2: 1}";
        String text = "family: sfq\nname: " + name + "\nlibrary-changes: {" + cell + ": " + own + "}\nnetlist: {name: "
                + netlist
                + ", inputs: [a], outputs: [q], cells: {one: {cell: " + cell
                + ", a: a, q: m}, two: {cell: SYNAPSE, a: m, q: n, weight: 0.5}, three: {cell: JTL, a: n, q: o},"
                + " four: {cell: JTL, a: o, q: q, wire-ps: 5}}}\n";
        return SfqConfig.from(ConfigNode.parse(Path.of("engine.yaml"), text));
    }

    /** Every module of these files, which no other file has. */
    private void add(String seed, String design, String verilog) {
        Matcher found = MODULE.matcher(verilog);
        int count = 0;
        while (found.find()) {
            String module = found.group(1);
            assertTrue(module.equals(design) || module.matches(design + "_[A-Z]\\w*"), seed + module);
            assertEquals(null, modules.put(module, design), seed + module + " is there twice");
            count++;
        }
        assertTrue(count > 0, seed + design);
    }

    private void add(String seed, Design design) {
        String name = design.manifest().design();
        add(seed, name, design.verilog());
        design.views().forEach((file, text) -> {
            if (file.endsWith(".v") && !file.endsWith(".cells.v")) {
                add(seed, name, text);
            }
        });
    }

    @Test
    void enginesHostsAndNetlistsOfAnyNamesDoNotClash() {
        int hosts = 0;
        for (int seed = 1; seed <= DRAWS; seed++) {
            Random random = new Random(seed);
            modules.clear();
            String netlist = name(random);
            String cell = CELLS.get(random.nextInt(CELLS.size()));
            String inner = random.nextInt(4) == 0 ? netlist : name(random);
            HostedEngine engine = engine(inner, netlist, cell);
            String at = "seed " + seed + ": " + inner + " " + netlist + " " + cell + ": ";
            Design alone = engine.generate();
            add(at, alone);
            add(at, netlist, alone.views().get(inner + ".cells.v"));
            String outer = random.nextInt(4) == 0 ? netlist : name(random);
            if (outer.equals(inner)) {
                assertThrows(IllegalArgumentException.class, () -> new BusConfig(outer, 1_000_000, 256, engine));
                continue;
            }
            EngineConfig host =
                    switch (random.nextInt(3)) {
                        case 0 -> new BusConfig(outer, 1_000_000, 256, engine);
                        case 1 -> new UartConfig(outer, 12_000_000, 1_000_000, 256, engine);
                        default -> new JtagConfig(outer, 12_000_000, 256, engine);
                    };
            add(at + outer + ": ", host.generate());
            hosts++;
        }
        assertTrue(hosts > DRAWS / 2, "hosts: " + hosts);
    }

    /** A bench has its design's name with {@code _tb}. */
    @Test
    void noDesignHasTheNameOfABench() {
        for (String name : List.of("a_tb", "a_tb_tb")) {
            assertEquals(
                    "name must be a name that does not end with _tb, as test benches do: name=" + name,
                    assertThrows(IllegalArgumentException.class, () -> ModuleName.check(name))
                            .getMessage());
        }
        ModuleName.check("a_tb_1");
    }
}
