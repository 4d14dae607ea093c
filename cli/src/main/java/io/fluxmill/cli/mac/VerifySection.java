// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.core.config.ConfigNode;

/**
 * The section {@code verify} of a configuration.
 *
 * @param samples samples that run on the RTL
 * @param referenceSamples samples that run in float and on the reference; those of the RTL are the first of them
 * @param idlePercent share of cycles in which an operand stream pauses
 * @param backPressurePercent share of cycles in which the result stream is not taken
 * @param seed of these pauses and of the memories' initial values
 * @param waveCycles clock cycles from the first job's start that are recorded; 0 for none
 */
record VerifySection(
        int samples, int referenceSamples, int idlePercent, int backPressurePercent, int seed, int waveCycles) {
    private static final int ALL = Integer.MAX_VALUE;

    /** What a configuration without this section gets. */
    static final VerifySection DEFAULT = new VerifySection(100, ALL, 0, 0, 1, 96);

    static VerifySection from(ConfigNode node) {
        VerifySection section = new VerifySection(
                node.integer("samples", 1, ALL, DEFAULT.samples),
                node.integer("reference-samples", 1, ALL, DEFAULT.referenceSamples),
                node.integer("idle", 0, 99, 0),
                node.integer("back-pressure", 0, 99, 0),
                node.integer("seed", 0, ALL, DEFAULT.seed),
                node.integer("waves", 0, 10_000, DEFAULT.waveCycles));
        node.rejectUnknown();
        return section;
    }
}
