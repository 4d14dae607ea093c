// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Training;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.cli.mac.inspect.OnnxInspection;
import io.fluxmill.cli.mac.inspect.TfliteInspection;
import io.fluxmill.cli.mac.program.MacExecution;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.network.NetworkConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Matrix co-processors and network processors: a network on the array in each configured format. */
public final class MacFamily implements Family {
    @Override
    public String name() {
        return "mac";
    }

    @Override
    public HostedEngine engine(ConfigNode engine) {
        return config(engine);
    }

    /** The engine of a section: with {@link NetworkConfig#MAP_WORDS} a network processor, else a matrix co-processor. */
    static HostedEngine config(ConfigNode engine) {
        return engine.has(NetworkConfig.MAP_WORDS) ? NetworkConfig.from(engine) : MacConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of("origin", "model", "model-output", "data", "quantization", "verify");
    }

    @Override
    public Job job(ConfigNode root) {
        return new MacJob(MacJobConfig.from(root));
    }

    @Override
    public Map<String, Function<ConfigNode, Training>> trainings() {
        return Map.of("image", MacTraining::from);
    }

    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        return new MacVectors(MacExecution.of(engine), manifest);
    }

    @Override
    public Optional<Inspection> inspect(Path model, String until) {
        if (model.toString().endsWith(".tflite")) {
            return Optional.of(TfliteInspection.of(model, until));
        }
        return model.toString().endsWith(".onnx") ? Optional.of(OnnxInspection.of(model, until)) : Optional.empty();
    }
}
