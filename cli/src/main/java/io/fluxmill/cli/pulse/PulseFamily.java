// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Training;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.pulse.PulseConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Pulse-feature accelerators: time and amplitude from detector pulses. */
public final class PulseFamily implements Family {
    @Override
    public String name() {
        return "pulse";
    }

    @Override
    public HostedEngine engine(ConfigNode engine) {
        return PulseConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of("origin", "model", "outputs", "front-end", "classical", "pulses", "records", "verify");
    }

    @Override
    public Job job(ConfigNode root) {
        return PulseJob.from(root);
    }

    @Override
    public Map<String, Function<ConfigNode, Training>> trainings() {
        return Map.of("pulse", PulseTraining::from);
    }

    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        return new PulseVectors((PulseConfig) engine, manifest);
    }
}
