// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

import io.fluxmill.core.config.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder to which a trained network is written. */
public final class ModelFolder {
    private ModelFolder() {}

    /**
     * To be called before the training, not after it.
     *
     * @param model value of the key {@code train.model}
     * @throws InputException unless its folder exists
     */
    public static void require(Path model) {
        Path folder = model.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    "train.model must be in a folder that exists: model=" + model,
                    "create it with: mkdir -p " + folder);
        }
    }
}
