// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.mac.MacTraining;
import io.fluxmill.cli.pulse.PulseTraining;
import io.fluxmill.cli.sfq.SfqTraining;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.train.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A training that a configuration describes; the key {@code train.family} says of which kind. */
public interface Training {
    /** What to print and what to write as JSON. */
    record Result(List<String> lines, ObjectNode json) {}

    /** Trains, measures and writes the network. */
    Result run(Progress progress) throws IOException;

    /**
     * The training of a section {@code train}; family {@code image} unless given.
     *
     * @throws io.fluxmill.core.config.InputException if a key is missing, unknown or out of range
     */
    static Training from(ConfigNode train) {
        Map<String, Function<ConfigNode, Training>> families = Map.of(
                "image",
                n -> MacTraining.from(n),
                "pulse",
                n -> PulseTraining.from(n),
                "sfq",
                n -> SfqTraining.from(n));
        return families.get(train.choice("family", List.of("image", "pulse", "sfq"), "image"))
                .apply(train);
    }

    /** A share as it is printed. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
