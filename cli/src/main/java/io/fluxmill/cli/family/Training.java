// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.quantizer.train.TrainingLog;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A training that a configuration describes; the key {@code train.family} gives its kind. */
public interface Training {
    /** What to print and what to write as JSON. */
    record Result(List<String> lines, ObjectNode json) {}

    /** The phases of the training that {@link TrainingLog#phase} will name, in this order. */
    List<Stage> phases();

    /** Trains, measures and writes the network. */
    Result run(TrainingLog progress) throws IOException;

    /** A share as it is printed. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
