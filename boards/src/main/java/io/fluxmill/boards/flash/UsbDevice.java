// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import java.nio.file.Path;
import java.util.List;

/**
 * A device on the USB of this computer.
 *
 * @param product as the device calls itself, or empty
 * @param serial its serial number, or empty
 * @param node file that programs open to use it
 * @param ports its serial ports, by the number of their interface
 */
public record UsbDevice(
        int vendor, int device, String product, String serial, int bus, int number, Path node, List<String> ports) {
    /** Takes a copy. */
    public UsbDevice {
        ports = List.copyOf(ports);
    }

    @Override
    public String toString() {
        return String.format(
                "%04x:%04x %s, serial number %s, bus %03d device %03d",
                vendor,
                device,
                product.isEmpty() ? "(no name)" : product,
                serial.isEmpty() ? "none" : serial,
                bus,
                number);
    }
}
