// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fluxmill.core.config.InputException;

/** PyTorch under DJL, from the class path and never from the network. */
public final class TensorEngine {
    public static final String NAME = "PyTorch";

    /** A file of the artifact pytorch-native-cpu. */
    private static final String NATIVES = "native/lib/pytorch.properties";

    private TensorEngine() {}

    /** Whether PyTorch's native libraries are on the class path. */
    static boolean isAvailable() {
        return TensorEngine.class.getClassLoader().getResource(NATIVES) != null;
    }

    /** @throws InputException if the native libraries are not on the class path */
    public static void requireAvailable() {
        if (!isAvailable()) {
            throw new InputException(
                    "training must have PyTorch's native libraries on the class path, and they are not there",
                    "run it as ./fluxmill train, or build with the Maven profile train: mvn -Ptrain");
        }
    }

    /**
     * A manager of tensors on the CPU.
     *
     * @param threads of one operation; the first call in a process decides
     * @throws InputException if the native libraries are not on the class path
     */
    public static NDManager open(int threads) {
        requireAvailable();
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        return NDManager.newBaseManager(NAME);
    }

    /**
     * A factor in float32, for products through which a gradient flows. A Java number will not do: DJL makes a tensor of it in Java's memory and
     * lets that go when the product is there, but PyTorch reads it again for the gradient.
     *
     * @param manager owns it, to be closed after the gradients are computed
     */
    public static NDArray factor(NDManager manager, double value) {
        return manager.create((float) value);
    }
}
