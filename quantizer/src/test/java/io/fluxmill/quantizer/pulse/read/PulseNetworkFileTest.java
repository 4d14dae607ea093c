// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class PulseNetworkFileTest {
    private static final Path FILE = Path.of("net.json");

    public static PulseNetwork network() {
        Layer conv = new Layer(
                "conv1",
                4,
                1,
                2,
                2,
                0,
                2,
                2,
                true,
                new byte[] {-128, 127, 0, 5},
                new int[] {Integer.MIN_VALUE, 7},
                new int[] {65535, 0},
                new int[] {47, 0});
        Layer dense = new Layer(
                "dense1",
                1,
                4,
                1,
                1,
                0,
                1,
                1,
                false,
                new byte[] {1, -2, 3, -4},
                new int[] {-9},
                new int[] {0},
                new int[] {0});
        return new PulseNetwork(
                "a \"net\"",
                4,
                1,
                8,
                Rounding.NEAREST_EVEN,
                List.of(conv, dense),
                List.of(new Output("time", "samples", 1.25e-7, 6)));
    }

    @Test
    void comesBackAsItWas(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("net.json");
        PulseNetworkFile.write(network(), file);
        PulseNetwork read = PulseNetworkFile.read(file);
        assertEquals(PulseNetworkFile.toJson(network()), PulseNetworkFile.toJson(read));
        assertEquals(Rounding.NEAREST_EVEN, read.rounding());
        assertEquals(network().outputs(), read.outputs());
        for (int i = 0; i < 2; i++) {
            Layer expected = network().layers().get(i);
            Layer layer = read.layers().get(i);
            assertEquals(expected.name(), layer.name());
            assertEquals(expected.padLeft(), layer.padLeft());
            assertEquals(expected.relu(), layer.relu());
            assertArrayEquals(expected.weights(), layer.weights());
            assertArrayEquals(expected.bias(), layer.bias());
            assertArrayEquals(expected.multipliers(), layer.multipliers());
            assertArrayEquals(expected.shifts(), layer.shifts());
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void errorsNameFileAndKey() {
        refused("\"relu\": true", "\"relu\": 1", "net.json: layers[0].relu must be true or false");
        refused("[0, 5]", "[0, 128]", "net.json: layers[0].weights[1][1] must be an integer from -128 to 127");
        refused("[0, 5]", "[0]", "net.json: layers[0].weights[1] must be a list of 2 integers");
        refused("[65535, 0]", "[65536, 0]", "net.json: layers[0].multipliers[0] must be an integer from 0 to 65535");
        refused("\"bias\": [-9],", "", "net.json: layers[1].bias must be given");
        refused("nearest-even", "nearest", "net.json: rounding must be nearest-away or nearest-even, not nearest");
        refused(
                "network-1",
                "network-2",
                "net.json: format must be fluxmill-pulse-network-1, not fluxmill-pulse-network-2");
        refused("\"scale\": 1.25E-7", "\"scale\": \"x\"", "net.json: outputs[0].scale must be a number");
        refused(
                "\"activation-bits\": 8",
                "\"activation-bits\": 9",
                "net.json: activationBits must be 8 or 16: activationBits=9");
    }

    @Test
    void unknownKeyHasASuggestion() {
        InputException e = refused(
                "\"kernel\": 1,",
                "\"kernel\": 1, \"strides\": 1,",
                "net.json: key of layers[1] must be one of name, input, kernel, stride, pad-left, output, relu, bias, multipliers, shifts,"
                        + " weights: key=strides");
        assertEquals("did you mean stride?", e.remedy());
    }

    @Test
    void brokenJsonNamesTheLine() {
        String json = PulseNetworkFile.toJson(network()).replace("\"kernel\": 2", "\"kernel\": 2 2");
        InputException e = assertThrows(InputException.class, () -> PulseNetworkFile.parse(FILE, json));
        assertTrue(e.getMessage().startsWith("net.json:11: network must be valid JSON: "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void aMissingFileIsRefused(@TempDir Path folder) {
        Path file = folder.resolve("missing/net.json");
        InputException e = assertThrows(InputException.class, () -> PulseNetworkFile.read(file));
        assertEquals("network must be a readable file: file=" + file, e.getMessage());
    }

    private static InputException refused(String what, String by, String message) {
        String json = PulseNetworkFile.toJson(network());
        assertTrue(json.contains(what), what + " in " + json);
        InputException e =
                assertThrows(InputException.class, () -> PulseNetworkFile.parse(FILE, json.replace(what, by)), message);
        assertEquals(message, e.getMessage());
        return e;
    }
}
