// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.family.Rig;
import java.util.ArrayList;
import java.util.List;

/** The stages of a verification, with weights as they are in the examples. */
final class SfqStages {
    static final String REFERENCE = "reference";
    static final String MARGINS = "searching margins";
    static final String YIELD = "estimating the yield";
    static final String ERRORS = "studying errors";
    static final String BIAS = "studying bias margins";

    private SfqStages() {}

    /** Of a back end. */
    static String of(String backEnd) {
        return "comparing with " + backEnd;
    }

    static List<Stage> of(SfqJob job) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(Rig.GENERATING, 1));
        if (job.limits().containsKey("tick-rtl")) {
            stages.add(new Stage(Rig.PREPARING, 10));
        }
        stages.add(new Stage(REFERENCE, 1));
        job.limits().keySet().forEach(backEnd -> stages.add(new Stage(of(backEnd), 5)));
        if (job.variation() != null && job.variation().margins() != null) {
            stages.add(new Stage(MARGINS, 10));
        }
        if (job.variation() != null && job.variation().yield() != null) {
            stages.add(new Stage(YIELD, 10));
        }
        if (job.network() != null && job.network().task().study() != null) {
            stages.add(new Stage(ERRORS, 10));
            stages.add(new Stage(BIAS, 10));
        }
        return stages;
    }
}
