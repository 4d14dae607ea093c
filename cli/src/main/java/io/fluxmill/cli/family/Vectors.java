// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.driver.device.Device;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Real programs of a family with random contents. The caller compares their results. */
@FunctionalInterface
public interface Vectors {
    /**
     * Runs programs on an engine fresh from reset.
     *
     * @param more whether another program may begin
     * @return how many ran
     */
    int run(Device device, Random random, BooleanSupplier more);
}
