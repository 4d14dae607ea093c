// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a file is no model that can be read, and what makes it one. */
final class UnknownModel {
    private static final String KERAS = "export it as ONNX with tf2onnx: docs/from-keras.md";
    private static final String PYTORCH = "export it as ONNX with torch.onnx.export: docs/from-pytorch.md";
    private static final String SCIKIT_LEARN = "export it as ONNX with skl2onnx: docs/from-scikit-learn.md";

    /** What helps, by the end of the file's name. */
    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        REMEDIES.put(".h5", KERAS);
        REMEDIES.put(".hdf5", KERAS);
        REMEDIES.put(".keras", KERAS);
        REMEDIES.put(".pb", KERAS);
        REMEDIES.put(".pt", PYTORCH);
        REMEDIES.put(".pth", PYTORCH);
        REMEDIES.put(".pt2", PYTORCH);
        REMEDIES.put(".pkl", SCIKIT_LEARN);
        REMEDIES.put(".pickle", SCIKIT_LEARN);
        REMEDIES.put(".joblib", SCIKIT_LEARN);
        REMEDIES.put(".yaml", "name the file that its key model names");
        REMEDIES.put(".yml", "name the file that its key model names");
    }

    private UnknownModel() {}

    static InputException of(Path model) {
        String name = model.toString().toLowerCase(Locale.ROOT);
        String remedy = REMEDIES.entrySet().stream()
                .filter(entry -> name.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("export the network as ONNX, QONNX, TensorFlow Lite or NIR");
        return new InputException(model + ": a model file must end in .onnx, .tflite or .nir to be inspected", remedy);
    }
}
