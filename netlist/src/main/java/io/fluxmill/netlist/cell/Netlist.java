// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import io.fluxmill.core.config.HdlWords;
import io.fluxmill.core.program.sfq.SfqPorts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Instances of cells on nets. Nets without a driver or a sink, or with several sinks, are allowed here.
 *
 * @param name lower-case letters, digits and underscores, beginning with a letter
 * @param inputs nets that stimuli drive
 * @param outputs nets that are observed
 */
public record Netlist(String name, List<String> inputs, List<String> outputs, List<Instance> instances) {
    /** What names of instances and nets look like; dots join the parts of implicit or composed names. */
    public static final String NAME = "[A-Za-z]\\w*(\\.[A-Za-z]\\w*)*";

    private static final String NAME_RULE = "letters, digits and underscores, beginning with a letter";

    /** @throws IllegalArgumentException if a name is bad or taken, or a net has two drivers */
    public Netlist {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        instances = List.copyOf(instances);
        require(name.matches("[a-z][a-z0-9_]*"), "name", "lower-case " + NAME_RULE, name);
        HdlWords.language(name).ifPresent(language -> require(false, "name", "no reserved word of " + language, name));
        Map<String, String> drivers = new LinkedHashMap<>();
        inputs.forEach(net -> drive(drivers, net, "the netlist's inputs"));
        Set<String> names = new LinkedHashSet<>();
        for (Instance instance : instances) {
            require(instance.name().matches(NAME), "instance", NAME_RULE, instance.name());
            require(names.add(instance.name()), "instance", "of a name of its own", instance.name());
            instance.inputs().forEach(Netlist::checkNet);
            instance.outputs().forEach(net -> drive(drivers, net, instance.name()));
        }
        outputs.forEach(Netlist::checkNet);
        require(new LinkedHashSet<>(outputs).size() == outputs.size(), "outputs", "different nets", outputs);
    }

    private static void drive(Map<String, String> drivers, String net, String driver) {
        checkNet(net);
        String other = drivers.put(net, driver);
        if (other != null) {
            throw new IllegalArgumentException(
                    "net must have one driver: net=" + net + ", driven by " + other + " and " + driver);
        }
    }

    private static void checkNet(String net) {
        require(net.matches(NAME), "net", NAME_RULE, net);
    }

