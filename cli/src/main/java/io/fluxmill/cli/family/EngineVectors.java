// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.TransportException;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Drives an engine to compare two implementations of it: small random programs of its family through the driver, then random accesses to its
 * registers. Nothing is expected of the results here.
 */
final class EngineVectors {
    /** To be raised with what is driven. */
    static final String VERSION = "4";

    private static final int MOST_ACCESSES = 400;
    /** Shares of the simulation: for accesses before programs, and until no program is started any more. */
    private static final double FIRST_SHARE = 0.3;

    private static final double PROGRAM_SHARE = 0.6;

    private final BoardDesign design;
    private final SerialTransport link;
    private final Random random;
    private final DoubleSupplier spent;
    private long accesses;

    /** @param spent share of the simulation that is over; from 1 on nothing is started */
    EngineVectors(BoardDesign design, SerialTransport link, Random random, DoubleSupplier spent) {
        this.design = design;
        this.link = link;
        this.random = random;
        this.spent = spent;
    }

    /** Drives the engine and returns how many programs and accesses it ran. */
    long drive() {
        link.reset();
        Device device = new Device(design.engine(), link);
        device.identify();
        accesses = 1;
        registers(FIRST_SHARE);
        accesses += design.family()
                .vectors(design.config().engine(), design.engine())
                .run(device, random, () -> spent.getAsDouble() < PROGRAM_SHARE);
        registers(1);
        return accesses;
    }

    /** Reads and writes random registers. */
    private void registers(double until) {
        List<Register> all = design.engine().registers();
        for (int i = 0; i < MOST_ACCESSES && spent.getAsDouble() < until; i++) {
            Register register = all.get(random.nextInt(all.size()));
            if (register.access() == Access.RO || random.nextBoolean()) {
                read(register);
            } else {
                // Few bits, so that fields get values that they allow, too.
                write(register, random.nextInt() & random.nextInt(1 << 16));
            }
        }
        link.reset();
    }

    private void read(Register register) {
        try {
            link.read(register.offset());
        } catch (TransportException refused) {
            // An error answer is an answer.
        }
        accesses++;
    }

    private void write(Register register, int value) {
        try {
            link.write(register.offset(), value);
            link.flush();
        } catch (TransportException refused) {
            // An error answer is an answer.
        }
        accesses++;
    }
}
