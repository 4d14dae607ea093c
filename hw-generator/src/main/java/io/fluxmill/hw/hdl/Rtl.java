// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.config.HdlWords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import spinal.core.ClockDomainConfig;
import spinal.core.HIGH$;
import spinal.core.RISING$;
import spinal.core.SYNC$;
import spinal.core.SpinalConfig;
import spinal.core.SpinalExit;

/** Elaborates a module to Verilog text. The text depends on the description only: two runs give the same bytes. */
public final class Rtl {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private Rtl() {}

    /**
     * The Verilog of a module and of everything below it.
     *
     * @param name of the top module: letters, digits and underscores, beginning with a letter
     * @throws HdlException if the name is not valid, or the module cannot be elaborated; the message has every error with the line that made it
     */
    public static String verilog(String name, Supplier<? extends Module> constructor) {
        return elaborate(name, constructor).verilog();
    }

    /**
     * A module that was elaborated.
     *
     * @param verilog of the module and of everything below it
     */
    public record Elaborated(String verilog, Interfaces interfaces) {}

    /** The same with the interfaces of the module. */
    public static synchronized Elaborated elaborate(String name, Supplier<? extends Module> constructor) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new HdlException(
                    "name must be letters, digits and underscores, beginning with a letter: name=" + name);
        }
        HdlWords.language(name.toLowerCase(Locale.ROOT)).ifPresent(language -> {
            throw new HdlException("name must not be a reserved word of " + language + ": name=" + name);
        });
        if (constructor == null) {
            throw new HdlException("supplier of a module must not be null");
        }
        Source.initializer().ifPresent(place -> {
            throw HdlException.located(
                    place
                            + "a module must not be elaborated in a static initializer: SpinalHDL elaborates in a thread of its own, which would"
                            + " wait for the class forever; elaborate in a method or in a field that is not static",
                    null);
        });
        try {
            Path directory = Files.createTempDirectory("fluxmill-rtl");
            Path file = directory.resolve(name + ".v");
            try {
                SpinalConfig config = settings(directory, name);
                Module top = scala.Console$.MODULE$.withOut(OutputStream.nullOutputStream(), () -> config.<Module>
                                generateVerilog(() -> top(name, constructor))
                        .toplevel());
                return new Elaborated(VerilogText.of(Files.readString(file), top), top.interfaces());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (HdlException e) {
            throw e;
        } catch (Exception e) { // SpinalHDL's SpinalExit is a checked exception that javac cannot see
            throw HdlException.located(
                    e instanceof SpinalExit
                            ? SpinalReport.errors(name, e.getMessage())
                            : Source.prefix(e) + (e instanceof IllegalArgumentException ? e.getMessage() : e),
                    e);
        }
    }

    /** A module under the name of a top module; to be called where SpinalHDL elaborates. */
    public static <T extends Module> T top(String name, Supplier<T> constructor) {
        T top = Module.child(constructor);
        Module module = top;
        UndrivenInputs.refuse(name, top);
        module.definition(name);
        return top;
    }

    /**
     * SpinalHDL's configuration for our Verilog. It is a Scala case class of 59 fields: its defaults, with ours put over them by
     * name.
     *
     * @param directory for the file {@code <name>.v}
     * @param name of the top module; all others have it as a prefix, so that two designs can be read together
     */
    public static SpinalConfig settings(Path directory, String name) {
        ClockDomainConfig clock =
                new ClockDomainConfig(RISING$.MODULE$, SYNC$.MODULE$, HIGH$.MODULE$, HIGH$.MODULE$, HIGH$.MODULE$);
        Map<String, Object> ours = new HashMap<>();
        ours.put("defaultConfigForClockDomains", clock);
        ours.put("targetDirectory", directory.toString());
        ours.put("netlistFileName", name + ".v");
        ours.put("globalPrefix", name + "_");
        ours.put("headerWithRepoHash", false);
        ours.put("noRandBoot", true);
        ours.put("inlineRom", true);
        ours.put("anonymSignalPrefix", "tmp");
        ours.put("nameWhenByFile", false);
        ours.put("inlineConditionalExpression", true); // else a wire without a name for a condition that stands twice
        ours.put("printFilelist", false);
        try {
            Constructor<?> constructor = SpinalConfig.class.getConstructors()[0];
            Object[] arguments = new Object[constructor.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = SpinalConfig.class
                        .getMethod("$lessinit$greater$default$" + (i + 1))
                        .invoke(null);
            }
            SpinalConfig defaults = (SpinalConfig) constructor.newInstance(arguments);
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = ours.getOrDefault(defaults.productElementName(i), arguments[i]);
            }
            return (SpinalConfig) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new HdlException("SpinalHDL's configuration has changed: " + e.getMessage(), e);
        }
    }
}
