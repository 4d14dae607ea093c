// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.PositFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fluxmill formats}: the number formats and their properties, or the codes of one. */
@Command(
        name = "formats",
        description = "List the number formats, or the codes of one.",
        footer = {
            "Besides the named formats, these can be configured (--all lists them):",
            "  INTn, UINTn      n 2 to 16",
            "  POSITn_es        n 3 to 16, es 0 to 2",
            "  BINARYkPpXY      IEEE P3109, k 3 to 8, precision p below k (or k, if unsigned),",
            "                   X: S signed, U unsigned; Y: E with infinities, F finite",
            "  MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4",
            "                   blocks with a scale, for operands alone (--table: elements)"
        })
public final class FormatsCommand implements Callable<Integer> {
    private static final int MOST_DIGITS = 40;

    private final Console console;

    @Mixin
    private JsonOption json;

    @Option(names = "--table", paramLabel = "FORMAT", description = "List every code of this format with its value.")
    private String table;

    @Option(names = "--all", description = "List the formats of every family too, not only the named ones.")
    private boolean all;

    FormatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (table == null) {
            properties();
        } else {
            codes(format(table));
        }
        return Exit.OK;
    }

    private static NumberFormat format(String name) {
        try {
            return NumberFormats.of(name);
        } catch (IllegalArgumentException e) {
            throw new InputException("--table: " + e.getMessage(), "list the formats with: fluxmill formats");
        }
    }

    private void properties() throws IOException {
        TextTable text = new TextTable(
                "format",
                "bits",
                "lanes",
                "smallest",
                "largest",
                "NaR or NaN",
                "significand bits",
                "product bits",
                "quire unit");
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (NumberFormat format : all ? NumberFormats.all() : NumberFormats.named()) {
            double smallest = smallestPositive(format);
            double largest = largest(format);
            boolean nar = format.isNaR(format.narBits());
            text.row(
                    format.name(),
                    format.widthBits(),
                    format.lanes(),
                    number(smallest),
                    number(largest),
                    nar ? "yes" : "no",
                    format.significandBits(),
                    format.productBits(),
                    "2^" + format.quireExponent());
            list.addObject()
                    .put("format", format.name())
                    .put("bits", format.widthBits())
                    .put("lanes", format.lanes())
                    .put("smallest", smallest)
                    .put("largest", largest)
                    .put("nar", nar)
                    .put("significand-bits", format.significandBits())
                    .put("product-bits", format.productBits())
                    .put("quire-exponent", format.quireExponent());
        }
        text.lines().forEach(console::result);
        json.write(list);
    }

    private void codes(NumberFormat format) throws IOException {
        TextTable text = new TextTable("code", "bits", "value");
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("format", format.name());
        ArrayNode values = result.putArray("values");
        for (int bits = 0; bits < 1 << format.widthBits(); bits++) {
            String binary =
                    Integer.toBinaryString(bits | 1 << format.widthBits()).substring(1);
            String value = format.isNaR(bits) ? special(format, bits) : number(format.toDouble(bits));
            text.row(String.format("0x%0" + (format.widthBits() + 3) / 4 + "X", bits), binary, value);
            values.add(value);
        }
        text.lines().forEach(console::result);
        json.write(result);
    }

    private static double smallestPositive(NumberFormat format) {
        return IntStream.range(0, 1 << format.widthBits())
                .mapToDouble(format::toDouble)
                .filter(value -> value > 0)
                .min()
                .orElseThrow();
    }

    private static double largest(NumberFormat format) {
        return IntStream.range(0, 1 << format.widthBits())
                .mapToDouble(format::toDouble)
                .filter(Double::isFinite)
                .max()
                .orElseThrow();
    }

    private static String special(NumberFormat format, int bits) {
        double value = format.toDouble(bits);
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
        }
        return format instanceof PositFormat ? "NaR" : "NaN";
    }

    /** All digits of the exact value, integers without a fraction; beyond a line's length a multiple of a power of two. */
    private static String number(double value) {
        String digits = new BigDecimal(value).stripTrailingZeros().toPlainString();
        if (digits.length() <= MOST_DIGITS) {
            return digits;
        }
        int exponent = Math.getExponent(value);
        String significand = number(Math.scalb(value, -exponent));
        return significand.equals("1") ? "2^" + exponent : significand + " * 2^" + exponent;
    }
}
