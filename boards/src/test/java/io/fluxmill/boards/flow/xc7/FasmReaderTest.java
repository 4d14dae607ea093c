// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FasmReaderTest {
    @TempDir
    private Path folder;

    private List<FasmFeature> read(String text) throws IOException {
        return FasmReader.read(Files.writeString(folder.resolve("t.fasm"), text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "T_X0Y1.A.B | T_X0Y1 | A.B | {0}",
                "T.A # a comment { with a brace | T | A | {0}",
                "T.A { why = \"# no {comment\" } | T | A | {0}",
                "T.A{x=\"1\"} # y | T | A | {0}",
                "T.12LUT.A | T | 12LUT.A | {0}",
                "T.A[7] | T | A | {7}",
                "T.A[7] = 1 | T | A | {7}",
                "T.A = 1'b0 | T | A | {}",
                "T.A[3:0] = 4'b1010 | T | A | {1, 3}",
                "T.A[11:8]=4'hC | T | A | {10, 11}",
                "T.A[5:0] = 'o17 | T | A | {0, 1, 2, 3}",
                "T.A[5:0] = 6'd5 | T | A | {0, 2}",
                "T.A[5:0] = 9 | T | A | {0, 3}",
                "T.A[255:0] = 256'h8000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0001 | T | A | {0, 255}",
                "T.INIT[63:0] = 64'b0 | T | INIT | {}"
            })
    void featureOfALine(String line, String tile, String name, String addresses) throws IOException {
        List<FasmFeature> features = read("\n# only a comment\n  " + line + "\n{ a = \"of the file\" }\n");
        assertEquals(1, features.size());
        FasmFeature feature = features.get(0);
        assertEquals(3, feature.line());
        assertEquals(tile, feature.tile());
        assertEquals(name, feature.name());
        assertEquals(addresses, feature.addresses().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "T | a line must be a feature of FASM: T",
                "T.A B | a line must be a feature of FASM: T.A B",
                "T.A. | a line must be a feature of FASM: T.A.",
                "T.A[0:3] = 4'hF | a range must not end below its begin: [0:3]",
                "T.A[3:0] | a feature with a range must have a value: T.A[3:0]",
                "T.A[3:0] = 5'h10 | a value must have at most 4 bits: T.A[3:0] = 5'h10",
                "T.A = 2 | a value must have at most 1 bits: T.A = 2",
                "T.A[3:0] = 3'hF | a value must fit its width: 3'hF",
                "T.A[3:0] = 'b12 | a value must be a number of FASM: 'b12",
                "T.A[3:0] = F | a value must be a number of FASM: F",
                "T.A[3:0] = '1 | a value must be a number of FASM: '1",
                "T.A[3:0] = _ | a value must be a number of FASM: _",
                "T.A { a = \"b\" | an annotation must be closed: T.A { a = \"b\""
            })
    void whatIsNotFasmIsRefused(String line, String fact) throws IOException {
        InputException e = assertThrows(InputException.class, () -> read("T.OK\n" + line));
        assertEquals("t.fasm:2: " + fact, e.getMessage());
        assertEquals("write TILE.FEATURE or TILE.FEATURE[high:low] = value", e.remedy());
    }
}
