// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.ngspice;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.simulator.process.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ngspice, run as a separate program in the folder of a deck. */
public final class AnalogSimulator {
    private static final String PROGRAM = "ngspice";
    private static final String REMEDY = "install it with: apt-get install ngspice";
    private static final double PS = 1e-12;

    private AnalogSimulator() {}

    /** Whether ngspice can be run here. */
    public static boolean available() {
        return Programs.answer(PROGRAM, "--version");
    }

    /**
     * Runs a transient analysis and finds the pulses. Leaves the result, {@code <deck>.raw}, beside the deck.
     *
     * @param probes voltages in the result that are junction phases in radians, by net
     * @param originPs the time in the deck that is 0 in the trace
     * @param endPs of the analysis, in the deck's time
     * @throws InputException if ngspice is not there
     * @throws EnvironmentException if ngspice refuses the deck or ends early, with what it said
     */
    public static AnalogTrace run(Path deck, Map<String, String> probes, double originPs, double endPs) {
        Path result = deck.resolveSibling(deck.getFileName() + ".raw");
        try {
            Files.deleteIfExists(result);
            String said =
                    call(deck.toAbsolutePath().getParent(), deck.getFileName().toString(), result);
            if (!Files.exists(result)) {
                throw failure("ngspice has no result of " + deck + ": " + said);
            }
            RawFile raw = RawFile.read(result);
            if (raw.lastTime() < (endPs - 0.1) * PS) {
                throw failure(String.format(
                        Locale.ROOT,
                        "ngspice stopped at %.1f of %.1f ps in %s: %s",
                        raw.lastTime() / PS,
                        endPs,
                        deck,
                        said));
            }
            Map<String, double[]> pulses = new LinkedHashMap<>();
            probes.forEach((net, probe) -> pulses.put(net, crossings(raw, raw.variable(probe), originPs)));
            return new AnalogTrace(pulses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EnvironmentException failure(String fact) {
        return new EnvironmentException(
                fact, "end the run earlier (stimuli.end-ps), or leave ngspice out of verify.back-ends");
    }

    /** Where a phase passes π, 3π, 5π ... for the first time, by linear interpolation, in ps. */
    private static double[] crossings(RawFile raw, int variable, double originPs) {
        double[] found = new double[8];
        int count = 0;
        for (int i = 1; i < raw.points(); i++) {
            double before = raw.value(i - 1, variable);
            double after = raw.value(i, variable);
            for (double level = (2 * count + 1) * Math.PI; after >= level; level = (2 * count + 1) * Math.PI) {
                double start = raw.value(i - 1, 0);
                double time = start + (level - before) / (after - before) * (raw.value(i, 0) - start);
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = time / PS - originPs;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static String call(Path folder, String deck, Path result) throws IOException {
        Path output = Files.createTempFile(folder, "ngspice", ".txt");
        try {
            Process process = new ProcessBuilder(
                            List.of(PROGRAM, "-b", "-r", result.getFileName().toString(), deck))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
            int status = process.waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
            List<String> errors = lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).contains("error") || line.contains("Timestep"))
                    .limit(5)
                    .toList();
            String said = errors.isEmpty() ? "exit code " + status : String.join("; ", errors);
            if (status != 0) {
                throw failure("ngspice failed on " + folder.resolve(deck) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("Cannot run program")) {
                throw new InputException(PROGRAM + " is needed and is not on the PATH", REMEDY);
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running ngspice", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
