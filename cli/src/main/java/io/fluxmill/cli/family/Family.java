// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All that a verb needs from a family of engines. A new family implements this and is named in {@link Families#BUILT_IN}; no verb knows it. */
public interface Family {
    /** Value of the key {@code engine.family}. */
    String name();

    /**
     * The engine of a configuration's section {@code engine}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is missing, unknown or out of range
     */
    HostedEngine engine(ConfigNode engine);

    /** The other sections that configurations of this family may have; none unless this is overridden. */
    default List<String> sections() {
        return List.of();
    }

    /**
     * The job of a whole configuration.
     *
     * @throws io.fluxmill.core.config.InputException for anything that breaks a rule, with file and line
     */
    Job job(ConfigNode root);

    /**
     * The trainings of networks for its engines: the value of {@code train.family}, and how the section {@code train} is read. None unless this is
     * overridden.
     */
    default Map<String, Function<ConfigNode, Training>> trainings() {
        return Map.of();
    }

    /**
     * Programs that make an engine work, for the comparison of two implementations of it.
     *
     * @param engine as {@link #engine} gave it
     * @param manifest of its design
     */
    Vectors vectors(HostedEngine engine, Manifest manifest);

    /**
     * What a model file is made of, and what becomes of it on engines of this family. Nothing if it is no file that the family reads, by its name;
     * nothing for any file unless this is overridden.
     *
     * @param until the node or tensor at which the network ends; null for its own output
     * @throws io.fluxmill.core.config.InputException if the file is missing or cannot be read; a model that is refused is an inspection
     */
    default Optional<Inspection> inspect(Path model, String until) {
        return Optional.empty();
    }
}
