// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

/** A map over a range of a device, which is locked while it is open. */
abstract class MappedDevice implements WordMap {
    private final String name;
    final DeviceFile device;
    private final DeviceFile.Mapping words;
    private final long bytes;

    /** Closes the device if it cannot be locked or mapped. */
    MappedDevice(String name, DeviceFile device, long offset, long bytes) {
        this.name = name;
        this.device = device;
        this.bytes = bytes;
        try {
            if (bytes < Integer.BYTES || bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(name + ": size must be from 4 bytes to 2 GiB: bytes=" + bytes);
            }
            device.lock(offset, bytes);
            words = device.map(offset, bytes);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long sizeBytes() {
        return bytes;
    }

    @Override
    public final int read32(long offset) {
        check(offset, Integer.BYTES);
        return words.read(offset);
    }

    @Override
    public final void write32(long offset, int value) {
        check(offset, Integer.BYTES);
        words.write(offset, value);
    }

    @Override
    public void close() {
        words.close();
        device.close();
    }
}
