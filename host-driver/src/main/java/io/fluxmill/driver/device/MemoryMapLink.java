// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.memory.MemoryMapTransport;
import io.fluxmill.driver.transport.memory.WordMap;

/** Opens a bus design by the manifest of its engine. */
public final class MemoryMapLink {
    private MemoryMapLink() {}

    /**
     * Takes the design in a map and checks that its engine is the manifest's; the engine is not reset. If that fails, the map is closed.
     *
     * @param engine manifest of the engine alone, not of the design with the bus
     * @throws DeviceException if another engine is behind the bus
     */
    public static MemoryMapTransport open(WordMap map, Manifest engine) {
        MemoryMapTransport bus;
        try {
            bus = MemoryMapTransport.open(map, UartLink.streams(engine));
        } catch (RuntimeException e) {
            map.close();
            throw e;
        }
        UartLink.expect("bus", bus.identity().engineHash(), engine, bus);
        return bus;
    }
}
