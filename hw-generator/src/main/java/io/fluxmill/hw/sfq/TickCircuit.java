// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A netlist in tick RTL: an instance of {@link CellModule} for each cell. Bit i of {@code stimuli} is input i of the netlist, bit i of
 * {@code pulses} output i, bit i of {@code violated} flag i of {@link Netlist#flags}.
 */
@Contract(
        """
        The SFQ circuit: x_<instance> for each cell, g_<instance> for each gate of a synapse or neuron.
        stimuli: bit i is input i of the netlist in this quantum; pulses: bit i is output i, in this quantum.
        tick: a quantum passes in this clock; without it everything stands still. clear: all cells to their start.
        violated (if any cell has critical times): a sticky flag each, in the order of instances and critical times.
        setting_index, setting_data, write_threshold, write_seed (if there are gates): sets the gate of this number.
        Reset: as clear, and thresholds and seeds have their initial values.
        """)
final class TickCircuit extends Module {
    /** Words that are joined in one expression. */
    private static final int MOST_PARTS = 6;

    final Bit tick = inBit();
    final Bit clear = inBit();
    final Word stimuli;
    final Word pulses;
    /** Null if no cell has critical times. */
    final Word violated;

    /** Number of the instance, among those with a gate, that a setting is written to; null without any, like the next three. */
    final Word settingIndex;

    final Word settingData;
    final Bit writeThreshold;
    final Bit writeSeed;

    private final CellModule[] cells;

    TickCircuit(Netlist netlist) {
        int flags = netlist.flags().size();
        stimuli = in(netlist.inputs().size());
        pulses = out(netlist.outputs().size());
        violated = flags == 0 ? null : out(flags);
        boolean gates = !netlist.gated().isEmpty();
        settingIndex = gates ? in(SfqArchitecture.INDEX_BITS) : null;
        settingData = gates ? in(32) : null;
        writeThreshold = gates ? inBit() : null;
        writeSeed = gates ? inBit() : null;
        List<Instance> instances = netlist.instances();
        cells = new CellModule[instances.size()];
        Map<String, Bit> nets = new HashMap<>();
        for (int i = 0; i < netlist.inputs().size(); i++) {
            nets.put(netlist.inputs().get(i), stimuli.bit(i));
        }
        CellNames definitions = new CellNames();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(instances.get(i), definitions);
            for (int pin = 0; pin < cells[i].outputs.length; pin++) {
                nets.put(instances.get(i).outputs().get(pin), cells[i].outputs[pin]);
            }
        }
        for (int i = 0; i < cells.length; i++) {
            for (int pin = 0; pin < cells[i].pulses.length; pin++) {
                cells[i].pulses[pin].set(
                        nets.getOrDefault(instances.get(i).inputs().get(pin), Bit.of(false)));
            }
        }
        observe(netlist, nets);
        settings(netlist, definitions);
    }

    private CellModule cell(Instance instance, CellNames definitions) {
        Cell cell = instance.cell();
        CellArchitecture architecture = new CellArchitecture(cell);
        String definition = definitions.of(CellNames.EMULATED_CELL + architecture.kind(), architecture.behaviour());
        CellModule module = child(() -> new CellModule(definition, cell));
        module.setName("x_" + instance.name().replace('.', '_'));
        module.tick.set(tick);
        module.clear.set(clear);
        return module;
    }

    private void observe(Netlist netlist, Map<String, Bit> nets) {
        List<Word> observed = new ArrayList<>();
        for (String net : netlist.outputs()) {
            observed.add(nets.getOrDefault(net, Bit.of(false)).asWord());
        }
        pulses.set(joined("pulses", observed));
        if (violated != null) {
            List<Word> flags = new ArrayList<>();
            for (CellModule cell : cells) {
                if (cell.violated != null) {
                    flags.add(cell.violated);
                }
            }
            violated.set(joined("violated", flags));
        }
    }

    /** Parts side by side, index 0 least significant, in named wires of a few parts: SpinalHDL walks expressions recursively. */
    static Word joined(String name, List<Word> parts) {
        if (parts.size() <= MOST_PARTS) {
            return parts.size() == 1 ? parts.get(0) : Word.catLow(parts);
        }
        List<Word> groups = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += MOST_PARTS) {
            List<Word> group = parts.subList(from, Math.min(from + MOST_PARTS, parts.size()));
            groups.add(Word.catLow(group).named(name + "_part_" + groups.size()));
        }
        return joined(name + "_part", groups);
    }

    private void settings(Netlist netlist, CellNames definitions) {
        List<Instance> gated = netlist.gated();
        for (int i = 0; i < gated.size(); i++) {
            GateModule gate = gate(gated.get(i), definitions);
            CellModule cell = cells[netlist.instances().indexOf(gated.get(i))];
            gate.pulse.set(cell.asks);
            cell.passes.set(gate.passes);
            Bit selected = settingIndex.eq(i);
            gate.writeData.set(settingData);
            gate.writeThreshold.set(writeThreshold.and(selected));
            if (gate.writeSeed != null) {
                gate.writeSeed.set(writeSeed.and(selected));
            }
        }
    }

    private GateModule gate(Instance instance, CellNames definitions) {
        Settings settings = instance.settings();
        Gate kind = instance.cell().gate();
        int period = settings.leakPeriod();
        int shift = period == 0 ? 0 : settings.leakShift();
        String definition = definitions.of(
                CellNames.EMULATED_GATE + kind.name().toLowerCase(Locale.ROOT), List.of(kind, period, shift));
        GateModule gate = child(() -> new GateModule(definition, kind, period, shift));
        gate.setName("g_" + instance.name().replace('.', '_'));
        gate.tick.set(tick);
        gate.clear.set(clear);
        gate.initialThreshold.set(Word.of(settings.threshold(), GateModule.THRESHOLD_BITS));
        if (gate.initialSeed != null) {
            gate.initialSeed.set(Word.of(Integer.toUnsignedLong(settings.seed()), 32));
        }
        return gate;
    }
}
