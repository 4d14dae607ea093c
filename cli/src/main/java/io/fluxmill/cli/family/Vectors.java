// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.program.Script;
import io.fluxmill.driver.device.Device;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Real programs of a family with random contents. */
@FunctionalInterface
public interface Vectors {
    /**
     * Runs programs on an engine fresh from reset. What comes of them is compared by who runs them.
     *
     * @param more whether another program may begin
     * @return how many ran
     */
    int run(Device device, Random random, BooleanSupplier more);

    /** The same programs as scripts with what the reference says must come of them, one after the other from reset; none unless this is overridden. */
    default List<Script> scripts(Random random) {
        return List.of();
    }
}