    private static void require(boolean holds, String what, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + rule + ": " + what + "=" + value);
        }
    }

    /** All nets: inputs, then in the order of the instances and their pins, then outputs that nothing drives. */
    public List<String> nets() {
        Set<String> nets = new LinkedHashSet<>(inputs);
        for (Instance instance : instances) {
            nets.addAll(instance.inputs());
            nets.addAll(instance.outputs());
        }
        nets.addAll(outputs);
        return List.copyOf(nets);
    }

    /** Names of all violation flags, each {@code <instance> <state> <pair>}, in the order of instances and critical times. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        for (Instance instance : instances) {
            instance.cell().criticals().forEach(c -> flags.add(flag(instance, c)));
        }
        return flags;
    }

    /** The flags among {@link #flags} whose violation joins two pulses to one: collisions in mergers. */
    public Set<String> collisionFlags() {
        Set<String> flags = new LinkedHashSet<>();
        for (Instance instance : instances) {
            Cell cell = instance.cell();
            cell.criticals().stream().filter(Cell.Critical::absorbs).forEach(c -> flags.add(flag(instance, c)));
        }
        return flags;
    }

    private static String flag(Instance instance, Cell.Critical critical) {
        return instance.name() + " " + critical.state() + " " + instance.cell().pair(critical);
    }

    /** The instances that have settings, in their order. */
    public List<Instance> gated() {
        return instances.stream().filter(i -> i.cell().gate() != Gate.NONE).toList();
    }

    /** The names that the driver of the emulator needs, in the hardware's order. */
    public SfqPorts ports() {
        return new SfqPorts(
                inputs, outputs, gated().stream().map(Instance::name).toList(), flags());
    }

    /** The same netlist with every instance changed. */
    public Netlist map(UnaryOperator<Instance> change) {
        return new Netlist(name, inputs, outputs, instances.stream().map(change).toList());
    }

    /** The same netlist in quanta that are {@code factor} times as long. */
    public Netlist quantized(int factor) {
        return map(instance -> instance.withCell(instance.cell().quantized(factor))
                .withSettings(instance.settings().quantized(factor)));
    }

    /** The same netlist, exactly, in quanta of which {@code factor} make up one of these. */
    public Netlist refined(int factor) {
        return map(instance -> instance.withCell(instance.cell()
                        .withTimes(time -> Math.multiplyExact(time, factor), time -> Math.multiplyExact(time, factor)))
                .withSettings(instance.settings().refined(factor)));
    }

    /** Begins a netlist whose synapses derive their seeds from 1. */
    public static Builder builder(String name, CellLibrary library) {
        return new Builder(name, library);
    }

    /** Puts a netlist together, instance by instance. */
    public static final class Builder {
        private final String name;
        private final CellLibrary library;
        private final List<String> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final List<Instance> instances = new ArrayList<>();
        private int seed = 1;

        private Builder(String name, CellLibrary library) {
            this.name = name;
            this.library = library;
        }

        /** The seed from which synapses without a seed that are added from now on derive theirs. */
        public Builder seed(int netlistSeed) {
            seed = netlistSeed;
            return this;
        }

        public Builder inputs(String... nets) {
            inputs.addAll(List.of(nets));
            return this;
        }

        public Builder outputs(String... nets) {
            outputs.addAll(List.of(nets));
            return this;
        }

        /** Adds an instance by its cell's inputs and outputs, all of them, in their order. */
        public Builder add(String instance, String cellName, String... nets) {
            Cell cell = library.cell(cellName);
            Map<String, String> pins = new LinkedHashMap<>();
            List<String> names = new ArrayList<>(cell.inputs());
            names.addAll(cell.outputs());
            if (nets.length != names.size()) {
                throw new IllegalArgumentException("instance " + instance + " must have nets for " + names);
            }
            for (int i = 0; i < nets.length; i++) {
                pins.put(names.get(i), nets[i]);
            }
            return add(instance, cell, pins, defaults(cell));
        }

        /** Adds an instance with settings; see {@link #add(String, String, String...)}. */
        public Builder add(Settings settings, String instance, String cellName, String... nets) {
            add(instance, cellName, nets);
            Instance last = instances.remove(instances.size() - 1);
            instances.add(last.withSettings(seeded(last.cell(), settings)));
            return this;
        }

        /**
         * Adds an instance.
         *
         * @param pins nets by pin; a pin that is left out is on the net {@code <instance>.<pin>}
         */
        public Builder add(String instance, Cell cell, Map<String, String> pins, Settings settings) {
            for (String pin : pins.keySet()) {
                if (!cell.inputs().contains(pin) && !cell.outputs().contains(pin)) {
                    throw new IllegalArgumentException("pin of " + cell.name() + " must be one of " + cell.inputs()
                            + " and " + cell.outputs() + ": pin=" + pin);
                }
            }
            UnaryOperator<String> net = pin -> pins.getOrDefault(pin, instance + "." + pin);
            instances.add(new Instance(
                    instance,
                    cell,
                    cell.inputs().stream().map(net).toList(),
                    cell.outputs().stream().map(net).toList(),
                    seeded(cell, settings)));
            return this;
        }

        private Settings seeded(Cell cell, Settings settings) {
            return cell.gate() == Gate.DRAW && settings.seed() == 0
                    ? settings.withSeed(Lfsr.seed(seed, instances.size()))
                    : settings;
        }

        private static Settings defaults(Cell cell) {
            return switch (cell.gate()) {
                case NONE -> Settings.NONE;
                case DRAW -> Settings.synapse(Settings.CERTAIN / 2);
                case INTEGRATE -> Settings.neuron(1);
            };
        }

        public Netlist build() {
            return new Netlist(name, inputs, outputs, instances);
        }
    }
}
