// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.SerialLine;

/** The link's other end in software. */
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
