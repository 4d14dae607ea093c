// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Manifest;
import java.nio.file.Path;

/**
 * A compiled model of a design.
 *
 * @param rtlDirectory where the Verilog was read; file names in messages of the simulation refer to it
 * @param library shared library in the cache; its name is unique to its contents
 * @param fromCache whether nothing had to be built
 */
public record VerilatedModel(Manifest manifest, Path rtlDirectory, Options options, Path library, boolean fromCache) {
    /** The user's name of a Verilog file in a message of the simulation; empty stays empty. */
    public String userFile(String file) {
        String inside = ModelBuild.RTL + "/";
        return file.startsWith(inside)
                ? rtlDirectory.resolve(file.substring(inside.length())).toString()
                : file;
    }
}
