// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Training;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.spiking.SpikingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Spiking networks from NIR, tick by tick. */
public final class SpikingFamily implements Family {
    @Override
    public String name() {
        return "spiking";
    }

    @Override
    public HostedEngine engine(ConfigNode engine) {
        return SpikingConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of(
                "origin", "model", "contract", "data", "encoding", "read-out", "quantization", "mapping", "verify");
    }

    @Override
    public Job job(ConfigNode root) {
        return SpikingJob.from(root);
    }

    @Override
    public Map<String, Function<ConfigNode, Training>> trainings() {
        return Map.of("spiking", SpikingTraining::from);
    }

    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        return new SpikingVectors(((SpikingConfig) engine).shape(), manifest);
    }

    @Override
    public Optional<Inspection> inspect(Path model, String until) {
        return model.toString().toLowerCase(Locale.ROOT).endsWith(".nir")
                ? Optional.of(NirInspection.of(model))
                : Optional.empty();
    }
}
