// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping.Options;
import io.fluxmill.quantizer.pulse.read.TfliteReader;
import io.fluxmill.quantizer.pulse.read.TfliteReader.Input;
import java.util.List;
import java.util.Optional;

/** The section {@code front-end}. */
final class FrontEndSection {
    private static final String PEAK = "peak";
    private static final double LARGEST = 1e12;

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
        node.ignore(PEAK);
        node.rejectUnknown();
        return options;
    }

    /**
     * The element to which peaks are brought: the largest that the engine has or, if the network is a TensorFlow Lite file, that the codes of its input can
     * be, or what {@code peak} says.
     */
    static int top(ConfigNode root, PulseConfig engine) {
        int largest = (1 << engine.activationBits()) - 1;
        boolean tflite = engine.network() && root.string("model").endsWith(".tflite");
        Optional<ConfigNode> section = root.optionalNode("front-end").filter(node -> node.has(PEAK));
        if (!tflite) {
            section.ifPresent(node -> {
                throw node.error(
                        PEAK,
                        "left out without a TensorFlow Lite network, whose input has a scale",
                        "remove it: peaks are brought to " + largest);
            });
            return largest;
        }
        Input input = TfliteReader.input(root.existingFile("model"));
        if (section.isEmpty()) {
            return Math.min(largest, input.top());
        }
        double peak = section.get().number(PEAK, 0, LARGEST);
        long top = Math.round(peak / input.scale());
        if (top < 1 || top > largest) {
            throw section.get()
                    .error(
                            PEAK,
                            "1 to " + largest + " steps of the input's scale, which is " + input.scale(),
                            "use for example " + input.scale() * Math.min(largest, input.top()));
        }
        return (int) top;
    }
}
