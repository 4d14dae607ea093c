// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import io.fluxmill.driver.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A map of a userspace I/O device (Linux, Documentation/driver-api/uio-howto.rst): map n is at n pages, its size in sysfs. */
public final class UioMap extends MappedDevice {
    private static final Path SYSFS = Path.of("/sys/class/uio");
    private static final String MISSING =
            "load the bitstream and the device tree overlay, and bind the device to uio_pdrv_genirq";

    private UioMap(String name, DeviceFile device, long offset, long bytes) {
        super(name, device, offset, bytes);
    }

    /**
     * Opens a map of a device and locks it.
     *
     * @param device such as {@code /dev/uio0}; a regular file stands for a device with its length
     * @param map number of the map, from 0
     * @throws TransportException saying what is in the way: no device, no such map, no permission, in use
     */
    public static UioMap open(Path device, int map) {
        DeviceFile file = DeviceFile.open(device, LibC.O_RDWR, MISSING);
        long offset = (long) map * DeviceFile.Mapping.PAGE_BYTES;
        try {
            long bytes = size(device, map, file.available(offset));
            return new UioMap(device + " map " + map, file, offset, bytes);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** @param length of a regular file from the map's offset; otherwise the largest number */
    private static long size(Path device, int map, long length) {
        Path size = SYSFS.resolve(device.getFileName()).resolve("maps/map" + map + "/size");
        boolean regular = length != Long.MAX_VALUE;
        if (regular ? length == 0 : !Files.exists(size)) {
            throw new TransportException("device " + device + " has no map " + map + ": name one that is in " + SYSFS);
        }
        try {
            return regular ? length : Long.decode(Files.readString(size).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasInterrupt() {
        return true;
    }

    @Override
    public boolean awaitInterrupt(int milliseconds) {
        device.enableInterrupt();
        return device.awaitEvent(milliseconds);
    }
}
