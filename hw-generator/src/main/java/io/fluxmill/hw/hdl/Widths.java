// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.List;

/** Rules of operands, each with its sentence. */
final class Widths {
    private Widths() {}

    static void requireAtLeast(int bits, int least) {
        if (bits < least) {
            throw new HdlException("width must be at least " + least + ": bits=" + bits);
        }
    }

    static void requireSame(String operator, Word left, Word right) {
        Source.checkGiven(left);
        Source.checkGiven(right);
        if (left.width() != right.width()) {
            throw new HdlException(
                    "operands of " + operator + " must have equal widths: " + left.width() + " and " + right.width());
        }
    }

    /** @param driven whether the target is something that can be driven */
    static void requireDriven(boolean driven, Object value) {
        Source.checkGiven(value);
        if (!driven) {
            throw new HdlException(
                    "what is driven must be a port, a wire, a register or a part of one, not the result of an operator or a constant");
        }
    }

    static void requireInside(int index, int width) {
        if (index < 0 || index >= width) {
            throw new HdlException("bit must be inside the word: index=" + index + " of " + width);
        }
    }

    static void requireInside(int offset, int widthBits, int width) {
        if (offset < 0 || widthBits < 1 || offset + widthBits > width) {
            throw new HdlException(
                    "slice must be inside the word: offset=" + offset + " widthBits=" + widthBits + " of " + width);
        }
    }

    static void requireSome(List<Word> choices) {
        if (choices.isEmpty()) {
            throw new HdlException("choices must be at least one");
        }
    }
}
