// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.hw.soc.EngineSocConfig;
import io.fluxmill.hw.soc.PulseSocConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The name of every family's designs keeps the one rule, which knows the ports of all of them. */
class EngineNamesTest {
    private static final String MAC = "rows: 2, columns: 1, formats: [INT4], weight-words: 16, activation-words: 16";

    private static Map<String, Function<ConfigNode, EngineConfig>> families() {
        MacConfig mac = MacConfig.from(parse("{family: mac, name: inner, " + MAC + "}"));
        Map<String, Function<ConfigNode, EngineConfig>> families = new LinkedHashMap<>();
        families.put("family: mac, " + MAC, MacConfig::from);
        families.put("family: pulse", PulseConfig::from);
        families.put(
                "family: sfq, netlist: {name: n, inputs: [a], outputs: [q], cells: {one: {cell: JTL, a: a, q: q}}}",
                SfqConfig::from);
        families.put("family: pulse-soc, pulse: {family: pulse, name: inner}", PulseSocConfig::from);
        families.put("family: soc", node -> EngineSocConfig.from(node, mac));
        families.put("family: uart", node -> UartConfig.from(node, mac));
        families.put("family: axi", node -> BusConfig.from(node, mac));
        families.put("family: jtag", node -> JtagConfig.from(node, mac));
        return families;
    }

    private static ConfigNode parse(String text) {
        return ConfigNode.parse(Path.of("c.yaml"), "engine: " + text + "\n").node("engine");
    }

    @Test
    void everyFamilyRefusesWordsAndItsPorts() {
        int ports = 0;
        for (Map.Entry<String, Function<ConfigNode, EngineConfig>> family :
                families().entrySet()) {
            String keys = family.getKey();
            refused(family.getValue(), keys, "module", "no reserved word of Verilog-2005");
            refused(family.getValue(), keys, "process", "no reserved word of VHDL-2008");
            refused(family.getValue(), keys, "reset", "another name than that of a port");
            refused(family.getValue(), keys, "x".repeat(65), "of at most 64 characters");
            Design design =
                    family.getValue().apply(parse("{name: good, " + keys + "}")).generate();
            assertEquals("good", design.manifest().design());
            for (Port port : design.manifest().ports()) {
                assertThrows(IllegalArgumentException.class, () -> ModuleName.check(port.name()), port.name());
                ports++;
            }
        }
        assertTrue(ports > 80, "ports: " + ports);
    }

    private static void refused(Function<ConfigNode, EngineConfig> family, String keys, String name, String rule) {
        InputException e = assertThrows(
                InputException.class, () -> family.apply(parse("{name: " + name + ", " + keys + "}")), keys);
        assertEquals("c.yaml:1: engine.name must be " + rule + ": name=" + name, e.getMessage(), keys);
    }
}
