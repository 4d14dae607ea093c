// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.cli.report.Verification.Fact;
import java.util.ArrayList;
import java.util.List;

/** What a run depends on besides its inputs. */
final class Environment {
    private Environment() {}

    /** System, Java and the tools of a simulation, with their versions. */
    static List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("system", property("os.name") + " " + property("os.version") + ", " + property("os.arch")));
        facts.add(new Fact("processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        facts.add(new Fact("Java", property("java.version") + ", " + property("java.vm.name")));
        for (Tool tool : Tool.ALL) {
            if (tool.purpose().startsWith("verify")) {
                facts.add(new Fact(tool.name(), tool.probe().version().orElse("missing")));
            }
        }
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
