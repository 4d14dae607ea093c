// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.network.NetworkShape.COORDINATE_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Bank and address of an element of a row's window. */
@Contract(
        """
        Bank and address of an element of the window that begins at x, y, linear.
        in:  x, y, linear; of the element: offset_x, offset_y, offset (of the linear position), plane (address of its
             plane); width, height of the map, paired: banks have its positions two by two.
        out: bank, address, is_inside: two cycles later; is_inside: the element is in the map.
        Positions and offsets are two's complement. There is no reset.
        """)
final class WindowAddress extends Module {
    final Word x = in(COORDINATE_BITS);
    final Word y = in(COORDINATE_BITS);
    final Word linear;
    final Word offsetX = in(COORDINATE_BITS);
    final Word offsetY = in(COORDINATE_BITS);
    final Word offset;
    final Word plane;
    final Word width = in(COORDINATE_BITS);
    final Word height = in(COORDINATE_BITS);
    final Bit paired = inBit();
    final Word bank;
    final Word address;
    final Bit isInside = outBit();

    WindowAddress(NetworkShape shape) {
        linear = in(shape.positionBits);
        offset = in(shape.positionBits);
        plane = in(shape.addressBits);
        bank = out(shape.bankBits);
        address = out(shape.addressBits);
        Word position = next("position", linear.plus(offset));
        Word elementX = next("element_x", x.plus(offsetX));
        Word elementY = next("element_y", y.plus(offsetY));
        Word planeLater = next("plane_later", plane);
        BankPlace place = BankPlace.of(shape, "element", position, paired);
        bank.set(next("bank_of_row", place.bank()));
        address.set(next("address_of_row", place.address().plus(planeLater)));
        // Negative coordinates are large without their signs.
        isInside.set(next("element_inside", elementX.less(width).and(elementY.less(height))));
    }
}
