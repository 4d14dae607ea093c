// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.simulator.jna.ModelFailure;
import io.fluxmill.simulator.jna.ModelFailureException;

/** Turns a model's failure into one sentence that names the user's file. */
final class FailureText {
    private final VerilatedModel compiled;

    FailureText(VerilatedModel compiled) {
        this.compiled = compiled;
    }

    SimulationException exception(ModelFailureException cause) {
        ModelFailure failure = cause.failure();
        String file = compiled.userFile(failure.file());
        String place = file.isEmpty() ? compiled.manifest().design() : file + ":" + failure.line();
        String message =
                String.format("%s: %s at cycle %d (time %d)", place, what(failure), failure.cycle(), failure.time());
        return new SimulationException(message, file, failure.line(), failure.cycle(), failure.time(), cause);
    }

    private static String what(ModelFailure failure) {
        String printed = lastError(failure.console());
        return switch (failure.kind()) {
            case "finish" -> "$finish";
            case "stop" -> printed.isEmpty() ? "$stop" : printed;
            default -> failure.text();
        };
    }

    /** The message that {@code $fatal}, {@code $error} or an assertion printed just before it stopped the model. */
    private static String lastError(String console) {
        int start = console.lastIndexOf("%Error: ");
        if (start < 0) {
            return "";
        }
        String line = console.substring(start + "%Error: ".length())
                .lines()
                .findFirst()
                .orElse("");
        int place = line.indexOf(": ");
        return place < 0 ? line : line.substring(place + 2);
    }
}
