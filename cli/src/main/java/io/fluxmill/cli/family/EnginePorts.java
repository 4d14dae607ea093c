// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.AxiLiteSignal;
import io.fluxmill.core.protocol.AxiStreamSignal;
import java.util.ArrayList;
import java.util.List;

/** The ports of an engine whose waves are drawn. */
public final class EnginePorts {
    private static final List<AxiLiteSignal> WRITES = List.of(
            AxiLiteSignal.AWVALID,
            AxiLiteSignal.AWREADY,
            AxiLiteSignal.AWADDR,
            AxiLiteSignal.WVALID,
            AxiLiteSignal.WREADY,
            AxiLiteSignal.WDATA);

    private EnginePorts() {}

    /** Clock, the bus's writes, the streams, the interrupt; top to bottom. */
    public static List<String> shown(Manifest manifest) {
        List<String> names = new ArrayList<>();
        names.add(manifest.clock());
        for (AxiLiteSignal signal : WRITES) {
            names.add(signal.port(manifest.busPrefix()));
        }
        for (Manifest.Stream stream : manifest.streams()) {
            names.add(stream.port(AxiStreamSignal.TVALID));
            names.add(stream.port(AxiStreamSignal.TREADY));
            names.add(stream.port(AxiStreamSignal.TDATA));
            if (stream.last()) {
                names.add(stream.port(AxiStreamSignal.TLAST));
            }
        }
        if (manifest.interrupt() != null) {
            names.add(manifest.interrupt());
        }
        return names;
    }
}
