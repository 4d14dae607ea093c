// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import spinal.idslplugin.Location;

/** The Java line outside this package that is being elaborated, so that SpinalHDL's errors cite it. */
final class Source {
    private static final String PACKAGE = Source.class.getPackageName() + ".";

    private Source() {}

    static Location here() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(f -> !f.getClassName().startsWith(PACKAGE))
                        .findFirst()
                        .map(f -> new Location(f.getFileName(), f.getLineNumber(), 0))
                        .orElseGet(() -> new Location("unknown", 0, 0)));
    }
}
