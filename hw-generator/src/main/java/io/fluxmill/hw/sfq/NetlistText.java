// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.util.Comparator;
import java.util.List;

/**
 * What the configuration hash of an SFQ design counts of its netlist, as numbers and names in a fixed order: nets, and of each instance its name, nets, settings, and the pins,
 * transitions, delays and critical times of its cell. What else a cell has (junctions, bias, area, operation, sources) changes neither hardware nor contract.
 */
final class NetlistText {
    private final StringBuilder text = new StringBuilder();

    private NetlistText() {}

    /** The text of a netlist; it has no comments, and no words of Java or Verilog. */
    static String of(Netlist netlist) {
        NetlistText text = new NetlistText();
        text.line("netlist", netlist.name());
        text.line("inputs", netlist.inputs());
        text.line("outputs", netlist.outputs());
        netlist.instances().forEach(text::instance);
        return text.text.toString();
    }

    private void instance(Instance instance) {
        Cell cell = instance.cell();
        Settings settings = instance.settings();
        line("instance", instance.name(), cell.name(), cell.gate().name());
        line("nets", instance.inputs(), instance.outputs());
        line("settings", settings.threshold(), settings.seed(), settings.leakPeriod(), settings.leakShift());
        line("pins", cell.inputs(), cell.outputs());
        cell.transitions().stream()
                .sorted(Comparator.comparingInt(Transition::state).thenComparingInt(Transition::input))
                .forEach(this::transition);
        for (Critical c : cell.criticals()) { // their order is that of the flags
            line("critical", c.state(), c.first(), c.second(), c.time(), c.absorbs());
        }
    }

    private void transition(Transition transition) {
        line("transition", transition.state(), transition.input(), transition.next());
        for (Emission emission : transition.emissions()) {
            line("emission", emission.output(), emission.delay());
        }
    }

    private void line(Object... words) {
        for (Object word : words) {
            if (word instanceof List<?> list) {
                text.append(list.size()).append(' ');
                list.forEach(each -> text.append(each).append(' '));
            } else {
                text.append(word).append(' ');
            }
        }
        text.append('\n');
    }
}
