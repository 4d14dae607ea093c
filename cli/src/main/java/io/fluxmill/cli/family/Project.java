// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.file.OutputFolder;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.simulator.verilator.Simulation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A configuration, and what the command's verbs do with it, as values instead of files and text.
 *
 * <pre>{@code
 * Project project = Project.open(Path.of("my.yaml"));
 * Design design = project.generate();                            // Verilog and manifest
 * Quantization quantized = project.quantize();                   // what quantize prints, as text and JSON
 * Verdict verdict = project.verify(Path.of("target/my"));        // words compared, mismatches; rtl/ and report.html are written
 * }</pre>
 *
 * <p>Every method throws {@link io.fluxmill.core.config.InputException} for what is wrong in the configuration or the files that it names, with file, line and
 * remedy, and {@link io.fluxmill.core.config.EnvironmentException} for what the machine does not allow.
 */
public final class Project {
    /** File of the HTML report in the folder of a verification. */
    public static final String REPORT = "report.html";

    private final Families families;
    private final Path config;
    private final Console console;

    /** @param console for progress and messages */
    public Project(Families families, Path config, Console console) {
        this.families = families;
        this.config = config;
        this.console = console;
    }

    /** A configuration of an engine of this project. */
    public static Project open(Path config) {
        return open(config, Families.BUILT_IN);
    }

    /** A configuration of an engine of one of these families. */
    public static Project open(Path config, Families families) {
        PrintWriter none = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Project(families, config, new Console(none, none, false));
    }

    /** The design of the section {@code engine}, with a self-checking bench if it is an engine alone. */
    public Design generate() {
        return families.design(ConfigNode.read(config)).generate();
    }

    /** The design in simulation, recorded; see {@link Simulation#recorded}. */
    public Simulation simulate(Path folder) {
        return Simulation.recorded(generate(), folder);
    }

    /** The network in integers on the bit-exact reference; nothing is simulated. */
    public Quantization quantize() throws IOException {
        return families.job(ConfigNode.read(config)).quantize(console);
    }

    /**
     * Runs the configuration's job in simulation and compares every word with the bit-exact reference.
     *
     * @param folder for {@code rtl/}, recordings and {@code report.html}, made if need be
     */
    public Verdict verify(Path folder) throws IOException {
        return verify(folder, new SimulatorBench());
    }

    /** The same on any bench, such as a {@link BoardBench}. */
    public Verdict verify(Path folder, Bench bench) throws IOException {
        ConfigNode root = ConfigNode.read(config);
        new OutputFolder("folder", folder).check();
        Verdict verdict = families.job(root).verify(new Rig(folder, bench, console));
        console.clearProgress();
        OutputFile.of("report", folder.resolve(REPORT)).write(verdict.report());
        return verdict;
    }
}
