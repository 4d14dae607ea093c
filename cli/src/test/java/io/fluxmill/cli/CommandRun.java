// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Families;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command inside the test's JVM: its exit code and what it printed. */
public record CommandRun(int code, String out, String err) {
    public static CommandRun of(String... args) {
        return of(Families.BUILT_IN, args);
    }

    /** The same with other families. */
    public static CommandRun of(Families families, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Fluxmill.run(families, new Console(new PrintWriter(out), new PrintWriter(err), false), args);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
