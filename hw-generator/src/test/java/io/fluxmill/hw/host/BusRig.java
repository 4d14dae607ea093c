// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.device.MemoryMapLink;
import io.fluxmill.driver.transport.memory.MemoryMapTransport;
import io.fluxmill.driver.transport.memory.WordMap;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.file.Path;

/** An engine twice in simulation: by itself, and behind its AXI4-Lite bus, which maps reach with one bus access a word. */
final class BusRig extends HostRig {
    static final int BUFFER_BYTES = 256;

    BusRig(HostedEngine engine, Path directory) {
        super(engine, new BusConfig(engine.name() + "_axi", 100_000_000, BUFFER_BYTES, engine).generate(), directory);
    }

    /** A map of the bus; closing it leaves the simulation open. */
    SimulatedMap map() {
        return new SimulatedMap(pins);
    }

    @Override
    MemoryMapTransport hosted() {
        return MemoryMapLink.open(map(), manifest);
    }

    /** A simulated bus as a map. A card that falls off its bus reads as all ones and takes no writes. */
    static class SimulatedMap implements WordMap {
        /** Accesses after which the device is gone. */
        long accessesLeft = Long.MAX_VALUE;

        boolean closed;
        private final VerilatedTransport bus;

        SimulatedMap(VerilatedTransport bus) {
            this.bus = bus;
        }

        private boolean present() {
            return accessesLeft-- > 0;
        }

        @Override
        public String name() {
            return "the simulated bus";
        }

        @Override
        public long sizeBytes() {
            return MemoryMapTransport.SPAN_BYTES;
        }

        @Override
        public int read32(long offset) {
            check(offset, Integer.BYTES);
            return present() ? bus.read((int) offset) : -1;
        }

        @Override
        public void write32(long offset, int value) {
            check(offset, Integer.BYTES);
            if (present()) {
                bus.write((int) offset, value);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
