// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Training;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.sfq.SfqArchitecture;
import io.fluxmill.hw.sfq.SfqConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Superconducting pulse netlists: emulator, structural Verilog and SPICE deck of one description. */
public final class SfqFamily implements Family {
    @Override
    public String name() {
        return "sfq";
    }

    @Override
    public HostedEngine engine(ConfigNode engine) {
        return SfqSource.from(engine).engine();
    }

    @Override
    public List<String> sections() {
        return List.of("origin", "stimuli", "expect", "verify", "margins", "yield", "cases", "data", "task");
    }

    @Override
    public Job job(ConfigNode root) {
        return SfqJob.from(root);
    }

    @Override
    public Map<String, Function<ConfigNode, Training>> trainings() {
        return Map.of("sfq", SfqTraining::from);
    }

    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        return new SfqVectors(new SfqArchitecture((SfqConfig) engine).netlist(), manifest);
    }
}
