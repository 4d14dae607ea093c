// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;
import java.util.Map;
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
}
