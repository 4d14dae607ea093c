// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import io.fluxmill.driver.transport.TransportException;
import java.nio.file.Path;

/** Physical addresses through {@code /dev/mem}. It has no interrupt. */
public final class DevMemMap extends MappedDevice {
    private static final Path MEMORY = Path.of("/dev/mem");

    private DevMemMap(String name, DeviceFile device, long address, long bytes) {
        super(name, device, address, bytes);
    }

    /**
     * Maps and locks a range; see {@link #open(Path, long, long)}.
     *
     * @param address physical, a multiple of the page size
     */
    public static DevMemMap open(long address, long bytes) {
        return open(MEMORY, address, bytes);
    }

    /**
     * Maps and locks a range of a memory device.
     *
     * @throws TransportException saying what is in the way: no device, no permission, in use, an address that the kernel keeps
     */
    public static DevMemMap open(Path device, long address, long bytes) {
        DeviceFile file = DeviceFile.open(
                device, LibC.O_RDWR | LibC.O_SYNC, "the kernel is built without CONFIG_DEVMEM; use UIO instead");
        return new DevMemMap(String.format("%s at 0x%X", device, address), file, address, bytes);
    }
}
