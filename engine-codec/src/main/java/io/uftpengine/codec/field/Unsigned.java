package io.uftpengine.codec.field;

/** Range checks for values that a caller wants encoded; a violation is a bug of the caller, never of the network. */
public final class Unsigned {
    private Unsigned() {}

    /** Returns {@code value}, which must be 0..255. */
    public static int u8(String field, int value) {
        return check(field, value, 0xFF);
    }

    /** Returns {@code value}, which must be 0..65535. */
    public static int u16(String field, int value) {
        return check(field, value, 0xFFFF);
    }

    private static int check(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + " " + value + " is not in 0.." + max);
        }
        return value;
    }
}
