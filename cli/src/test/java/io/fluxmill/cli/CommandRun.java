// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.cli.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command inside the test's JVM: its exit code and what it printed. */
public record CommandRun(int code, String out, String err) {
    public static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Fluxmill.run(new Console(new PrintWriter(out), new PrintWriter(err), false), args);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
