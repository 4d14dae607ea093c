// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Debian archive that apt of this machine is configured with. */
final class AptMirror {
    private static final List<String> COMMAND =
            List.of("apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI)", "Created-By: Packages");
    private static final String ARCHIVE = "/debian";

    private AptMirror() {}

    /**
     * Its address.
     *
     * @throws InputException if apt is not there or has none
     */
    static String configured() {
        return choose(targets());
    }

    /** @param targets addresses that apt reads lists of packages from */
    static String choose(List<String> targets) {
        return targets.stream()
                .map(target -> target.replaceAll("/+$", ""))
                .filter(target -> target.endsWith(ARCHIVE))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "apt of this machine is not configured with a Debian archive",
                        "name one: fluxmill tools install ROOT --mirror URL"));
    }

    private static List<String> targets() {
        try {
            Process process = new ProcessBuilder(COMMAND)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
