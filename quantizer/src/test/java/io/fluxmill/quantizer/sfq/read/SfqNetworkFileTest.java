// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SfqNetworkFileTest {
    private static final Path XOR = Path.of("../examples/sfq/xor.json");

    @Test
    void comesBackAsItWas(@TempDir Path folder) throws IOException {
        SfqNetwork network = SfqNetworkFile.read(XOR);
        assertEquals(Files.readString(XOR), SfqNetworkFile.toJson(network));
        Path file = folder.resolve("net.json");
        String wired = Files.readString(XOR).replace("\"plus\": {\"0\": 150.0}", "\"plus\": {\"0\": \"wire\"}");
        SfqNetwork changed = SfqNetworkFile.parse(file, wired);
        SfqNetworkFile.write(changed, file);
        assertEquals(wired, Files.readString(file));
        assertEquals(changed, SfqNetworkFile.read(file));
    }

    @Test
    void refusesWhatBreaksARule() throws IOException {
        refused(
                "\"minus\": {\"1\": 150.0}",
                "\"minus\": {\"0\": 150.0}",
                "n.json: input must be once in a unit: input=0");
        refused("\"minus\": {\"1\": 150.0}", "\"minus\": {\"2\": 150.0}", "n.json: input must be 0 to 1: input=2");
        refused(
                "\"minus\": {\"1\": 150.0}",
                "\"minus\": {\"1\": \"line\"}",
                "n.json: layers[0].units[0].minus.1 must be a bias current in uA, or wire");
        refused(
                "\"threshold\": 0.3",
                "\"threshold\": 0",
                "n.json: threshold must be between 0 and 1 with one output: threshold=0.0");
        refused(
                "\"leak-shift\": 3",
                "\"leak-shift\": 16",
                "n.json: layers[1].units[0].neuron.leak-shift must be an integer from 0 to 15");
        refused("\"plus\": {\"0\": 150.0}", "\"plus\": {}", "n.json: plus must be of at least one path: plus=[]");
        refused(
                "\"name\": \"sfq_xor\"",
                "\"name\": \"xor\"",
                "n.json: name must be no reserved word of Verilog-2005: name=xor");
        refused("network-1", "network-2", "n.json: format must be fluxmill-sfq-network-1, not fluxmill-sfq-network-2");
        refused("\"window\": 64,", "", "n.json: window must be given");
    }

    private static void refused(String part, String changed, String message) throws IOException {
        String text = Files.readString(XOR);
        assertEquals(true, text.contains(part), part);
        InputException e = assertThrows(
                InputException.class, () -> SfqNetworkFile.parse(Path.of("n.json"), text.replace(part, changed)));
        assertEquals(message, e.getMessage());
    }
}
