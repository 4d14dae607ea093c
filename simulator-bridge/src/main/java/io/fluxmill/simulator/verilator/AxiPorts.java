// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.Axi4Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The AXI4 masters of a design, and its outputs that number broken rules, by the names of its ports. */
final class AxiPorts {
    /** What the name of an output ends with that is 0 as long as no rule is broken. */
    static final String VIOLATION = "_violation";

    private AxiPorts() {}

    /** Prefixes of the interfaces of which the design is the master, in the order of its ports. */
    static List<String> masters(Manifest manifest) {
        String end = Axi4Signal.ARLEN.port("");
        List<String> prefixes = new ArrayList<>();
        for (Manifest.Port port : manifest.ports()) {
            if (port.direction() == Direction.OUT && port.name().endsWith(end)) {
                prefixes.add(port.name().substring(0, port.name().length() - end.length()));
            }
        }
        prefixes.removeIf(prefix -> !whole(manifest, prefix));
        return prefixes;
    }

    private static boolean whole(Manifest manifest, String prefix) {
        for (Axi4Signal signal : Axi4Signal.values()) {
            boolean optional = signal.widthBits(32, 32, 0) == 0;
            if (!optional && port(manifest, signal.port(prefix)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Outputs that number broken rules. */
    static List<String> watched(Manifest manifest) {
        return manifest.ports().stream()
                .filter(port -> port.direction() == Direction.OUT
                        && port.name().endsWith(VIOLATION)
                        && port.widthBits() <= Integer.SIZE)
                .map(Manifest.Port::name)
                .toList();
    }

    static Optional<Manifest.Port> port(Manifest manifest, String name) {
        return manifest.ports().stream()
                .filter(port -> port.name().equals(name))
                .findFirst();
    }
}
