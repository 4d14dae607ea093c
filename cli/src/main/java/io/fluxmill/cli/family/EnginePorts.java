// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/** The ports of an engine that its waves are drawn of. */
public final class EnginePorts {
    private EnginePorts() {}

    /** Clock, the bus's writes, the streams, the interrupt; top to bottom. */
    public static List<String> shown(Manifest manifest) {
        List<String> names = new ArrayList<>();
        names.add(manifest.clock());
        for (String suffix : List.of("awvalid", "awready", "awaddr", "wvalid", "wready", "wdata")) {
            names.add(manifest.busPrefix() + "_" + suffix);
        }
        for (Manifest.Stream stream : manifest.streams()) {
            for (String suffix : List.of("tvalid", "tready", "tdata")) {
                names.add(stream.name() + "_" + suffix);
            }
            if (stream.last()) {
                names.add(stream.name() + "_tlast");
            }
        }
        if (manifest.interrupt() != null) {
            names.add(manifest.interrupt());
        }
        return names;
    }
}
