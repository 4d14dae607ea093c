// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.SerialLine;
import org.junit.jupiter.api.Tag;

/** The link's other end in software. */
@Tag("verilator")
class ModelConformanceTest extends LinkConformance {
    private final LinkModel model = new LinkModel(0x00C0FFEE);

    @Override
    SerialLine line() {
        return model;
    }

    @Override
    void second() {
        model.forget();
    }
}
