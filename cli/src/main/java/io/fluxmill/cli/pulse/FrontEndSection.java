// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping.Options;
import java.util.List;
import java.util.Optional;

/** The section {@code front-end}. */
final class FrontEndSection {
    private FrontEndSection() {}

    static Options from(Optional<ConfigNode> section) {
        if (section.isEmpty()) {
            return Options.DEFAULT;
        }
        ConfigNode node = section.get();
        boolean window =
                node.choice("baseline", List.of("running", "window"), "running").equals("window");
        Options options = new Options(
                window ? BaselineMode.WINDOW : BaselineMode.RUNNING,
                node.integer("baseline-samples-log2", 0, 10, 2),
                node.number("hysteresis", 0, 1, Options.DEFAULT.hysteresis()),
                node.flag("inverted", false),
                node.flag("normalise", true),
                node.integer("stuck-limit", 0, (1 << 24) - 1, 0));
        node.rejectUnknown();
        return options;
    }
}
