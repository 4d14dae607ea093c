// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;

/** The words of a layer's registers that have several fields. */
record LayerWords(int format, int clip) {
    static LayerWords of(MatrixStep step, Manifest manifest) {
        var rescale = step.rescale();
        Register format = manifest.register("FORMAT");
        Register clip = manifest.register("CLIP");
        return new LayerWords(
                format.field("operand").place(index(manifest, rescale.operand()))
                        | format.field("result").place(index(manifest, rescale.result()))
                        | format.field("round_away").place(rescale.rounding() == Rounding.NEAREST_AWAY ? 1 : 0),
                clip.field("low").place(rescale.clipLow()) | clip.field("high").place(rescale.clipHigh()));
    }

    private static int index(Manifest manifest, NumberFormat format) {
        return manifest.formats().indexOf(format.name());
    }
}
