// SPDX-License-Identifier: Apache-2.0
package example;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.parts.HostedEngine;

/**
 * What a user chooses of a filter: an engine that can stand alone, behind a UART, a bus or JTAG, and on a board.
 *
 * @param name of the top module and of the files
 * @param taps coefficients, 1 to 256
 */
public record FirConfig(String name, int taps) implements HostedEngine {
    private static final IntegerRule TAPS = IntegerRule.range("taps", 1, Fir.MOST_TAPS);
    private static final int DEFAULT_TAPS = 16;

    public FirConfig {
        ModuleName.check(name);
        TAPS.check(taps);
    }

    /** Reads the section {@code engine} of a configuration. */
    static FirConfig from(ConfigNode engine) {
        engine.ignore("family");
        FirConfig config = new FirConfig(ModuleName.from(engine), TAPS.read(engine, DEFAULT_TAPS));
        engine.rejectUnknown();
        return config;
    }

    @Override
    public Fir module() {
        return new Fir(taps);
    }

    @Override
    public Design generate() {
        return Elaboration.of(this, "fir", this::module).design(manifest -> manifest.parameter("taps", taps));
    }
}
