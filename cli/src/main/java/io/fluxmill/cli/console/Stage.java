// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import java.util.Arrays;
import java.util.List;

/**
 * A part of a job, as the progress bar names it.
 *
 * @param weight of the stage in the bar, compared with the other stages, as long as nobody knows how long it takes; more than 0
 */
public record Stage(String name, double weight) {
    public Stage {
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight of stage " + name + " must be more than 0: weight=" + weight);
        }
    }

    /** Stages of the same weight. */
    public static List<Stage> listOf(String... names) {
        return Arrays.stream(names).map(name -> new Stage(name, 1)).toList();
    }
}
