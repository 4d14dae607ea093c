// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.family.Rig;
import java.util.ArrayList;
import java.util.List;

/** The stages of a network's way to the engine, with weights as they are in the examples; what is kept is left out. */
final class MacStages {
    static final String READING = "reading the model";
    static final String CALIBRATING = "calibrating";
    static final String CHOOSING = "choosing wide layers";
    static final String FLOAT = "running in float";

    private MacStages() {}

    static String quantising(String format) {
        return "quantising to " + format;
    }

    static String reference(String format) {
        return "reference in " + format;
    }

    static String simulating(String format) {
        return "simulating in " + format;
    }

    /** Of {@code verify}. */
    static List<Stage> verifying(List<String> formats) {
        List<Stage> stages = reading();
        formats.forEach(format -> stages.addAll(quantisation(format)));
        stages.add(new Stage(Rig.GENERATING, 1));
        stages.add(new Stage(Rig.PREPARING, 10));
        for (String format : formats) {
            stages.add(new Stage(reference(format), 1));
            stages.add(new Stage(simulating(format), 5));
        }
        return stages;
    }

    /** Of {@code quantize}, and of a program with its samples. */
    static List<Stage> quantising(List<String> formats) {
        List<Stage> stages = reading();
        for (String format : formats) {
            stages.addAll(quantisation(format));
            stages.add(new Stage(reference(format), 1));
        }
        return stages;
    }

    private static List<Stage> reading() {
        return new ArrayList<>(List.of(new Stage(READING, 1), new Stage(FLOAT, 1), new Stage(CALIBRATING, 1)));
    }

    private static List<Stage> quantisation(String format) {
        Stage quantising = new Stage(quantising(format), 3);
        return format.equals(QuantizationSection.MIXED)
                ? List.of(new Stage(CHOOSING, 3), quantising)
                : List.of(quantising);
    }
}
