// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a module does, for those who read its Verilog: the comment in front of it. It says what goes in, what comes out and when, in the names of the ports,
 * without Java.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Contract {
    /** Plain text; lines are kept as they are. */
    String value();
}
