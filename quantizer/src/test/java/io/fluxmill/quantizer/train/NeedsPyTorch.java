// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs only when PyTorch's native libraries are on the class path. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("train")
@EnabledIf(
        value = "io.fluxmill.quantizer.train.TensorEngine#isAvailable",
        disabledReason = "PyTorch's native libraries are not on the class path: run Maven with -Ptrain")
public @interface NeedsPyTorch {}
