// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import org.junit.jupiter.api.function.Executable;

/** Bad input and its whole sentence. */
public final class Refusal {
    private Refusal() {}

    public static void refuses(String fact, String remedy, Executable work) {
        InputException e = assertThrows(InputException.class, work, fact);
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }
}
