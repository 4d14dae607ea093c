// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Families;
import java.lang.reflect.Constructor;
import java.util.List;
import picocli.CommandLine;

/** Makes the verbs: their constructors take the console, and before it the families if they work with engines. */
public record VerbFactory(Families families, Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            List<Class<?>> takes = List.of(constructor.getParameterTypes());
            if (takes.equals(List.of(Console.class))) {
                return type.cast(constructor.newInstance(console));
            }
            if (takes.equals(List.of(Families.class, Console.class))) {
                return type.cast(constructor.newInstance(families, console));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
