// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.mac.MacFamily;
import io.fluxmill.cli.pulse.PulseFamily;
import io.fluxmill.cli.sfq.SfqFamily;
import io.fluxmill.cli.spiking.SpikingFamily;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The families of engines that the verbs work with. Hosts around an engine are known here and nowhere else. */
public record Families(List<Family> all) {
    /** The families of this project, one per line. */
    public static final Families BUILT_IN =
            new Families(List.of(new MacFamily(), new PulseFamily(), new SfqFamily(), new SpikingFamily()));

    /** Default of {@code train.family}. */
    private static final String DEFAULT_TRAINING = "image";

    /** Takes a copy. */
    public Families {
        all = List.copyOf(all);
    }

    /** These families and one more. */
    public Families with(Family family) {
        return new Families(Stream.concat(all.stream(), Stream.of(family)).toList());
    }

    /**
     * What the section {@code engine} of a configuration describes. Its other sections are ignored.
     *
     * @throws InputException if a key is missing, unknown or out of range
     */
    public DesignConfig design(ConfigNode root) {
        ConfigNode node = root.node("engine");
        DesignConfig design =
                host(root).map(host -> hosted(node, host)).orElseGet(() -> alone(named(choice(root)), node));
        if (design.host() == null) {
            root.ignore(design.family().sections().toArray(String[]::new));
        }
        root.rejectUnknown();
        return design;
    }

    private static DesignConfig alone(Family family, ConfigNode node) {
        HostedEngine engine = family.engine(node);
        return new DesignConfig(engine, engine, family, null);
    }

    private DesignConfig hosted(ConfigNode node, Host host) {
        ConfigNode inner = node.node(host.inner());
        Family family = named(host.family() != null ? host.family() : inner.choice("family", names()));
        HostedEngine engine = family.engine(inner);
        EngineConfig design = host.design().apply(node, engine);
        return new DesignConfig(design, engine, family, host);
    }

    /**
     * The job of a configuration.
     *
     * @throws InputException for anything that breaks a rule, and for a host, which has no job of its own
     */
    public Job job(ConfigNode root) {
        Optional<Host> host = host(root);
        if (host.isPresent()) {
            throw new InputException(
                    root.file() + ":" + root.node("engine").line("family")
                            + ": engine must be an engine alone, not one behind a host: host="
                            + host.get().name(),
                    "use a configuration whose section engine is the engine."
                            + host.get().inner() + " of this one; generate works with this one");
        }
        return named(choice(root)).job(root);
    }

    /**
     * The training of a section {@code train}.
     *
     * @throws InputException if a key is missing, unknown or out of range
     */
    public Training training(ConfigNode train) {
        Map<String, Function<ConfigNode, Training>> trainings = new LinkedHashMap<>();
        all.forEach(family -> trainings.putAll(family.trainings()));
        return trainings
                .get(train.choice("family", List.copyOf(trainings.keySet()), DEFAULT_TRAINING))
                .apply(train);
    }

    /**
     * What a model file is made of, and what becomes of it.
     *
     * @param until the node or tensor at which the network ends; null for its own output
     * @throws InputException if no family reads such a file, or it is missing or damaged
     */
    public Inspection inspect(Path model, String until) {
        return all.stream()
                .flatMap(family -> family.inspect(model, until).stream())
                .findFirst()
                .orElseThrow(() -> UnknownModel.of(model));
    }

    private List<String> names() {
        return all.stream().map(Family::name).toList();
    }

    private Family named(String name) {
        return all.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Host> host(ConfigNode root) {
        String name = choice(root);
        return Host.ALL.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    private String choice(ConfigNode root) {
        List<String> names = new ArrayList<>(names());
        Host.ALL.forEach(host -> names.add(host.name()));
        return root.node("engine").choice("family", names);
    }
}
