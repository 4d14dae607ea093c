// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import java.util.function.BooleanSupplier;
import scala.Function0;
import scala.runtime.BoxedUnit;
import spinal.core.ClockDomain;
import spinal.core.Component;
import spinal.core.sim.package$;

/** The clock of a component in SpinalSim; see {@link SimBit} for why it is wrapped. */
interface SimClock {
    /** Runs the clock and holds the reset for the first cycles. */
    void start(long period);

    /** Suspends the thread until the next rising edge. */
    void waitSampling();

    /** Suspends the thread until a rising edge at which the condition holds. */
    void waitSamplingWhere(BooleanSupplier condition);

    /** Calls back at every rising edge. */
    void onSamplings(Runnable callback);

    static SimClock of(Component top) {
        var clock = package$.MODULE$.SimClockDomainPimper(
                (ClockDomain) top.clockDomain().get());
        return new SimClock() {
            @Override
            public void start(long period) {
                clock.forkStimulus(period);
            }

            @Override
            public void waitSampling() {
                clock.waitSampling();
            }

            @Override
            public void waitSamplingWhere(BooleanSupplier condition) {
                clock.waitSamplingWhere((Function0<Object>) condition::getAsBoolean);
            }

            @Override
            public void onSamplings(Runnable callback) {
                clock.onSamplings(() -> {
                    callback.run();
                    return BoxedUnit.UNIT;
                });
            }
        };
    }
}
