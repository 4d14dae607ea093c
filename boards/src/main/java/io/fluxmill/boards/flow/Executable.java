// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

/**
 * A program of a flow.
 *
 * @param name as it is called
 * @param debianPackage that has it
 * @param versionOption makes it print its version, or empty if it has none
 */
public record Executable(String name, String debianPackage, String versionOption) {
    /** Synthesis, the same for every family. */
    public static final Executable YOSYS = new Executable("yosys", "yosys", "-V");
}
