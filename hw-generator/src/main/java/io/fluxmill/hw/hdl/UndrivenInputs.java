// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayList;
import java.util.List;
import scala.jdk.javaapi.CollectionConverters;
import spinal.core.BaseType;
import spinal.core.Component;

/** Inputs of children that nothing drives. SpinalHDL says nothing of those whose module has outputs that nobody reads. */
final class UndrivenInputs {
    private final List<String> found = new ArrayList<>();

    private UndrivenInputs() {}

    /** @throws HdlException if there are any below the module */
    static void refuse(String name, Component top) {
        UndrivenInputs undriven = new UndrivenInputs();
        CollectionConverters.asJava(top.children()).forEach(child -> undriven.search(child, child.getName()));
        if (!undriven.found.isEmpty()) {
            throw HdlException.located(
                    name + ": inputs of children must be driven: " + String.join(", ", undriven.found), null);
        }
    }

    private void search(Component child, String path) {
        for (BaseType port : CollectionConverters.asJava(child.getOrdredNodeIo())) {
            if (port.isInput() && port.dlcIsEmpty()) {
                found.add(path + "." + port.getName() + " (" + child.getClass().getSimpleName() + ")");
            }
        }
        CollectionConverters.asJava(child.children()).forEach(inner -> search(inner, path + "." + inner.getName()));
    }
}
