// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

/** A name and a value, as they are shown to the user. */
public record Fact(String name, String value) {}
