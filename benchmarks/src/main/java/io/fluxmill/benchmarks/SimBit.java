// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import spinal.core.Bool;
import spinal.core.sim.package$;

/**
 * A one-bit port in SpinalSim, through its cached proxy. Java cannot write the names of SpinalSim's proxy types, because Scala
 * nests them in a class called {@code package}; a local variable can hold them nevertheless.
 */
interface SimBit {
    boolean high();

    void set(boolean value);

    static SimBit of(Bool port) {
        var proxy = package$.MODULE$.SimBoolPimper(port).simProxy();
        return new SimBit() {
            @Override
            public boolean high() {
                return proxy.toBoolean();
            }

            @Override
            public void set(boolean value) {
                proxy.$hash$eq(value);
            }
        };
    }
}
