// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Quantization;
import io.fluxmill.core.config.ConfigNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill quantize}: a network in each configured format on the bit-exact reference; nothing is simulated. */
@Command(
        name = "quantize",
        description = "Quantise a network: accuracy in each format, and the range of every accumulator.")
public final class QuantizeCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Mixin
    private JunitOption junit;

    @Parameters(paramLabel = "CONFIG", description = "Configuration file, see docs/cli.md.")
    private Path config;

    @Option(
            names = "--nir",
            paramLabel = "FILE",
            description = "Write the network in integers as NIR (spiking networks), see docs/spiking-engine.md.")
    private Path nir;

    QuantizeCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        junit.check();
        Job job = families.job(ConfigNode.read(config));
        Quantization quantization = job.quantize(console);
        if (nir != null) {
            job.writeNir(nir);
        }
        console.clearProgress();
        quantization.lines().forEach(console::result);
        json.write(quantization.json());
        junit.write("quantize", quantization.checks());
        return Exit.OK;
    }
}
