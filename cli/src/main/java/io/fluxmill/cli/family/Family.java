// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.mac.MacFamily;
import io.fluxmill.cli.pulse.PulseFamily;
import io.fluxmill.cli.sfq.SfqFamily;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command does with the designs of one family of engines; the key {@code engine.family} says which. */
public interface Family {
    /** The engine of a configuration's section {@code engine}. */
    EngineConfig engine(ConfigNode engine);

    /** The other sections of a configuration. */
    List<String> sections();

    /**
     * Verifies a whole configuration: the hardware, in simulation or on a board, against the reference.
     *
     * @param root the configuration
     * @param folder where Verilog ({@code rtl/}) and recordings go; made if need be
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    Outcome verify(ConfigNode root, Path folder, Bench bench, Console console) throws IOException;

    /** The families of engines that can be parts of others. */
    static Map<String, Family> engines() {
        Map<String, Family> families = new LinkedHashMap<>();
        families.put("mac", new MacFamily());
        families.put("pulse", new PulseFamily());
        families.put("sfq", new SfqFamily());
        return families;
    }

    /** The family of a configuration. */
    static Family of(ConfigNode root) {
        Map<String, Family> families = engines();
        families.put("pulse-soc", new SocFamily());
        families.put("uart", new HostedFamily("uart", UartConfig::from));
        families.put("axi", new HostedFamily("axi", BusConfig::from));
        families.put("jtag", new HostedFamily("jtag", JtagConfig::from));
        return families.get(root.node("engine").choice("family", new ArrayList<>(families.keySet())));
    }

    /** The engine of a configuration, whose other sections may be there and are not looked at. */
    static EngineConfig readEngine(ConfigNode root) {
        Family family = of(root);
        EngineConfig engine = family.engine(root.node("engine"));
        root.ignore(family.sections().toArray(String[]::new));
        root.rejectUnknown();
        return engine;
    }
}
