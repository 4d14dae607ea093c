// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {
    private static ConfigNode node(String name) {
        return ConfigNode.parse(Path.of("c.yaml"), "engine:\n  name: '" + name + "'\n")
                .node("engine");
    }

    /** The name that the remedy gives is accepted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module | no reserved word of Verilog-2005",
                "buf | no reserved word of Verilog-2005",
                "pulsestyle_onevent | no reserved word of Verilog-2005",
                "logic | no reserved word of SystemVerilog-2017",
                "interconnect | no reserved word of SystemVerilog-2017",
                "s_until_with | no reserved word of SystemVerilog-2017",
                "entity | no reserved word of VHDL-2008",
                "signal | no reserved word of VHDL-2008",
                "null | no reserved word of SystemVerilog-2017",
                "clk | another name than that of a port",
                "reset | another name than that of a port",
                "irq | another name than that of a port",
                "s_axi_wstrb | another name than that of a port",
                "m_axis_res_tlast | another name than that of a port",
                "uart_rx | another name than that of a port"
            })
    void wordsAndPortsAreRefused(String name, String rule) {
        InputException e = assertThrows(InputException.class, () -> ModuleName.from(node(name)));
        assertEquals("c.yaml:2: engine.name must be " + rule + ": name=" + name, e.getMessage());
        assertEquals("call it for example " + name + "_1", e.remedy());
        assertEquals(name + "_1", ModuleName.from(node(name + "_1")));
        assertEquals(
                "name must be " + rule + ": name=" + name,
                assertThrows(IllegalArgumentException.class, () -> ModuleName.check(name))
                        .getMessage());
    }

    @Test
    void longNamesAreRefused() {
        String most = "a23456789_".repeat(6) + "a234";
        assertEquals(64, most.length());
        assertEquals(most, ModuleName.from(node(most)));
        InputException e = assertThrows(InputException.class, () -> ModuleName.from(node(most + "5")));
        assertEquals("c.yaml:2: engine.name must be of at most 64 characters: name=" + most + "5", e.getMessage());
        assertEquals("shorten it, for example to a23456789_a23456", e.remedy());
        assertEquals("a23456789_a23456", ModuleName.from(node("a23456789_a23456")));
    }

    @Test
    void theOldRuleStays() {
        InputException e = assertThrows(InputException.class, () -> ModuleName.from(node("Big")));
        assertEquals(
                "c.yaml:2: engine.name must be lower-case letters, digits and underscores, beginning with a letter: name=Big",
                e.getMessage());
        assertEquals("it becomes the name of the Verilog module and of the files", e.remedy());
        for (String name : new String[] {"a", "mac_1", "modules", "module_", "clks", "s_axi", "uart", "x".repeat(64)}) {
            ModuleName.check(name);
        }
    }

    /** A default that comes from another name can be too long; the remedy is tried. */
    @Test
    void defaults() {
        ConfigNode none =
                ConfigNode.parse(Path.of("c.yaml"), "engine:\n  family: uart\n").node("engine");
        assertEquals("tiny_uart", ModuleName.from(none, "tiny_uart"));
        String longer = "x".repeat(60) + "_uart";
        InputException e = assertThrows(InputException.class, () -> ModuleName.from(none, longer));
        assertEquals("c.yaml:2: engine.name must be of at most 64 characters: name=" + longer, e.getMessage());
        assertEquals("give the key name", e.remedy());
        assertEquals("short", ModuleName.from(node("short"), longer));
    }

    /** As many as the standards have. */
    @Test
    void everyWordOfTheStandards() {
        int[] counts = HdlWords.languages().values().stream()
                .mapToInt(words -> words.size())
                .toArray();
        assertEquals(124, counts[0]);
        assertEquals(248, counts[1]);
        assertEquals(115, counts[2]);
        HdlWords.languages()
                .values()
                .forEach(words -> words.forEach(
                        word -> assertThrows(IllegalArgumentException.class, () -> ModuleName.check(word), word)));
        assertEquals(Optional.of("VHDL-2008"), HdlWords.language("Entity"));
        assertEquals(Optional.empty(), HdlWords.language("MODULE"), "Verilog minds the case");
    }
}
